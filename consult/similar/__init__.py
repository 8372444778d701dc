"""Comments that say nearly the same: found over a whole round, shown as groups, answered together."""
