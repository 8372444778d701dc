"""What a translation is, and the files it travels in."""
