"""Readings of the inbox, by task."""
