"""The blueprint with all its pages."""
from consult.inbox.views import doing, listing, one  # noqa: F401 - they add their routes
from consult.inbox.views.blueprint import bp

__all__ = ["bp"]
