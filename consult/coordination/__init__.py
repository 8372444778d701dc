"""The coordinator's channel: the organisations of a party speak together through their national coordinator, and everybody sees how."""
