"""Revision rounds: when comments are taken, and what became of them."""
