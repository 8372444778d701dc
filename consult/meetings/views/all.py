"""All pages of meetings, gathered on their blueprint."""
from consult.meetings.views import desk, public, recording
from consult.meetings.views.blueprint import bp

__all__ = ["bp", "desk", "public", "recording"]
