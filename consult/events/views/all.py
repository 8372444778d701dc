"""All pages of events: importing this registers them."""
from consult.events.views import agenda, ceremony, delegations, minutes, planning, public  # noqa: F401 - they hang their routes on the blueprint
from consult.events.views.blueprint import bp

__all__ = ["bp"]
