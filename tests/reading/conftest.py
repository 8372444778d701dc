"""The document of tests/documents, and what its readers do again and again."""
from tests.documents.conftest import desk, within  # noqa: F401 - fixtures
