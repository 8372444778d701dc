"""The list of ballots, the page of one, and its files."""
from flask import Response, render_template

from consult.ballots import queries
from consult.ballots.models import Ballot
from consult.ballots.rules.life import shown
from consult.ballots.rules.record import file_of
from consult.ballots.rules.wording import outcome_in_words, procedure_in_words
from consult.ballots.views.blueprint import THE_BALLOT, about_objections, at_desk, bp, by_name, own_mandate
from consult.errors import NotFound
from consult.i18n import N_
from consult.permissions.words import Action
from consult.web.access import access


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """All ballots, the latest first."""
    rows = queries.all_ballots(drafts=at_desk())
    results = {b.number: outcome_in_words(b.procedure, b.rule, queries.count(b))[0] for b in rows if b.result is not None}
    return render_template("ballots/index.html", ballots=rows, results=results, numbers={b.id: b.number for b in rows},
                           again={b.repeats_id: b.number for b in reversed(rows) if b.repeats_id is not None})


@bp.get("/<int:number>/")
@access(Action.READ, on=THE_BALLOT)
def show(ballot: Ballot) -> str:
    """One ballot: question, text, rule, roll call, result."""
    count, former = queries.count(ballot), queries.by_id(ballot.repeats_id)
    return render_template("ballots/show.html", ballot=ballot, seats=by_name(ballot), rule=procedure_in_words(ballot.procedure, ballot.rule, len(ballot.seats)),
                           shown=shown(ballot.kind, ballot.phase), count=count, result=outcome_in_words(ballot.procedure, ballot.rule, count),
                           standing=queries.standing(ballot), history=queries.history, silent=queries.silent(ballot), own=own_mandate(ballot), at_desk=at_desk(),
                           seal=queries.seal(ballot) if ballot.result is not None else "", story=queries.story(ballot), repeated_by=queries.repeating(ballot),
                           former=former, **about_objections(ballot, former))


@bp.get("/<int:number>/result.json")
@access(Action.READ, on=THE_BALLOT)
def result(ballot: Ballot) -> Response:
    """Everything that proves the result, for a machine; what may not be read yet is not there."""
    refuse_hidden(ballot)
    return _file(file_of(queries.record_of(ballot)), "application/json", f"result-{ballot.number}.json")


def refuse_hidden(ballot: Ballot) -> None:
    """Hand nothing out before the close of a ballot whose positions are hidden until then."""
    if not shown(ballot.kind, ballot.phase):
        raise NotFound(N_("The positions of this ballot can be read after its close."))


def _file(content: bytes, media_type: str, name: str) -> Response:
    return Response(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
