"""One folded index over texts, comments and answers."""
