"""Pages of the adoption register."""
