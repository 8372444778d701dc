"""All pages of reporting, for the application."""
from consult.reporting.views import reasons, themes
from consult.reporting.views.blueprint import bp

__all__ = ["bp", "reasons", "themes"]
