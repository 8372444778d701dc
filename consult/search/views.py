"""The search page."""
from flask import Blueprint, render_template, request

from consult.permissions.words import Action
from consult.search import queries
from consult.web.access import access

bp = Blueprint("search", __name__)
KINDS = ("section", "comment", "act")


@bp.get("/search")
@access(Action.READ)
def index() -> str:
    """What was asked, and what was found: Niš for "nis", Лесковац for "Leskovac"."""
    question = " ".join(request.args.get("q", "")[:200].split())
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    after = max(0, min(request.args.get("after", 0, type=int), 1000))
    rows = queries.find(question, kind, after)
    found = [(row, queries.excerpt(row.text, question)) for row in rows[:queries.PAGE]]
    return render_template("search/index.html", question=question, kind=kind, found=found, after=after, more=len(rows) > queries.PAGE, page=queries.PAGE)
