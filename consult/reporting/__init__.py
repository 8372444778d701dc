"""The report of a round, and the reason of every change: themes, figures that add up, next steps, editorial reasons, the frozen form."""
