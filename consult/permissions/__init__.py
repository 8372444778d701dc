"""Who may do what: the one table."""
