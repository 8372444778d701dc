"""The editors' workbench: the history of a working text, proposals taken over, texts not saved yet, comments ticked at a change."""
