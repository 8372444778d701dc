"""Pages of adoption."""
from flask import Blueprint

bp = Blueprint("adoption", __name__, url_prefix="/adoption")
