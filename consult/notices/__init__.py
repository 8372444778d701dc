"""Who is told what: the outbox and its delivery."""
