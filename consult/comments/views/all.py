"""All pages of comments hang on the one blueprint; importing this module hangs them there."""
from consult.comments.views import answer, moderate, placing, read, send, write
from consult.comments.views.blueprint import bp

__all__ = ["answer", "bp", "moderate", "placing", "read", "send", "write"]
