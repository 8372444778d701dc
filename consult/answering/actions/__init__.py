"""The verbs of answering, by task."""
