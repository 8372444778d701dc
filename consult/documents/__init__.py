"""Documents, their versions and sections, the concordance."""
