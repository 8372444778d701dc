"""Planning a meeting, its agenda, recording what happened there, and its minutes."""
