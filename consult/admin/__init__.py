"""Screens over other folders' actions; owns no rule of its own."""
