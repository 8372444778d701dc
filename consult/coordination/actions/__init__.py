"""What people do in the coordinator's channel, by task."""
