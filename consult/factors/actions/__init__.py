"""What people do with their second factors, and what administrators do when one is lost."""
