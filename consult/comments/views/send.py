"""From drafts to one submission: review, send, receipt."""
from typing import Any

from flask import Response, flash, render_template, request, url_for
from flask_babel import gettext as _

from consult.comments.actions import discussing, writing
from consult.comments.forms import ReplyForm, SendForm
from consult.comments.models import Comment, Draft, Submission
from consult.comments.queries import threads
from consult.comments.rules import CAPACITY_NAMES, Capacity
from consult.comments.views.blueprint import bp
from consult.comments.views.read import offer_speakers, sections_for
from consult.documents.models import Section
from consult.i18n import N_
from consult.organisations import queries as organisations
from consult.organisations.models import Organisation
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.web.access import access, actor
from consult.web.answer import answer


@bp.get("/drafts")
@access(Action.OWN)
def drafts() -> str:
    """One's drafts in the order of the text, and the way to send them all at once."""
    every = threads.drafts_of(actor())
    sendable = next((draft.round for draft in every if allowed(actor(), Action.COMMENTS_SUBMIT, draft.round)), None)
    return _review(every, sendable, _form(sendable, every) if sendable else None)


@bp.route("/send/<int:number>", methods=["GET", "POST"])
@access(Action.COMMENTS_SUBMIT, on=("number", rounds.public))
def send(round_: Round) -> Any:
    """Send drafts of a round under one receipt."""
    every = threads.drafts_of(actor(), round_)
    if request.method == "POST" and not set(request.form.getlist("drafts")) <= {str(draft.id) for draft in every}:
        return render_template("comments/sent_already.html", round=round_, receipts=threads.receipts_of(actor(), round_)), 409
    form = _form(round_, every)
    return answer(form, lambda: _review(every, round_, form), lambda: _send(form, round_, every), _sent)


def _form(round_: Round, every: list[Draft]) -> SendForm:
    person, chosen = actor(), [draft for draft in every if draft.round_id == round_.id]
    mine = organisations.of(person)
    capacities = [(f"organisation-{one.id}", one.name) for one in mine] + [("self", _(CAPACITY_NAMES[Capacity.SELF]))]
    party = next((grant.party_code for grant in person.grants if grant.role == "coordinator" and grant.ended_at is None), None)
    if party:
        capacities.insert(0, ("coordinator", _(CAPACITY_NAMES[Capacity.COORDINATOR])))
    listed = [(one.id, one.name) for one in organisations.listed(party_code=party)] if party else []
    return SendForm(data={"capacity": capacities[0][0], "drafts": [d.id for d in chosen], "name_shown": True}).offer([(d.id, d.body) for d in chosen], capacities, listed)


def _review(every: list[Draft], round_: Round | None, form: SendForm | None) -> str:
    sections = threads.sections_of([(draft.round.version_id, draft.section_uid) for draft in every])
    return render_template("comments/drafts.html", drafts=every, round=round_, form=form, sections=sections)


def _send(form: SendForm, round_: Round, every: list[Draft]) -> Submission:
    person = actor()
    drafts = [draft for draft in every if draft.id in (form.drafts.data or [])]
    word, _dash, number = form.capacity.data.partition("-")
    speaking = {str(one.id): one for one in organisations.of(person)}
    behalf = speaking.get(number) if word == "organisation" else None
    joint = organisations.listed() if word == "coordinator" and "sources" in form and form.sources.data else []
    if word == "coordinator":
        behalf = next(iter(speaking.values()), None)
    return writing.submit(person, round_, drafts, Capacity(word), behalf, form.name_shown.data, sources=_named(joint, form))


def _named(joint: list[Organisation], form: SendForm) -> list[Organisation]:
    return [one for one in joint if one.id in form.sources.data]


def _sent(sent: Submission) -> str:
    flash(_(N_("Your comments have been received. Thank you.")), "success")
    return url_for("comments.receipt", number=sent.receipt)


def _submission(number: str) -> Submission | None:
    """What one has sent oneself."""
    sent, person = threads.submission(number), actor()
    return sent if sent is not None and person is not None and sent.account_id == person.id else None


@bp.get("/receipts/<number>")
@access(Action.OWN, on=("number", _submission))
def receipt(sent: Submission) -> str:
    """The receipt: what was sent, under which number, and what happens next."""
    comments = threads.sent_with(sent)
    return render_template("comments/receipt.html", sent=sent, comments=comments, sections=sections_for(comments))


@bp.get("/receipts/<number>/copy")
@access(Action.OWN, on=("number", _submission))
def copy(sent: Submission) -> Response:
    """What was sent, as plain text to keep."""
    comments = threads.sent_with(sent)
    text = render_template("comments/receipt.txt", sent=sent, comments=comments, sections=sections_for(comments))
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename=receipt-{sent.receipt}.txt"
    return response


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
