"""The parties of the working group: names, footnotes, seats."""
