"""What people do with comments, by task."""
