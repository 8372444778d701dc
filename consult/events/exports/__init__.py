"""An event as files: calendar, signing sheets, table and JSON."""
