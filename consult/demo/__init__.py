"""The demonstration: the sample Model told as a story on the real actions."""
