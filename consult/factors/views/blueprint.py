"""The blueprint that all pages of the second factors hang on."""
from flask import Blueprint

bp = Blueprint("factors", __name__, url_prefix="/accounts/factors")
