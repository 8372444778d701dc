"""From drafts to one submission: review all, send once, and reply."""
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from consult.comments.actions import discussing, writing
from consult.comments.forms import ReplyForm, SendForm
from consult.comments.models import Comment, Draft, Submission
from consult.comments.queries import threads
from consult.comments.rules import CAPACITY_NAMES, Capacity
from consult.comments.views.blueprint import bp
from consult.comments.views.read import offer_speakers, sections_for
from consult.documents.models import Section
from consult.errors import Conflict
from consult.i18n import N_
from consult.organisations import queries as organisations
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.submissions import queries as submissions
from consult.submissions.rules import declared, held
from consult.teams import queries as teams
from consult.web.access import access, actor
from consult.web.answer import answer
from consult.web.settings import interest_asked


@bp.get("/drafts")
@access(Action.OWN)
def drafts() -> str:
    """One's drafts in the order of the text, and the way to send them all at once."""
    every = threads.drafts_of(actor())
    sendable = next((round_ for round_ in _rounds(every) if allowed(actor(), Action.COMMENTS_SUBMIT, round_)), None)
    return _review(every, sendable, _form(sendable, every) if sendable else None)


@bp.route("/send/<int:number>", methods=["GET", "POST"])
@access(Action.COMMENTS_SUBMIT, on=("number", rounds.public))
def send(round_: Round) -> Any:
    """Send drafts of a round under one receipt; the same form sent again leads to the same receipt."""
    every = threads.drafts_of(actor(), round_)
    if request.method == "POST":
        if earlier := submissions.sent_by_form(request.form.get("form_key", ""), actor()):
            return redirect(url_for("comments.receipt", number=earlier.receipt), 303)
        if not set(request.form.getlist("drafts")) <= {str(draft.id) for draft in every}:
            return render_template("comments/sent_already.html", round=round_, receipts=threads.receipts_of(actor(), round_)), 409
    form = _form(round_, every)
    return answer(form, lambda: _review(every, round_, form), lambda: _send(form, round_), _sent)


def _rounds(every: list[Draft]) -> list[Round]:
    return list({draft.round_id: draft.round for draft in every}.values())


def _form(round_: Round, every: list[Draft]) -> SendForm:
    person, chosen = actor(), [draft for draft in every if draft.round_id == round_.id]
    mine = teams.led_by(person)
    capacities = [(f"organisation-{one.id}", one.name) for one in mine] + [("self", _(CAPACITY_NAMES[Capacity.SELF]))]
    party = next((grant.party_code for grant in person.grants if grant.role == "coordinator" and grant.ended_at is None), None)
    if party:
        capacities.insert(0, ("coordinator", _(CAPACITY_NAMES[Capacity.COORDINATOR])))
    form = SendForm(data={"capacity": capacities[0][0], "drafts": [d.id for d in chosen], "name_shown": True}).ask_interest(interest_asked(round_))
    return form.offer([(draft.id, draft.body) for draft in chosen], capacities)


def _review(every: list[Draft], round_: Round | None, form: SendForm | None) -> str:
    person, places = actor(), threads.sections_of([(draft.round.version_id, draft.section_uid) for draft in every])
    others = [one for one in _rounds(every) if one is not round_ and allowed(person, Action.COMMENTS_SUBMIT, one)]
    link = held(round_.late_links, person.id) if round_ is not None else None
    return render_template("comments/drafts.html", drafts=every, round=round_, form=form, sections=places, others=others, link=link, links=submissions.held_by(person))


def _send(form: SendForm, round_: Round) -> Submission:
    person, chosen = actor(), form.drafts.data or []
    drafts = [draft for draft in threads.drafts_of(person, round_) if draft.id in chosen]
    if len(drafts) < len(set(chosen)):
        raise Conflict(N_("Some of these drafts were sent or discarded a moment ago, perhaps in another window. Nothing was sent now."))
    word, _dash, number = form.capacity.data.partition("-")
    speaking = {str(one.id): one for one in organisations.of(person)}
    behalf = speaking.get(number) if word == "organisation" else None
    if word == "coordinator":
        behalf = next(iter(speaking.values()), None)
    interest = declared((form.interest.data or "") if "interest" in form else "", interest_asked(round_))
    return writing.submit(person, round_, drafts, Capacity(word), behalf, form.name_shown.data, form_key=form.form_key.data or "", interest=interest)


def _sent(sent: Submission) -> str:
    flash(_(N_("Your comments have been received. Thank you.")), "success")
    return url_for("comments.receipt", number=sent.receipt)


@bp.route("/<public_id>/reply", methods=["GET", "POST"])
@access(Action.COMMENTS_REPLY, on=("public_id", threads.by_public_id))
def reply(comment: Comment) -> Any:
    """Say something under a comment."""
    form = ReplyForm()
    offer_speakers(form)
    section: Section | None = sections_for([comment]).get((comment.version_id, comment.section_uid or ""))

    def do() -> None:
        speaking = next((one for one in organisations.of(actor()) if str(one.id) == form.speaker.data), None)
        discussing.reply(actor(), comment, form.body.data, speaking, form.language.data)

    return answer(form, lambda: render_template("comments/reply.html", form=form, comment=comment, section=section), do,
                  lambda _none: url_for("comments.show", public_id=comment.public_id) + "#replies")
