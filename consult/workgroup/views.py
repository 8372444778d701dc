"""Pages of workgroup."""
from flask import Blueprint

bp = Blueprint("workgroup", __name__, url_prefix="/workgroup")
