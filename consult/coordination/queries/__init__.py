"""What is read in the coordinator's channel, by task."""
