"""Reading comments: the response table, its downloads, one comment with all that became of it, and one's own."""
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _

from consult import clock
from consult.comments import exports
from consult.comments.exports import Filters
from consult.comments.forms import ReplyForm
from consult.comments.models import Comment, CommentPlace
from consult.comments.queries import answers, threads
from consult.comments.rules import PlaceStatus
from consult.comments.views.blueprint import bp
from consult.documents.models import Section
from consult.documents.rules import PUBLIC
from consult.documents.views import changes
from consult.exports.catalogue import EXPORTS
from consult.exports.formats import FORMATS
from consult.i18n import N_
from consult.organisations.rules import MembershipState
from consult.parties.rules import INTERNATIONAL
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.text import anchors
from consult.text.alphabets import sorting
from consult.web.access import access, actor
from consult.web.locale import chosen, languages, party_name


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """The response table: every comment with its answer, narrowed by the filters in the address."""
    filters = Filters.read(request.args)
    comments, after, before = exports.page(filters, after=key("after"), before=key("before"))
    states, every = exports.by_state(filters), rounds.all_rounds()
    return render_template("comments/index.html", comments=comments, sections=sections_for(comments), filters=filters, states=states, total=sum(states.values()),
                           older=paged(filters, after=after), newer=paged(filters, before=before), deferred=deferred(filters, every), **choices(every))


def deferred(filters: Filters, every: list[Round]) -> list[Comment]:
    """The comments of earlier rounds that the chosen round decides (C5); they are counted where they were made."""
    round_ = next((one for one in every if str(one.number) == filters.round), None)
    return answers.deferred(round_) if round_ else []


@bp.get("/table.<format>")
@access(Action.READ)
def download(format: str) -> Response:
    """What the response table shows now, as a file."""
    if format not in FORMATS:
        abort(404)
    table, written = EXPORTS["comments"], FORMATS[format]
    content = written.write(table.columns, table.rows(Filters.read(request.args), current_app.config["PUBLIC_URL"]))
    response = Response(content, content_type=written.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename=comments-{clock.now().astimezone(UTC):%Y-%m-%d}.{format}"
    return response


@bp.get("/mine")
@access(Action.OWN)
def mine() -> str:
    """What one has sent, and what became of it."""
    comments = threads.mine(actor())
    led = [one for one in threads.of_led(actor()) if allowed(actor(), Action.COMMENTS_REPLACE, one)]
    return render_template("comments/mine.html", comments=comments, led=led, sections=sections_for([*comments, *led]), drafts=len(threads.drafts_of(actor())))


def _in_any_case(public_id: str) -> Comment | None:
    """The comment with this number, in whatever letters it was typed."""
    return threads.by_public_id(public_id.upper())


@bp.get("/<public_id>")
@access(Action.READ, on=("public_id", _in_any_case))
def show(comment: Comment) -> Any:
    """One comment: its words in context, its answers, where it stands now, what was said about it."""
    if not request.path.endswith(comment.public_id):
        return redirect(url_for("comments.show", public_id=comment.public_id), 308)
    form = ReplyForm() if allowed(actor(), Action.COMMENTS_REPLY, comment) else None
    if form is not None:
        offer_speakers(form)
    sections = sections_for([comment], texts=True)
    return render_template("comments/show.html", comment=comment, sections=sections, form=form, places=[_placed(place, comment, sections) for place in comment.places],
                           became=list(_became(comment)),
                           answerable=allowed(actor(), Action.COMMENTS_DISPOSE, comment) and answers.answered_in(comment) is not None)


def _became(comment: Comment) -> Iterator[dict[str, Any]]:
    """The changes that the answer names, each with the words of its section, as far as the reader may see the version they are in."""
    answer = threads.answer_of(comment)
    for link in answer.changes if answer else ():
        change = None
        if link.to_version.state in PUBLIC or allowed(actor(), Action.DESK):
            change = changes.of_section(link.from_version, link.to_version, link.section_uid)
        yield {"link": link, "change": change, "working": link.to_version.state not in PUBLIC}


def choices(every: list[Round]) -> dict[str, list[tuple[str, str]]]:
    """What the filters of a list of comments offer."""
    by_name = sorted(((code, party_name(code)) for code in exports.origins() if code != INTERNATIONAL), key=lambda pair: sorting(chosen().code)(pair[1]))
    return {"rounds": [(str(one.number), _(N_("Round %(number)s"), number=one.number)) for one in every],
            "parties": [*by_name, (INTERNATIONAL, _(N_("International")))],
            "organisations": [(str(one.id), one.name) for one in exports.speaking()], "languages": languages()}


def offer_speakers(form: ReplyForm) -> None:
    """The person, and the organisations the person speaks for."""
    mine = sorted((one.organisation for one in actor().memberships if one.state == MembershipState.MEMBER), key=lambda organisation: organisation.name)
    form.speaker.choices = [("", actor().name), *((str(one.id), one.name) for one in mine)]


def _placed(place: CommentPlace, comment: Comment, sections: dict[tuple[int, str], Section]) -> dict[str, Any]:
    """A place with its section, and the words that stand there now where they are others."""
    section = sections.get((place.version_id, place.section_uid or ""))
    words = ""
    if section is not None and place.start is not None and place.status in {PlaceStatus.CHANGED, PlaceStatus.REWORDED}:
        words = anchors.plain(section.body)[place.start:place.end]
    return {"place": place, "section": section, "words": words}


def sections_for(comments: list[Comment], texts: bool = False) -> dict[tuple[int, str], Section]:
    """The sections that comments, their places and their answers name."""
    links = [link for comment in comments for answer in comment.dispositions for link in answer.changes]
    places = [place for comment in comments if texts for place in comment.places]
    return threads.sections_of([*((c.version_id, c.section_uid) for c in comments), *((p.version_id, p.section_uid) for p in places),
                                *((link.to_version_id, link.section_uid) for link in links), *((link.from_version_id, link.section_uid) for link in links)], texts=texts)


def key(name: str) -> int:
    """The key of a page in the address, 0 for none."""
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def paged(filters: Filters, endpoint: str = "comments.index", more: dict[str, str] | None = None, **at: int) -> str:
    """The address of the page before or after; empty if there is none."""
    return url_for(endpoint, **filters.known, **(more or {}), **at) if all(at.values()) else ""  # type: ignore[arg-type]

