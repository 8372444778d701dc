"""Keeping groups true while comments come, searching a whole round, and the editors' word on it."""
