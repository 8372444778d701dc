"""The columns of the form, reading a filled one, and checking its rows."""
