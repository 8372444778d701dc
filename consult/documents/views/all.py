"""All pages of documents, for the application."""
from consult.documents.views import comparing, concordance, editing, ending, publishing, reading, section
from consult.documents.views.blueprint import bp

__all__ = ["bp", "comparing", "concordance", "editing", "ending", "publishing", "reading", "section"]
