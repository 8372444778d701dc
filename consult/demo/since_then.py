"""What happened after draft 0.2: mandates, two ballots, acts in the register, the comments of round 2, the next working text."""
import json
from datetime import timedelta
from functools import partial
from typing import Any

from consult import clock
from consult.adoption import actions as adoption
from consult.adoption import queries as register
from consult.adoption.models import Act
from consult.adoption.rules import ActType
from consult.ballots import actions as ballots
from consult.ballots import queries as held
from consult.ballots.models import Ballot
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind, Choice
from consult.comments.actions import discussing, writing
from consult.comments.queries import threads
from consult.comments.rules import Capacity, CommentKind
from consult.db import db
from consult.demo import material
from consult.demo.cast import Cast, account_name
from consult.demo.round_one import TITLE, model, round_, version
from consult.documents.actions import editing, starting
from consult.documents.queries import stored
from consult.documents.rules import ChangeClass
from consult.errors import NotFound
from consult.evidence import actions as evidence
from consult.evidence.models import EvidenceFile
from consult.parties.models import Party
from consult.parties.rules import DEFAULT_PARTIES
from consult.reading import actions as reading
from consult.workgroup import actions as workgroup
from consult.workgroup.models import Mandate
from consult.workgroup.rules import MandateRole

NAMES_QUESTION = "Shall the Model use the short names of the interinstitutional style guide of the European Union for all parties, with its footnotes?"
GLOSSARY_QUESTION = "Shall the next draft carry a list of terms in all languages of the parties?"
#: Acts in the order in which they came: day, party, type, instrument, words; the one with this number (from nought) is corrected later.
ACTS = (
    (-30, "AL", ActType.INTENTION, "Conclusion of the Council of Ministers (sample)", "The government will decide on the Model when its final text is there."),
    (-28, "SI", ActType.INTENTION, "Letter of the minister in charge (sample)", "Slovenia intends to adopt the Model after its approval."),
    (-25, "HR", ActType.COMMUNICATION, "Letter of the ministry in charge (sample)", "The draft has been sent to the committee in charge."),
    (-20, "RS", ActType.INTENTION, "Conclusion of the government (sample)", "Serbia takes note of draft 0.2 and intends to adopt the Model."),
    (-18, "ME", ActType.INTENTION, "Letter entered for the wrong party (sample)", "The ministry will report to the government."),
    (-9, "MK", ActType.COMMUNICATION, "Statement of the government (sample)", "The name of today is to be used in every language version."),
)
MISTAKE = 4
#: Ballot 1, in the order in which the seats took their positions.
#: The mandate of the alternate ends 50 days from today.
ALTERNATE_DAYS = 56 + 50
POSITIONS = (
    ("SI", Choice.APPROVE, ""), ("BG", Choice.APPROVE, "It is the list our administration uses."), ("HR", Choice.APPROVE, ""), ("AL", Choice.APPROVE, ""),
    ("GR", Choice.ABSTAIN, ""), ("RO", Choice.APPROVE, ""), ("MK", Choice.APPROVE, "Subject to nothing: the name of today is used."), ("ME", Choice.APPROVE, ""),
    ("BA", Choice.APPROVE, ""), ("TR", Choice.AGAINST, "The names of the United Nations are enough. We could agree if both lists were named in section 9.6."),
    ("RS", Choice.APPROVE, ""),
)


def _paper(name: str, words: str) -> EvidenceFile:
    return evidence.keep(name, "text/plain", f"SAMPLE - not an official document.\n\n{words}\n".encode())


def seat(cast: Cast) -> None:
    """Each party names its member, Serbia also an alternate; recorded by one editor, verified by the other."""
    for number, code in enumerate(DEFAULT_PARTIES):
        name = f"member.{code.lower()}"
        cast.on(-60 + number * .1, partial(_mandate, cast, name, code, MandateRole.PRINCIPAL))
    cast.on(-58.5, lambda: _mandate(cast, "alternate.rs", "RS", MandateRole.ALTERNATE))
    cast.on(-57, partial(_verify_mandates, cast))


def _verify_mandates(cast: Cast) -> None:
    for number in cast.mandates:
        workgroup.verify_mandate(cast.person("editor2"), db.session.get_one(Mandate, number))


def _mandate(cast: Cast, name: str, code: str, role: MandateRole) -> None:
    party = db.session.get_one(Party, code)
    paper = _paper(f"mandate-{name}.txt", f"Letter of appointment: {cast.person(name).name} represents {code} in the Standing Working Group.")
    starts = cast.moment(-56)
    ends = starts + timedelta(days=730 if role == MandateRole.PRINCIPAL else ALTERNATE_DAYS)
    mandate = workgroup.record_mandate(cast.person("editor"), cast.person(name), party, role, starts, ends, "Ministry in charge (sample)",
                                       f"{code}-2026/{len(cast.mandates) + 1}", clock.now().date(), paper)
    cast.mandates.append(mandate.id)


def vote(cast: Cast) -> None:
    """Ballot 1 on an editorial question: carried, certified by a third person. Ballot 2 is open today."""
    cast.on(-40, lambda: _prepare(cast, NAMES_QUESTION, -38, -24))
    cast.on(-39, lambda: ballots.open(cast.person("editor2"), _ballot(1)))
    for number, (code, choice, reason) in enumerate(POSITIONS[:-1]):
        cast.on(-37 + number, partial(_position, cast, f"member.{code.lower()}", 1, choice, reason))
    code, choice, reason = POSITIONS[-1]
    cast.on(-26, lambda: _position(cast, "alternate.rs", 1, choice, reason))
    cast.on(-23, lambda: ballots.certify(cast.person("admin"), _ballot(1)))
    cast.on(-5, lambda: _prepare(cast, GLOSSARY_QUESTION, -3, 18))
    cast.on(-4, lambda: ballots.open(cast.person("editor2"), _ballot(2)))
    cast.on(-2, lambda: _position(cast, "member.hr", 2, Choice.APPROVE, "We offer our own list as a start."))
    cast.on(-1, lambda: _position(cast, "member.tr", 2, Choice.ABSTAIN, ""))


