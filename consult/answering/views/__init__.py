"""The pages of answering, by task."""
