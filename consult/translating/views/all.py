"""All pages of translations, so that their routes are known."""
from consult.translating.views import desk, files, write
from consult.translating.views.blueprint import bp

__all__ = ["bp", "desk", "files", "write"]
