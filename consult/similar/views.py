"""The pages of groups: for editors by round, for everybody by comment."""
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.comments.views.read import key, sections_for
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.similar.actions import grouping, searching
from consult.similar.forms import JoinForm
from consult.similar.models import Joining, Wording
from consult.similar.queries import comparing, groups, listing
from consult.similar.rules import differences, strangers
from consult.text import render
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.locale import languages
from consult.web.requests import numbers

bp = Blueprint("similar", __name__, url_prefix="/similar")
bp.add_app_template_global(listing.others, "others_alike")
#: Up to so many comments are compared while an editor waits; more by the command.
COMPARED_NOW = 3000
#: What marks between two wordings are called, for those who hear the page.
SPOKEN = {"deleted": N_("not in this one:"), "inserted": N_("only in this one:")}


@bp.app_template_filter("otherwise")
def otherwise(pair: tuple[str, str]) -> Markup | None:
    """What a wording has otherwise than the first of its group; empty where the two have hardly a word in common."""
    pieces = differences(*pair)
    if pieces is not None and strangers(*pair, pieces):
        return Markup()
    return None if pieces is None else render.words(pieces, say=lambda word: _(SPOKEN[word]))


@bp.get("/<int:number>/")
@access(Action.DESK, on=("number", rounds.by_number))
def index(round_: Round) -> str:
    """The groups of a round, the largest first."""
    size, group_no = key("size"), key("after")
    largest, more = groups.largest(round_, (size, group_no) if size and group_no else None)
    described = listing.described([number for number, _size in largest])
    next_page = url_for("similar.index", number=round_.number, size=more[0], after=more[1]) if more else ""
    return render_template("similar/index.html", round=round_, groups=described, totals=groups.totals(round_), missing=groups.missing(round_), next=next_page,
                           later=bool(size), languages=dict(languages()), sections=sections_for([one.first for one in described]), compared_now=COMPARED_NOW)


@bp.post("/<int:number>/compare")
@access(Action.DESK, on=("number", rounds.by_number))
def compare(round_: Round) -> Any:
    """Compare the comments that came before comparing was there."""
    if groups.missing(round_) > COMPARED_NOW:
        raise Conflict(N_("There are too many comments to be compared while you wait. Ask your administrator to run: flask consult similar"))
    found = comparing.compare(round_)

    def do() -> None:
        searching.store(round_, found, found.comments)
        searching.find(round_, found)

    return act(do, lambda _none: url_for("similar.index", number=round_.number))


@bp.get("/<int:number>/<int:group_no>")
@access(Action.DESK, on=(("number", "group_no"), lambda number, group_no: groups.wording_in(number, group_no)))
def show(wording: Wording) -> Any:
    """One group: its common words, what each wording has otherwise, and what can be done with it."""
    number = wording.round.number
    if wording.group_no != wording.id:
        return redirect(url_for("similar.show", number=number, group_no=wording.group_no), 302)
    return _shown(wording, JoinForm())


def _shown(wording: Wording, form: JoinForm) -> str:
    page = key("page")
    copies, more = listing.copies(wording.id, page)
    described = listing.described([wording.id])
    pages = [url_for("similar.show", number=wording.round.number, group_no=wording.id, page=at) if wanted else "" for at, wanted in ((page - 1, page), (page + 1, more))]
    taken = listing.taken_out(wording.id)
    shown = [one for same in copies for one in same.comments] + taken + [one.first for one in described]
    return render_template("similar/show.html", round=wording.round, number=wording.id, group=described[0] if described else None, copies=copies, pages=pages, form=form,
                           languages=dict(languages()), taken=taken, joined=listing.joined(wording.id), sections=sections_for(shown))


@bp.route("/<int:number>/<int:group_no>/join", methods=["GET", "POST"])
@access(Action.DESK, on=(("number", "group_no"), lambda number, group_no: groups.wording_in(number, group_no)))
def join(wording: Wording) -> Any:
    """Join the group of another comment to this one."""
    form = JoinForm()

    def do() -> None:
        other = threads.by_public_id(form.comment.data.upper())
        if other is None:
            raise Invalid(N_("There is no comment with this number."), field="comment")
        first = listing.first_of(wording.group_no)
        if first is None:
            raise Conflict(N_("No comment stands in this group any more."))
        grouping.join(actor(), first, other)
        flash(_("The comments are one group now."), "success")

    return answer(form, lambda: _shown(wording, form), do, lambda _none: _to(wording.round, wording.id))


@bp.post("/<int:number>/join")
@access(Action.DESK, on=("number", rounds.by_number))
def join_ticked(round_: Round) -> Any:
    """Join the ticked groups of the list."""
    here = [one for one in listing.described(numbers(request.form.getlist("group"))) if one.first.round_id == round_.id]
    firsts = [one.first for one in here]
    if len(firsts) < 2:
        flash(_("Tick two groups or more to join them."), "error")
        return redirect(url_for("similar.index", number=round_.number), 303)

    def do() -> None:
        for other in firsts[1:]:
            grouping.join(actor(), firsts[0], other)
        flash(_("The groups are one now."), "success")

    return act(do, lambda _none: _to(round_, min(one.number for one in here)))


@bp.post("/comments/<public_id>/separate")
@access(Action.SIMILAR_SEPARATE, on=("public_id", threads.by_public_id))
def separate(comment: Comment) -> Any:
    """Take a comment out of its group."""
    group_no = _group_of(comment)
    return act(lambda: grouping.separate(actor(), comment), lambda _none: _to(comment.round, group_no))


@bp.post("/comments/<public_id>/put-back")
@access(Action.SIMILAR_PUT_BACK, on=("public_id", threads.by_public_id))
def put_back(comment: Comment) -> Any:
    """Put a comment back into the group of its like."""
    return act(lambda: grouping.put_back(actor(), comment), lambda _none: _to(comment.round, _group_of(comment)))


@bp.post("/joinings/<int:number>/part")
@access(Action.SIMILAR_PART, on=("number", groups.one_joining))
def part(joining: Joining) -> Any:
    """Take back that two groups belong together."""
    round_, group_no = joining.one.round, joining.one.group_no
    return act(lambda: grouping.part(actor(), joining), lambda _none: _to(round_, group_no))


@bp.get("/of/<public_id>")
@access(Action.READ, on=("public_id", threads.by_public_id))
def others(comment: Comment) -> str:
    """For everybody: who else wrote nearly the same as this comment."""
    alike = listing.others(comment) or abort(404)
    comments, more = listing.with_like(comment, key("after"))
    return render_template("similar/others.html", comment=comment, alike=alike, comments=comments, sections=sections_for([comment, *comments]),
                           next=url_for("similar.others", public_id=comment.public_id, after=more) if more else "", later=bool(key("after")))


def _group_of(comment: Comment) -> int:
    place = groups.place_of(comment)
    return place.stands.group_no if place else 0


def _to(round_: Round, group_no: int) -> str:
    return url_for("similar.show", number=round_.number, group_no=group_no) if group_no else url_for("similar.index", number=round_.number)
