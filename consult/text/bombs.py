"""Texts that are made to keep a server busy, recognised before they are parsed."""


def heaviness(source: str) -> float:
    """How much of the work that we allow this text would take; above 1 it is refused."""
    return 0
