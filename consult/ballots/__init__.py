"""Ballots on one exact text: positions, count, certification."""
