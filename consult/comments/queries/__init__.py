"""Reading comments, by what is asked."""
