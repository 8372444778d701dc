"""Reading what a report is made of."""
