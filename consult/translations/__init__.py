"""Catalogues of the interface, one folder a language."""
