"""All pages of accounts, for the application to find."""
from consult.accounts.views import enter, me, prove
from consult.accounts.views.blueprint import bp

__all__ = ["bp", "enter", "me", "prove"]
