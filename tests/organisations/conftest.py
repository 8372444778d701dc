"""A text and a round for what organisations send."""
from tests.comments.conftest import desk  # noqa: F401 - a fixture
