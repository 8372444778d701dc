"""What the people of an organisation do together: drafts they share, who wrote what, and comments they support."""
