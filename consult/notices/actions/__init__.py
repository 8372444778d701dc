"""What is done with mails, by task."""
