"""Handing out proofs: always as a download, never shown or run by a browser."""
from flask import Blueprint, Response

from consult.evidence import queries
from consult.evidence.queries import Proof
from consult.permissions.words import Action
from consult.web.access import access
from consult.web.downloads import handed_out

bp = Blueprint("evidence", __name__, url_prefix="/evidence")


@bp.get("/<string(length=64):digest>")
@access(Action.EVIDENCE, on=("digest", queries.proof))
def download(proof: Proof) -> Response:
    """One file, as it was received."""
    return handed_out(proof.file.content, proof.file.media_type, proof.file.name)
