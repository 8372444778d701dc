"""Pages about mails: what one is told, what did not arrive, and the mailbox of the demonstration."""
