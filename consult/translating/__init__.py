"""Translations of documents, section by section; the authoritative text stays one."""
