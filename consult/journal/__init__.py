"""Everything that was done, in a hash chain."""
