"""Pages of meetings: what everybody reads, and the desk."""
