"""Pages of the inbox, by task."""
