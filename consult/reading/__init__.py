"""What a person has read of a document, and what has changed since."""
