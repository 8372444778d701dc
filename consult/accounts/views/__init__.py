"""Pages of accounts, by task."""
