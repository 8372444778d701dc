"""The mailbox of the demonstration."""
from flask import Blueprint

bp = Blueprint("notices", __name__, url_prefix="/mailbox")
