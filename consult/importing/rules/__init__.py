"""What is read from a file, how it becomes Markdown, and how a preview is corrected."""
