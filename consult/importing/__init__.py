"""Texts on their way in: a Word or Markdown file becomes a preview that can be corrected before anything is stored in a document."""
