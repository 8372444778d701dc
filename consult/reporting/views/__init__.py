"""Pages on which reports and reasons are written, and what the page of a report shows."""
