"""The organisations that people speak for."""
