"""Section comments, replies, answers."""
