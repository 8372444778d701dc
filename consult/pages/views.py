"""Home, help and other plain pages; whether the installation is well."""
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, jsonify, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from consult import clock
from consult.adoption import queries as adoption
from consult.adoption.rules import Status
from consult.ballots.models import Ballot
from consult.ballots.rules.life import BallotPhase
from consult.db import db
from consult.events.models import Event
from consult.events.rules import EventState
from consult.i18n import N_
from consult.journal import queries as journal
from consult.journal.rules import PRIVATE, SENTENCES
from consult.journal.views import leads_to, sentence
from consult.meetings import queries as meetings
from consult.meetings.models import Meeting
from consult.pages import queries
from consult.pages.forms import SampleForm
from consult.pages.rules import ahead, event_stage, stages
from consult.permissions import names
from consult.permissions.conditions import SENTENCES as CONDITIONS
from consult.permissions.table import TABLE
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.rounds.rules import Phase
from consult.web.access import access
from consult.web.locale import chosen, day, left, until, when

bp = Blueprint("pages", __name__)
demonstration = Blueprint("styles", __name__)
ADOPTED = frozenset({Status.ADOPTED, Status.WITH_RESERVATIONS})
#: What the home page tells as news.
NEWS = frozenset(SENTENCES) - PRIVATE - {"comments.submit", "comments.publish", "comments.reply", "comments.replace", "comments.withdraw", "organisations.register",
                                         "organisations.verify", "accounts.grant_role", "accounts.end_role", "parties.admit", "workgroup.verify_mandate"}


@dataclass(frozen=True)
class Line:
    """The line under the top bar."""

    draft: str
    sentence: str
    left: str
    url: str


def standing() -> queries.Standing:
    """Where the foremost document stands, read once per request."""
    if "standing" not in g:
        g.standing = queries.standing()
    return g.standing


def line() -> Line | None:
    """What every page says on top: the latest draft and the deadline that matters now."""
    if g.get("refusing"):
        return None
    now = standing()
    if now.version is None:
        return None
    draft, url = gettext(N_("Version %(label)s"), label=now.version.label), f"/documents/{now.version.document.slug}/{now.version.label}/"
    round_ = now.round
    if round_ is None:
        return Line(draft, gettext(N_("Published %(day)s."), day=day(now.version.published_at or clock.now())), "", url)
    phase, number = round_.phase, round_.number
    if phase == Phase.OPEN:
        return Line(draft, gettext(N_("Round %(number)s is open until %(when)s"), number=number, when=until(round_.closes_at)), left(round_.closes_at), url)
    if phase == Phase.SCHEDULED:
        return Line(draft, gettext(N_("Round %(number)s opens %(when)s"), number=number, when=when(round_.opens_at)), "", url)
    if phase == Phase.COMPLETE:
        return Line(draft, gettext(N_("Round %(number)s is complete: every comment has its answer."), number=number), "", url)
    return Line(draft, gettext(N_("Round %(number)s has closed; its comments are being answered."), number=number), "", url)


def register(app: Flask) -> None:
    """Give every page its line."""
    app.jinja_env.globals["standing_line"] = line


@bp.get("/")
@access(Action.READ)
def home() -> str:
    """What this is, where it stands, and how to take part."""
    now = standing()
    received, answered = queries.comments_received()
    register = adoption.register(clock.now().astimezone(clock.BRUSSELS).date(), clock.now(), chosen().code)
    moment, event = clock.now(), queries.latest_event()
    ballots, meeting = queries.running_ballots(moment), meetings.coming(moment)
    return render_template("pages/home.html", here=now, steps=_steps(now, event), coming=_coming(now, ballots, meeting, event, moment),
                           received=received, answered=answered, answers=queries.latest_answers(),
                           ballots=[ballot for ballot in ballots if ballot.phase == BallotPhase.OPEN],
                           news=journal.latest(NEWS, 6), register=register, adopted=sum(line.standing.status in ADOPTED for line in register), sentence=sentence, leads_to=leads_to)


def _coming(now: queries.Standing, ballots: list[Ballot], meeting: Meeting | None, event: Event | None, moment: datetime) -> list[tuple[datetime, tuple[str, str, str]]]:
    """The dated things that lie ahead, the nearest first: when, in which words, and the page; each with its date as it is said."""
    things: list[tuple[datetime | None, tuple[str, str, str]]] = []
    if now.round and now.round.phase in {Phase.SCHEDULED, Phase.OPEN}:
        number, url = now.round.number, f"/rounds/{now.round.number}/"
        things.append((now.round.opens_at, (gettext("Round %(number)s opens", number=number), when(now.round.opens_at), url)))
        things.append((now.round.closes_at, (gettext("Round %(number)s closes", number=number), until(now.round.closes_at), url)))
    for ballot in ballots:
        url = f"/ballots/{ballot.number}/"
        things.append((ballot.opens_at, (gettext("Ballot %(number)s opens", number=ballot.number), when(ballot.opens_at), url)))
        things.append((ballot.closes_at, (gettext("Ballot %(number)s closes", number=ballot.number), until(ballot.closes_at), url)))
    if meeting:
        things.append((meeting.starts_at, (meeting.title, when(meeting.starts_at, meeting.zone), url_for("meetings.show", number=meeting.number))))
    if event and event.state == EventState.ANNOUNCED:
        things.append((event.starts_at, (event.title, when(event.starts_at, event.zone), url_for("events.show", number=event.number))))
    return ahead(things, moment)


