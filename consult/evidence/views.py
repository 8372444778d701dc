"""Handing out proofs: always as a download, never shown or run by a browser."""
import io

from flask import Blueprint, Response, send_file

from consult.evidence import queries
from consult.evidence.queries import Proof
from consult.permissions.words import Action
from consult.web.access import access

bp = Blueprint("evidence", __name__, url_prefix="/evidence")
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


@bp.get("/<string(length=64):digest>")
@access(Action.EVIDENCE, on=("digest", queries.proof))
def download(proof: Proof) -> Response:
    """One file, as it was received."""
    response = send_file(io.BytesIO(proof.file.content), mimetype=proof.file.media_type, as_attachment=True, download_name=proof.file.name, etag=False)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
