"""All pages of comments hang on the one blueprint; importing this module hangs them there."""
from consult.comments.views import answer, files, keeping, late, moderate, paper, placing, read, receipts, send, write
from consult.comments.views.blueprint import bp

__all__ = ["answer", "bp", "files", "keeping", "late", "moderate", "paper", "placing", "read", "receipts", "send", "write"]
