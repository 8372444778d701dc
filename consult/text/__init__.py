"""The text engine: sections, matching, diff, anchors and proposals, on plain strings; no Flask, no database."""
