"""The people who take part: sign-up, sign-in, roles, sessions."""
