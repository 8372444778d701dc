"""The public history: everything that was done, and the chain that lets anyone check it."""
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request
from flask_babel import gettext

from consult.accounts.rules import Role
from consult.adoption.rules import ActType
from consult.answering.rules import Feeling
from consult.comments.rules import Code
from consult.journal import queries
from consult.journal.models import JournalEntry
from consult.journal.rules import AUTHORED, KINDS, PRIVATE, PRIVATE_SENTENCE, SENTENCES
from consult.permissions.words import Action
from consult.settings.rules import SETTINGS
from consult.web.access import access
from consult.web.locale import day, named, party_name, until, when
from consult.workgroup.rules import MandateRole

bp = Blueprint("journal", __name__, url_prefix="/journal")
#: What the reader may choose to see, by the first word of a kind.
NOUNS = ("documents", "rounds", "reporting", "comments", "coordination", "ballots", "adoption", "events", "workgroup", "meetings", "organisations", "teams", "moderation",
         "parties", "settings", "accounts")
SHOWN_AS: dict[tuple[str, str], Any] = {
    ("comments.publish", "code"): Code, ("answering.react", "feeling"): Feeling,
    ("adoption.record", "type"): ActType, ("adoption.verify", "type"): ActType, ("workgroup.verify_mandate", "role"): MandateRole,
    ("workgroup.end_mandate", "role"): MandateRole, ("workgroup.verify_handing", "role"): MandateRole,
    ("accounts.grant_role", "role"): Role, ("accounts.end_role", "role"): Role,
}
#: Facts that are instants, and how each is said; a close is the last minute before it.
INSTANTS = {"opens": when, "starts": when, "ends": when, "closes": until, "former": until, "expires": until}


def sentence(entry: JournalEntry) -> str:
    """What an entry says, in the reader's language; the places of a private one stay empty."""
    if entry.kind in PRIVATE or entry.kind not in SENTENCES:
        return gettext(PRIVATE_SENTENCE)
    return gettext(SENTENCES[entry.kind], **{name: _fact(entry.kind, name, value) for name, value in entry.facts.items()})


def _fact(kind: str, name: str, value: Any) -> Any:
    if words := SHOWN_AS.get((kind, name)):
        return named(words(value))
    if name in INSTANTS and value:
        return INSTANTS[name](datetime.fromisoformat(value))
    if name == "party" and value:
        return party_name(value)
    if name == "setting" and value in SETTINGS:
        return gettext(SETTINGS[value].name)
    if name == "since" and value:
        return day(date.fromisoformat(value))
    return len(value) if isinstance(value, list) else value  # a sentence says how many; the entry itself has them all


def leads_to(entry: JournalEntry) -> str:
    """The page an entry is about, or nothing."""
    facts, noun = entry.facts, entry.kind.split(".")[0]
    if entry.kind in PRIVATE:
        return ""
    if "comment" in facts and noun in {"answering", "comments", "teams", "moderation"}:
        return f"/comments/{facts['comment']}"
    if noun == "coordination":
        return f"/coordination/{facts['round']}/{facts['party']}/" if "party" in facts else f"/coordination/{facts['round']}/"
    if noun == "rounds":
        return f"/rounds/{facts['round']}/"
    if noun == "ballots":
        return f"/ballots/{facts['ballot']}/"
    if noun == "events":
        return f"/events/{facts['event']}/"
    if noun == "meetings":
        return f"/workgroup/meetings/{facts['meeting']}/"
    if noun == "adoption":
        return f"/adoption/{facts['party']}"
    return {"documents": "/documents/", "reporting": "/documents/", "workgroup": "/workgroup/", "settings": "/rules/", "parties": "/parties/"}.get(noun, "")


#: What the history shows first; the other entries are there to be counted, and stand in it on demand.
PUBLIC = frozenset(KINDS) - PRIVATE


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """The history, the latest first, in pages of fifty."""
    noun = request.args.get("noun", "")
    noun = noun if noun in NOUNS else ""
    before = request.args.get("before", type=int)
    before = before if before and 0 < before < 2**31 else None
    everything = request.args.get("all") == "1"
    entries = queries.page(before, noun, None if everything else PUBLIC)
    more = entries[queries.PAGE - 1].seq if len(entries) > queries.PAGE else None
    return render_template("journal/index.html", entries=entries[:queries.PAGE], more=more, noun=noun, nouns=NOUNS, before=before, everything=everything, length=queries.length(),
                           sentence=sentence, leads_to=leads_to, anonymous=PRIVATE | AUTHORED)


@bp.get("/<int:seq>")
@access(Action.READ, on=("seq", queries.entry))
def show(entry: JournalEntry) -> str:
    """One entry with its place in the chain."""
    return render_template("journal/show.html", entry=entry, sentence=sentence, leads_to=leads_to, private=entry.kind in PRIVATE)


@bp.get("/<int:seq>.json")
@access(Action.READ, on=("seq", queries.entry))
def data(entry: JournalEntry) -> Response:
    """One entry as data: of a private one only the hashes, of an author's not who; the salt only where nothing is held back that it would let guess."""
    told = {"seq": entry.seq, "previous": entry.previous, "digest": entry.digest}
    if entry.kind not in PRIVATE:
        told |= {"at": entry.at.isoformat(timespec="milliseconds"), "kind": entry.kind, "subject": [entry.subject_table, entry.subject_id], "facts": entry.facts}
        told |= {"actor": None} if entry.kind in AUTHORED else {"actor": entry.actor_id, "salt": entry.salt}
    return jsonify(told)
