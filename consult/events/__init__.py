"""High-level events: agenda, delegations with credentials, the outcome text, its signing, and the minutes (model.md section 6)."""
