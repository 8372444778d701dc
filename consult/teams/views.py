"""Pages of what colleagues do together: the organisation's drafts, who wrote in them, signing and sending, and support for comments of others."""
from typing import Any

from flask import Blueprint, Response, abort, flash, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.comments.forms import CommentForm, SureForm
from consult.comments.models import Comment, Draft, Submission
from consult.comments.queries import threads
from consult.comments.views import passage as passages
from consult.documents.views.addresses import page_of
from consult.i18n import N_
from consult.organisations import queries as organisations
from consult.organisations.models import Organisation
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.rounds.rules import Phase
from consult.submissions.rules import Interest, declared
from consult.teams import actions, queries
from consult.teams.forms import SignForm, SupportForm
from consult.teams.models import Contribution, Support, TeamDraft
from consult.teams.rules import PARTS, changed
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.downloads import handed_out
from consult.web.settings import interest_asked

bp = Blueprint("teams", __name__, url_prefix="/teams")
ONE = ("number", organisations.get)
DRAFT = ("draft_id", queries.team_draft)
FIELDS = ("kind", "body", "quote", "proposed", "reason", "language", "near")


@bp.app_template_global("hands_of")
def hands_of(comment: Comment) -> list[Contribution]:
    """Who wrote what of a comment of an organisation, for its own people only."""
    return queries.hands(comment_ids=[comment.id]).get(comment.id, []) if queries.belongs(actor(), comment.organisation_id) else []


@bp.app_template_global("steps_of")
def steps_of(hands: list[Contribution]) -> list[dict[str, Any]]:
    """Each contribution with the names of the parts it changed and what stood there before."""
    before: Contribution | None = None
    steps = []
    for hand in hands:
        parts = [(_(PARTS[part]), before.words[part] if before else "", hand.words[part]) for part in changed(before.words if before else None, hand.words)]
        steps.append({"hand": hand, "first": before is None, "parts": parts})
        before = hand
    return steps


@bp.app_template_global("own_organisations")
def own_organisations() -> list[Organisation]:
    """The organisations with which the reader can share drafts."""
    return organisations.of(actor()) if actor() is not None else []


@bp.app_template_global("supportable")
def supportable(comment: Comment) -> bool:
    """Whether the reader leads an organisation that could support this comment and does not yet."""
    return bool(_offered(comment)) if actor() is not None and allowed(actor(), Action.TEAMS_SUPPORT, comment) else False


def _offered(comment: Comment) -> list[Organisation]:
    speaking = {comment.organisation_id, *(source.organisation_id for source in comment.sources), *(one.organisation_id for one in comment.supports)}
    return [one for one in queries.led_by(actor()) if one.verified_at is not None and one.id not in speaking]


@bp.app_template_global("waiting_to_support")
def waiting_to_support(comment: Comment) -> list[Organisation]:
    """The organisations that the reader leads and that could support this comment once the secretariat has verified them."""
    if actor() is None or comment.state not in threads.STANDING_STATES:
        return []
    return [one for one in queries.led_by(actor()) if one.verified_at is None and one.id != comment.organisation_id]


def _page(organisation_id: int) -> str:
    return url_for("teams.show", number=organisation_id)


@bp.get("/<int:number>")
@access(Action.TEAM, on=ONE)
def show(organisation: Organisation) -> str:
    """The drafts of an organisation, one's own that could join them, and what was sent."""
    drafts, mine, sent = queries.drafts(organisation), threads.drafts_of(actor()), queries.sent(organisation)
    pairs = [(draft.round.version_id, draft.section_uid) for draft in [*(one.draft for one in drafts), *mine]]
    sendable = list(dict.fromkeys(one.draft.round for one in drafts if allowed(actor(), Action.COMMENTS_SUBMIT, one.draft.round)))
    open_ = next((one for one in rounds.all_rounds() if one.phase == Phase.OPEN), None)
    text = page_of(open_.version) if open_ else url_for("documents.index")
    return render_template("teams/show.html", organisation=organisation, text=text, drafts=drafts, mine=mine, sent=sent, sendable=sendable, sections=threads.sections_of(pairs),
                           hands=queries.hands([one.draft_id for one in drafts]), sent_hands=queries.hands(comment_ids=[one.id for one in sent]) if sent else {},
                           sent_sections=threads.named_by(sent))


@bp.post("/<int:number>/share")
@access(Action.TEAMS_SHARE, on=ONE)
def share(organisation: Organisation) -> Any:
    """Give a draft of one's own to the organisation."""
    number = request.form.get("draft", "")
    draft = next((one for one in threads.drafts_of(actor()) if str(one.id) == number), None) or abort(404)

    def then(_none: Any) -> str:
        flash(_(N_("The draft belongs to your organisation now: your colleagues see and edit it, and a lead sends it.")), "success")
        return _page(organisation.id)

    return act(lambda: actions.share(actor(), organisation, draft), then)


