"""The blueprint of translations."""
from flask import Blueprint

bp = Blueprint("translating", __name__, url_prefix="/translating")
