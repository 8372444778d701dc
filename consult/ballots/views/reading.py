"""The list of ballots, the page of one, and its files."""
from flask import Response, render_template

from consult.ballots import queries
from consult.ballots.models import Ballot
from consult.ballots.rules.life import shown
from consult.ballots.rules.record import file_of
from consult.ballots.rules.wording import in_words, result_in_words
from consult.ballots.views.blueprint import THE_BALLOT, at_desk, bp, by_name, own_mandate
from consult.errors import NotFound
from consult.exports.catalogue import EXPORTS
from consult.exports.formats import FORMATS
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """All ballots, the latest first."""
    rows = queries.all_ballots(drafts=at_desk())
    results = {b.number: result_in_words(b.rule, queries.count(b))[0] for b in rows if b.result is not None}
    return render_template("ballots/index.html", ballots=rows, results=results)


@bp.get("/<int:number>/")
@access(Action.READ, on=THE_BALLOT)
def show(ballot: Ballot) -> str:
    """One ballot: question, text, rule, roll call, result."""
    count = queries.count(ballot)
    return render_template("ballots/show.html", ballot=ballot, seats=by_name(ballot), rule=in_words(ballot.rule, len(ballot.seats)), shown=shown(ballot.kind, ballot.phase),
                           count=count, result=result_in_words(ballot.rule, count), standing=queries.standing(ballot), history=queries.history,
                           silent=queries.silent(ballot), own=own_mandate(ballot), at_desk=at_desk(),
                           seal=queries.seal(ballot) if ballot.result is not None else "")


@bp.get("/<int:number>/result.json")
@access(Action.READ, on=THE_BALLOT)
def result(ballot: Ballot) -> Response:
    """Everything that proves the result, for a machine; what may not be read yet is not there."""
    _refuse_hidden(ballot)
    return _file(file_of(queries.record_of(ballot)), "application/json", f"result-{ballot.number}.json")


@bp.get("/<int:number>/roll-call.<format>")
@access(Action.READ, on=THE_BALLOT)
def roll_call(ballot: Ballot, format: str) -> Response:
    """The roll call as a table."""
    _refuse_hidden(ballot)
    if format not in FORMATS:
        raise NotFound(N_("This table is not handed out in that format."))
    return _file(FORMATS[format].write(EXPORTS["roll-call"].columns, EXPORTS["roll-call"].rows(ballot)), FORMATS[format].media_type, f"roll-call-{ballot.number}.{format}")


def _refuse_hidden(ballot: Ballot) -> None:
    if not shown(ballot.kind, ballot.phase):
        raise NotFound(N_("The positions of this ballot can be read after its close."))


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
