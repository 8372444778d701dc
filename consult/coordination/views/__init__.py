"""Pages of the coordinator's channel."""
