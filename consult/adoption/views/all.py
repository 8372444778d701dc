"""All pages of the register: importing this registers them."""
from consult.adoption.views import acts, files, recording, register, required  # noqa: F401 - they hang their routes on the blueprint
from consult.adoption.views.blueprint import bp

__all__ = ["bp"]
