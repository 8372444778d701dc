"""Pages of events, by task."""
