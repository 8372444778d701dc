"""Reading documents, versions, sections and comparisons."""
