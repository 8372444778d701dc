"""The public consultation on the Smart Balkan Cluster Policy Model."""
