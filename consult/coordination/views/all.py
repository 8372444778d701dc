"""All pages of the channel hang on the one blueprint; importing this module hangs them there."""
from consult.coordination.views import join, lead, read
from consult.coordination.views.blueprint import bp

__all__ = ["bp", "join", "lead", "read"]
