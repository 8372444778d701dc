"""Files that prove an act or a mandate."""
