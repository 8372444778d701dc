"""Meetings of the working group: agenda, attendance, decisions, minutes."""