@bp.route("/drafts/<int:draft_id>", methods=["GET", "POST"])
@access(Action.TEAMS_EDIT, on=DRAFT)
def edit(team: TeamDraft) -> Any:
    """Write in a draft of the organisation."""
    draft, number = team.draft, team.draft_id
    passage = passages.about(draft)
    form = CommentForm(data={name: getattr(draft, name) for name in FIELDS[:-1]} | {"quote": draft.quoted, "near": draft.quote_start, "revision": draft.revision})

    def page() -> str:
        now = queries.team_draft(number) or abort(404)
        other = now.draft if form.is_submitted() and now.draft.revision != form.revision.data else None
        if other:
            form.begin_from(other.revision)
        return render_template("teams/edit.html", form=form, team=now, passage=passage, other=other, steps=steps_of(queries.hands([number]).get(number, [])))

    def do() -> Draft:
        words = {name: getattr(form, name).data for name in FIELDS}
        return actions.edit(actor(), queries.team_draft(number) or abort(404), form.revision.data or 0, words)

    def then(_draft: Draft) -> str:
        flash(f"team-{number}", "draft-sent")
        flash(_(N_("The draft is saved. Your colleagues see what you changed.")), "success")
        return _page(team.organisation_id)

    return page() if "preview" in request.form else answer(form, page, do, then)


@bp.get("/drafts/<int:draft_id>/files/<int:file_id>")
@access(Action.TEAM, on=(("draft_id", "file_id"), queries.shared_file))
def file(shared: queries.SharedFile) -> Response:
    """A file that goes with a draft of the organisation."""
    return handed_out(shared.attachment.file.content, shared.attachment.file.media_type, shared.attachment.name)


@bp.post("/drafts/<int:draft_id>/take-back")
@access(Action.TEAMS_TAKE_BACK, on=DRAFT)
def take_back(team: TeamDraft) -> Any:
    """Make a draft one's own again."""
    back = _page(team.organisation_id)
    return act(lambda: actions.take_back(actor(), team), lambda _draft: back)


@bp.route("/drafts/<int:draft_id>/discard", methods=["GET", "POST"])
@access(Action.TEAMS_DISCARD, on=DRAFT)
def discard(team: TeamDraft) -> Any:
    """Throw a draft of the organisation away."""
    form, back = SureForm(), _page(team.organisation_id)
    return answer(form, lambda: render_template("teams/discard.html", form=form, team=team), lambda: actions.discard(actor(), team), lambda _none: back)


def _round(drafts: list[TeamDraft]) -> Round | None:
    """The round that the address names, else the first that takes comments."""
    number = request.args.get("round", "")
    if number.isascii() and number.isdigit() and len(number) < 9:
        return rounds.public(int(number))
    return next((one.draft.round for one in drafts if allowed(actor(), Action.COMMENTS_SUBMIT, one.draft.round)), None)


@bp.route("/<int:number>/send", methods=["GET", "POST"])
@access(Action.TEAMS_SEND, on=ONE)
def send(organisation: Organisation) -> Any:
    """The lead looks through the drafts of a round, signs and sends them."""
    every = queries.drafts(organisation)
    round_ = _round(every)
    waiting = [one for one in every if round_ is not None and one.draft.round_id == round_.id]
    wanted = interest_asked(round_) if round_ is not None else Interest.OFF
    form = SignForm().ask_interest(wanted).offer([(one.draft_id, one.draft.body) for one in waiting])
    sections = threads.sections_of([(one.draft.round.version_id, one.draft.section_uid) for one in waiting])
    organisation_id = organisation.id

    def do() -> Submission:
        ready = queries.drafts(organisation)
        chosen = [one for one in ready if one.draft_id in (form.drafts.data or [])]
        interest = declared((form.interest.data or "") if "interest" in form else "", wanted)
        return actions.send(actor(), organisation, round_ or abort(404), chosen, interest)

    def then(sent: Submission) -> str:
        flash(ngettext("%(num)s comment of your organisation has been received. Thank you.", "%(num)s comments of your organisation have been received. Thank you.",
                       len(sent.comments)), "success")
        return url_for("comments.receipt", number=sent.receipt)

    return answer(form, lambda: render_template("teams/send.html", form=form, organisation=organisation, number=organisation_id, round=round_, drafts=waiting,
                                                sections=sections, hands=queries.hands([one.draft_id for one in waiting])), do, then)


@bp.route("/support/<public_id>", methods=["GET", "POST"])
@access(Action.TEAMS_SUPPORT, on=("public_id", threads.by_public_id))
def support(comment: Comment) -> Any:
    """Say that one's organisation supports a comment."""
    form, offered = SupportForm(), _offered(comment)
    form.organisation.choices = [(one.id, one.name) for one in offered]

    def then(_none: Any) -> str:
        flash(_(N_("The name of your organisation stands beside the comment now.")), "success")
        return url_for("comments.show", public_id=comment.public_id) + "#support"

    return answer(form, lambda: render_template("teams/support.html", form=form, comment=comment, offered=offered),
                  lambda: actions.support(actor(), comment, next(one for one in offered if one.id == form.organisation.data)), then)


@bp.post("/support/<int:support_id>/end")
@access(Action.TEAMS_END_SUPPORT, on=("support_id", queries.one_support))
def end_support(standing: Support) -> Any:
    """Take the support of one's organisation back."""
    back = url_for("comments.show", public_id=standing.comment.public_id) + "#support"
    return act(lambda: actions.end_support(actor(), standing), lambda _none: back)
