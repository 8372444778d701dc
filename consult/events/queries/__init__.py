"""Reading events, by task."""
