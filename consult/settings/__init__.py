"""What the declaration leaves open: visible settings, each with its default, decided by the secretariat and dated."""
