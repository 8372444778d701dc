"""What the ballots hand out: the roll call as a table and as a sheet, and the receipt of a position."""
