"""All pages of the second factors, for the application to find."""
from consult.factors.views import entering, own, resets
from consult.factors.views.blueprint import bp

__all__ = ["bp", "entering", "own", "resets"]
