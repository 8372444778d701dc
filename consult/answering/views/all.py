"""All pages of answering hang on the one blueprint; importing this module hangs them there."""
from consult.answering.views import reviewing, saying, texts
from consult.answering.views.blueprint import bp

__all__ = ["bp", "reviewing", "saying", "texts"]
