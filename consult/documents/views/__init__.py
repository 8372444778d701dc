"""Pages of documents: reading, comparing, editing."""
