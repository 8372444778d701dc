"""A round on a first draft, its comments, and the working text that answers them; the comments' own fixtures."""
from tests.comments.conftest import desk, within, world  # noqa: F401 - fixtures of the same people
