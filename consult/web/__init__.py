"""Furniture shared by views."""
