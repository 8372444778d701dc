"""Reports of words that should not stand, what is hidden, and the author's appeal."""
