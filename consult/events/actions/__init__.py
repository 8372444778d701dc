"""What is done with events, by task."""
