"""The look in one file: the small style sheets joined at start, so that a page waits for one request and browsers keep it for a year."""
import re
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, url_for

from consult.permissions.words import Action
from consult.web.access import access

bp = Blueprint("stylesheet", __name__)
#: In this order; a later sheet may refine an earlier one.
SHEETS = (
    "tokens", "page", "layout", "forms", "buttons", "parts", "lists", "stage", "reader", "reader-narrow", "document", "reading",
    "comments", "answering", "coordination", "writing", "workbench", "sending", "offline", "importing", "similar", "inbox", "concordance", "translating",
    "record", "register", "events", "settings", "factors", "report", "diff", "map",
)
YEAR = "public, max-age=31536000, immutable"


def joined(static: Path) -> str:
    """The fonts, the sheets, and last what holds for paper only; addresses of fonts made absolute."""
    fonts = re.sub(r"url\(([\"']?)(?!/)", r"url(\1/static/fonts/", (static / "fonts" / "fonts.css").read_text(encoding="utf-8"))
    screen = [(static / "css" / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS]
    paper = "@media print {\n" + (static / "css" / "print.css").read_text(encoding="utf-8") + "\n}"
    return "\n".join([fonts, *screen, paper])


@bp.get("/consult-<digest>.css")
@access(Action.READ)
def show(digest: str) -> Response:
    """The style sheet of this release; an address of another release is no page."""
    text, current = current_app.extensions["stylesheet"]
    if digest != current:
        abort(404)
    return Response(text, mimetype="text/css", headers={"Cache-Control": YEAR})


def register(app: Flask) -> None:
    """Join the sheets and tell the templates their address."""
    text = joined(Path(app.static_folder or ""))
    app.extensions["stylesheet"] = (text, sha256(text.encode()).hexdigest()[:16])
    app.register_blueprint(bp)
    app.jinja_env.globals["stylesheet"] = lambda: url_for("stylesheet.show", digest=app.extensions["stylesheet"][1])