def _position(cast: Cast, name: str, number: int, choice: Choice, reason: str) -> None:
    ballot = _ballot(number)
    ballots.cast(cast.person(name), ballot, choice, reason, ballot.version_digest)


def _prepare(cast: Cast, question: str, opens: float, closes: float) -> Ballot:
    return ballots.prepare(cast.person("editor"), version("0.2"), question, BallotKind.PROCEDURAL, "procedural", PRESETS["procedural"], cast.moment(opens), cast.moment(closes))


def _ballot(number: int) -> Ballot:
    ballot = held.by_number(number)
    if ballot is None:
        raise NotFound("The ballot is missing.")
    return ballot


def register_acts(cast: Cast) -> None:
    """Acts of governments, each with its paper and a second person; one was entered by mistake and is corrected."""
    for days, code, kind, instrument, statement in ACTS:
        cast.on(days, partial(_record, cast, code, kind, instrument, statement))
        cast.on(days + .2, lambda: adoption.verify(cast.person("editor2"), _act(cast.acts[-1])))
    mistake = "The letter came from another party and was entered here by mistake."
    cast.on(-8, lambda: _record(cast, "ME", ActType.CORRECTION, "Note of the secretariat (sample)", mistake, voids=_act(cast.acts[MISTAKE])))
    cast.on(-7.8, lambda: adoption.verify(cast.person("editor2"), _act(cast.acts[-1])))


def _act(number: int) -> Act:
    act = register.by_number(number)
    if act is None:
        raise NotFound("The act is missing.")
    return act


def _record(cast: Cast, code: str, kind: ActType, title: str, statement: str, voids: Act | None = None) -> None:
    today = clock.now().astimezone(clock.BRUSSELS).date()
    paper = _paper(f"act-{len(cast.acts) + 1}.txt", f"{title}\n{statement}")
    instrument = adoption.Instrument("Authority in charge (sample)", title, today - timedelta(days=3), today, today - timedelta(days=3), paper, statement=statement)
    text = version("0.2") if kind != ActType.CORRECTION else None
    act = adoption.record(cast.person("editor"), db.session.get_one(Party, code), kind, instrument, adoption.Bearing(version=text, voids=voids))
    cast.acts.append(act.number)


def discuss(cast: Cast) -> None:
    """Round 2: new comments on 0.2, replies, and a few drafts that wait to be sent."""
    rows: list[dict[str, Any]] = json.loads((material.DATA / "round-two.json").read_text(encoding="utf-8"))
    for number, row in enumerate(rows):
        cast.on(-12 + number, partial(_comment, cast, row))
    first = f"R2-{rows[0]['author_key'][:2]}-001"
    cast.on(-4, lambda: discussing.reply(cast.person("citizen"), _thread(first), "У августу смо сви на одмору, подржавам."))
    cast.on(-3, lambda: discussing.reply(cast.person("member.si"), _thread(first), "Our rules of procedure stop the clock from 15 July to 31 August.", cast.body("SI_min")))
    cast.on(-1, lambda: _save(cast, "RS_ict", "8.2", CommentKind.SUBSTANCE, "sr-Latn", "Platforma treba da radi i na telefonu, jer većina članova nema računar na poslu."))
    cast.on(-1, lambda: _save(cast, "RS_ict", "7.1", CommentKind.WORDING, "sr-Latn", "Umesto „obuka“ neka stoji „obuka i mentorstvo“, kao u naslovu."))


def _save(cast: Cast, author: str, number: str, kind: CommentKind, language: str, text: str) -> Any:
    uid = next(s.uid for s in stored.sections(version("0.2")) if s.number == number)
    return writing.save_draft(cast.person(account_name(author)), round_(2), uid, kind, text, language=language)


def _comment(cast: Cast, row: dict[str, Any]) -> None:
    draft = _save(cast, row["author_key"], row["section"], CommentKind(row["kind"]), row["language"], row["text"])
    body = cast.body(row["author_key"])
    writing.submit(cast.person(account_name(row["author_key"])), round_(2), [draft], Capacity.ORGANISATION if body else Capacity.SELF, body)


def _thread(public_id: str) -> Any:
    return threads.by_public_id(public_id)


def work_on(cast: Cast) -> None:
    """The editors have begun the working text of the next draft."""
    cast.on(-2, lambda: starting.start(cast.person("editor"), model(), "0.3", TITLE, None, version("0.2"), ChangeClass.SUBSTANTIVE))
    cast.on(-1, lambda: _edit(cast))


def _edit(cast: Cast) -> None:
    working = version("0.3")
    section = next(s for s in stored.sections(working) if s.number == "4.3")
    body = section.body.replace("The list of observers is public.", "The list of observers is public. Observers receive all papers at the same time as the members.")
    editing.edit_section(cast.person("editor"), working, section, section.number, section.heading, section.level, body, section.revision)


def read(cast: Cast) -> None:
    """Some have read the first draft: the reader shows them what has changed since."""
    for days, name in ((-104, "citizen"), (-102, "cluster.rs"), (-101, "member.rs")):
        cast.on(days, partial(_read, cast, name))


def _read(cast: Cast, name: str) -> None:
    reading.mark_read(cast.person(name), version("0.1"))
