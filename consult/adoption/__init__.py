"""The adoption register: acts of each government."""