def _steps(now: queries.Standing, event: Event | None) -> list[dict[str, Any]]:
    names = {
        "draft": (gettext(N_("Draft")), "/documents/"), "round": (gettext(N_("Round of comments")), "/rounds/"), "answers": (gettext(N_("Answers")), "/comments/"),
        "ballot": (gettext(N_("Ballot")), "/ballots/"), "adoption": (gettext(N_("Adoption")), "/adoption/"),
        "event": (gettext(N_("High-level event")), url_for("events.show", number=event.number) if event else "/events/"),
    }
    dates = {"draft": day(now.version.published_at) if now.version and now.version.published_at else "",
             "round": _round_when(now.round)}
    ballot = queries.latest_ballot(now.version) if now.version else None
    if ballot and ballot.phase == BallotPhase.OPEN:
        dates["ballot"] = gettext("Ballot %(number)s is open until %(when)s", number=ballot.number, when=until(ballot.closes_at))
    elif ballot and ballot.phase == BallotPhase.SCHEDULED:
        dates["ballot"] = gettext("Ballot %(number)s opens %(when)s", number=ballot.number, when=when(ballot.opens_at))
    elif ballot and ballot.phase == BallotPhase.CLOSED:
        dates["ballot"] = gettext("Ballot %(number)s has closed; its result is being certified", number=ballot.number)
    found = stages(now.version is not None, now.round.phase if now.round else None, ballot.phase if ballot else None,
                   final=bool(now.version and now.version.final), round_on_latest=bool(now.round and now.version and now.round.version_id == now.version.id))
    if event:
        dates["event"] = day(event.starts_at, event.zone)
        found = [*found, *event_stage(event.state)]
    opened = ballot is not None and ballot.phase == BallotPhase.OPEN
    return [{"name": names[key][0], "url": names[key][1], "state": "current" if key == "ballot" and opened else state, "when": dates.get(key, "")} for key, state in found]


def _round_when(round_: Round | None) -> str:
    """Until when the round is open, or which one opens when."""
    if round_ is None or round_.phase not in {Phase.OPEN, Phase.SCHEDULED}:
        return ""
    return until(round_.closes_at) if round_.phase == Phase.OPEN else gettext(N_("Round %(number)s opens %(when)s"), number=round_.number, when=when(round_.opens_at))


@bp.get("/help/")
@access(Action.READ)
def help_page() -> str:
    """How to take part, step by step."""
    return render_template("pages/help.html")


@bp.get("/permissions")
@access(Action.READ)
def permissions() -> str:
    """Who may do what, made from the one table."""
    rows = [(action, names.of(action), [[CONDITIONS[c.__name__] for c in alternative] for alternative in alternatives]) for action, alternatives in TABLE.items()]
    return render_template("pages/permissions.html", rows=rows)


@bp.get("/privacy")
@access(Action.READ)
def privacy() -> str:
    """What is kept of people, why, and for how long."""
    return render_template("pages/privacy.html", hours=current_app.config["SESSION_HOURS"])


@bp.get("/accessibility")
@access(Action.READ)
def accessibility() -> str:
    """What works for whom, and whom to tell when it does not."""
    return render_template("pages/accessibility.html")


@bp.get("/favicon.ico")
@access(Action.READ)
def icon() -> Any:
    """Browsers ask for it unasked."""
    return redirect(url_for("static", filename="img/mark.svg"))


@bp.get("/healthz")
@access(Action.READ)
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@access(Action.READ)
def readyz() -> tuple[Response, int]:
    """The database answers, and which library it is."""
    try:
        db.session.execute(text("SELECT 1"))
        dialect = db.engine.dialect
        version = getattr(dialect.dbapi, "sqlite_version", "") if dialect.name == "sqlite" else ".".join(map(str, getattr(dialect, "server_version_info", ())))
    except SQLAlchemyError:
        return jsonify(ready=False), 503
    return jsonify(ready=True, database=dialect.name, library=version, journal=journal.length(), at=clock.now().isoformat()), 200


@demonstration.get("/styles")
@access(Action.READ)
def styles() -> str:
    """Every part the pages are made of."""
    form = SampleForm(formdata=None)
    form.body.errors = [gettext(N_("Say what you think, in a sentence at least."))]
    form.refusals.append(gettext(N_("The round closed while you were writing; your words are kept.")))
    return render_template("pages/styles.html", at=clock.now(), form=form)
