"""All pages of the ballots, for the application to find."""
from consult.ballots.views import casting, life, reading, receipts, sheets
from consult.ballots.views.blueprint import bp

__all__ = ["bp", "casting", "life", "reading", "receipts", "sheets"]
