"""The life of a ballot: prepared by one person, opened by a second, decided by the seats (or their silence), certified by a third."""
from datetime import date, datetime, timedelta
from typing import Any

from consult import clock
from consult.ballots import queries
from consult.ballots.models import Ballot, BallotSeat, ObjectionAnswer, Position
from consult.ballots.rules.counting import SILENCE, Rule
from consult.ballots.rules.life import LIFE, NEEDS_REASON, BallotKind, BallotState, Choice, Procedure, least, taken, working_days
from consult.ballots.rules.record import digest_of, outcome
from consult.db import db
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.documents.rules import VersionState
from consult.errors import Conflict, IllegalMove, Invalid
from consult.evidence.models import EvidenceFile
from consult.i18n import N_
from consult.journal.actions import record
from consult.parties import queries as parties
from consult.parties.models import Party
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible
from consult.workgroup import queries as workgroup
from consult.workgroup.models import Mandate
from consult.workgroup.rules import MandateRole, covers

TINY = timedelta(milliseconds=1)


def prepare(actor: Any, version: Version, question: str, kind: BallotKind, preset: str, rule: Rule, opens_at: datetime, closes_at: datetime, notice: str = "",
            repeats: Ballot | None = None, shortest: int | None = None, procedure: Procedure = Procedure.VOTE) -> Ballot:
    """Prepare a ballot on one exact published text; it is not public until a second person opens it (D3, D4)."""
    require(actor, Action.BALLOTS_PREPARE, version)
    question = legible.written(question, "question", N_("Write the question as the seats will read it."))
    if procedure == Procedure.SILENCE:
        preset, rule = "silence", SILENCE
    if not rule.sound:
        raise Invalid(N_("These numbers make no rule: a share lies between 0 and 1, and the share of all seats below 1."), field="numerator")
    if kind == BallotKind.ADOPT_FINAL and not version.final:
        raise Invalid(N_("Only a version that was published as final can be put to adoption."), field="kind")
    if other := queries.rival(version, kind):
        raise Conflict(N_("Ballot %(number)s, of this kind and on the same text, is not decided yet. Withdraw it or wait for its outcome."), number=other.number)
    _check_procedure(kind, procedure, version, repeats)
    _check_time(kind, procedure, opens_at, closes_at, shortest)
    ballot = Ballot(number=queries.next_number(), version=version, version_digest=version.digest, question=question.strip(), kind=kind, preset=preset,
                    numerator=rule.numerator, denominator=rule.denominator, strict=rule.strict, base=rule.base, floor_numerator=rule.floor_numerator,
                    floor_denominator=rule.floor_denominator, max_against=rule.max_against, opens_at=opens_at, closes_at=closes_at, notice=legible.tidy(notice, "notice"),
                    repeats_id=repeats.id if repeats else None, procedure=procedure.value, prepared_by=actor.id, prepared_at=clock.now())
    db.session.add(ballot)
    record(Action.BALLOTS_PREPARE, actor, ballot, ballot=ballot.number, label=version.label, digest=ballot.version_digest, kind=kind.value)
    return ballot


def _check_procedure(kind: BallotKind, procedure: Procedure, version: Version, repeats: Ballot | None) -> None:
    """Refuse silence where a vote is due, and the repetition of what is not over, was carried, or is about another document."""
    if procedure == Procedure.SILENCE and kind != BallotKind.PROCEDURAL:
        raise Invalid(N_("Silence decides procedure and editorial corrections only. A text is approved and adopted by a vote."), field="procedure")
    if repeats is None:
        return
    if not repeats.repeatable:
        raise Invalid(N_("Ballot %(number)s cannot be repeated: only one that was withdrawn after it opened, or that was certified as not carried, can."), field="repeats",
                      number=repeats.number)
    if repeats.version.document_id != version.document_id:
        raise Invalid(N_("Ballot %(number)s was about another document. A repeat ballot is about the same one."), field="repeats", number=repeats.number)


def _check_time(kind: BallotKind, procedure: str, opens_at: datetime, closes_at: datetime, shortest: int | None) -> None:
    """Refuse a close in the past or before the opening, a hurried adoption, and a hurried silence."""
    if closes_at <= max(opens_at, clock.now()):
        raise Invalid(N_("The ballot must close after it opens, and not in the past."), field="closes_on")
    wanted, days = least(kind, procedure) if shortest is None else shortest, working_days(max(opens_at, clock.now()), closes_at)
    if procedure == Procedure.SILENCE and days < wanted:
        raise Invalid(N_("A silence procedure lasts at least %(least)s working days; with these dates it would be %(days)s."), field="closes_on", least=wanted, days=days)
    if kind == BallotKind.ADOPT_FINAL and days < wanted:
        raise Invalid(N_("A ballot on the final text is open for at least %(least)s working days; with these dates it would be %(days)s."), field="closes_on",
                      least=wanted, days=days)


def answer_objection(actor: Any, ballot: Ballot, position: Position, words: str, sections: str = "") -> ObjectionAnswer:
    """Say what was done about an objection against the ballot that this one repeats, with the numbers of the sections where it can be seen; public when it opens."""
    require(actor, Action.BALLOTS_ANSWER_OBJECTION, ballot)
    if position.id not in {one.id for one in queries.objections(queries.by_id(ballot.repeats_id))}:
        raise Invalid(N_("This is no objection against the ballot that is repeated."))
    words = legible.written(words, "words", N_("Say what was done about the objection; everybody will read it."))
    answer = ObjectionAnswer(ballot=ballot, position_id=position.id, words=words.strip(), sections=_named(ballot.version, sections), answered_by=actor.id, at=clock.now())
    db.session.add(answer)
    record(Action.BALLOTS_ANSWER_OBJECTION, actor, answer, ballot=ballot.number, party=position.party_code)
    return answer


def _named(version: Version, numbers: str) -> list[str]:
    """The sections of a version with these numbers, as their lasting keys; a number that it does not have is refused."""
    known = {section.number.rstrip("."): section.uid for section in stored.sections(version) if section.number}
    wanted = [number.strip().rstrip(".") for number in numbers.replace(";", ",").split(",") if number.strip()]
    if missing := [number for number in wanted if number not in known]:
        raise Invalid(N_("Version %(label)s has no section %(number)s. Write the numbers as the text has them, with commas between."), field="sections",
                      label=version.label, number=missing[0])
    return list(dict.fromkeys(known[number] for number in wanted))


def open(actor: Any, ballot: Ballot, shortest: int | None = None) -> None:
    """Open a ballot as a second person: seats and names of this moment are copied, question, text and rule are fixed (B4, B10).
    A repeat ballot opens once it has been said what was done about every former objection."""
    require(actor, Action.BALLOTS_OPEN, ballot)
    if ballot.version.state != VersionState.PUBLISHED or ballot.version.digest != ballot.version_digest:
        raise Conflict(N_("The text of this ballot is no longer published as it was. Prepare a new ballot."))
    if queries.undecided(ballot.version) and any(other.kind == ballot.kind for other in queries.undecided(ballot.version)):
        raise Conflict(N_("Another ballot of this kind on the same text is not decided yet."))
    if missing := queries.unanswered(ballot):
        raise Conflict(N_("This ballot repeats another. Say first what was done about each former objection: %(missing)s still without."), missing=len(missing))
    _check_time(ballot.kind, ballot.procedure, ballot.opens_at, ballot.closes_at, shortest)
    seats = parties.seats()
    if not seats:
        raise Conflict(N_("No party has a seat yet."))
    ballot.opens_at = max(ballot.opens_at, clock.now())
    ballot.seats = [_seat(party, clock.now().date()) for party in seats]
    db.session.flush()
    ballot.state = BallotState(LIFE.advance(ballot.state, "open"))
    ballot.opened_by, ballot.opened_at = actor.id, clock.now()
    opening = queries.record_of(ballot)["opening"]
    record(Action.BALLOTS_OPEN, actor, ballot, ballot=ballot.number, label=ballot.version.label, digest=ballot.version_digest, opens=ballot.opens_at.isoformat(),
           closes=ballot.closes_at.isoformat(), seats=[seat.party_code for seat in ballot.seats], rule=opening["rule"])


def _seat(party: Party, on: date) -> BallotSeat:
    """A seat with the names and the footnote the party has on that day."""
    rows = [row for row in party.names if row.since <= on] or list(party.names)
    return BallotSeat(party_code=party.code, names={row.language: row.name for row in rows}, footnote=next((row.footnote for row in reversed(rows) if row.footnote), ""))


def extend(actor: Any, ballot: Ballot, closes_at: datetime, reason: str) -> None:
    """Give a ballot that has not closed more time, for a public reason."""
    require(actor, Action.BALLOTS_EXTEND, ballot)
    if closes_at <= ballot.closes_at:
        raise Invalid(N_("A ballot can only be extended: the new close must be later than the present one."), field="closes_on")
    reason = legible.written(reason, "reason", N_("Say why the ballot is extended; everybody will read it."))
    former, ballot.closes_at, ballot.extend_reason = ballot.closes_at, closes_at, reason.strip()
    ballot.state = BallotState(LIFE.advance(ballot.state, "extend"))
    record(Action.BALLOTS_EXTEND, actor, ballot, ballot=ballot.number, former=former.isoformat(), closes=closes_at.isoformat(), reason=reason.strip())


def withdraw(actor: Any, ballot: Ballot, reason: str) -> None:
    """Take a ballot back for a public reason; it has no outcome and is never reissued (B9)."""
    require(actor, Action.BALLOTS_WITHDRAW, ballot)
    reason = legible.written(reason, "reason", N_("Say why the ballot is withdrawn; everybody will read it."))
    ballot.state = BallotState(LIFE.advance(ballot.state, "withdraw"))
    ballot.withdrawn_reason = reason.strip()
    record(Action.BALLOTS_WITHDRAW, actor, ballot, ballot=ballot.number, reason=reason.strip())


def cast(actor: Any, ballot: Ballot, choice: Choice, reason: str, digest: str) -> Position:
    """Give the position of one's seat on the exact text that was read, by a mandate in force now (B2); it can be changed until the close."""
    require(actor, Action.BALLOTS_CAST, ballot)
    mandate = workgroup.in_force(actor, [seat.party_code for seat in ballot.seats])
    if mandate is None:
        raise IllegalMove(N_("Your mandate is no longer in force."))
    position = _position(ballot, mandate, choice, reason, digest)
    record(Action.BALLOTS_CAST, actor, position, ballot=ballot.number, party=position.party_code, receipt=position.receipt)
    return position


def enter(actor: Any, ballot: Ballot, mandate: Mandate, choice: Choice, reason: str, digest: str, evidence: EvidenceFile) -> Position:
    """Enter a position received in writing, with the document, for the holder of a mandate, who is told at once."""
    require(actor, Action.BALLOTS_ENTER, ballot)
    if mandate.account_id == actor.id:
        raise Invalid(N_("Your own position is given on the page of the ballot, not entered."), field="mandate")
    if not covers(mandate) or mandate.party_code not in {seat.party_code for seat in ballot.seats}:
        raise Invalid(N_("This mandate is not in force for a seat of this ballot."), field="mandate")
    position = _position(ballot, mandate, choice, reason, digest, entered_by=actor.id, evidence=evidence)
    record(Action.BALLOTS_ENTER, actor, position, ballot=ballot.number, party=position.party_code, receipt=position.receipt, evidence=evidence.digest)
    return position


def _position(ballot: Ballot, mandate: Mandate, choice: Choice, reason: str, digest: str, entered_by: int | None = None, evidence: EvidenceFile | None = None) -> Position:
    """Add the next row to the chain; who may has been asked."""
    at = clock.now()
    if not clock.is_open(ballot.opens_at, ballot.closes_at, at) or not covers(mandate, at):
        raise IllegalMove(N_("The ballot has closed. No position is taken at or after the closing instant."))
    if digest != ballot.version_digest:
        raise Conflict(N_("The text you read is not the text of this ballot. Open the ballot anew and read it again."))
    if choice not in taken(ballot.procedure):
        raise Invalid(N_("A silence procedure takes objections only. Who does not object does nothing."), field="choice")
    if choice in NEEDS_REASON and legible.blank(reason):
        raise Invalid(N_("This position needs a reason: what is wrong, why, in which sections, and what change would turn it."), field="reason")
    if mandate.role == MandateRole.ALTERNATE and queries.principal_stands(ballot, mandate.party_code):
        raise Conflict(N_("The member of this seat has given a position. An alternate does not replace it; the member can."))
    position = Position(seq=len(ballot.positions) + 1, party_code=mandate.party_code, choice=choice, reason=legible.tidy(reason, "reason"), cast_by=mandate.account_id,
                        caster_name=mandate.holder_name, capacity=mandate.role, mandate_id=mandate.id, entered_by=entered_by, evidence=evidence,
                        version_digest=ballot.version_digest, at=at, previous=queries.last_link(ballot))
    ballot.positions.append(position)
    position.receipt = digest_of(queries.entry(position))
    return position


def close_early(actor: Any, ballot: Ballot) -> None:
    """Close a ballot before its time, possible only when every seat has a position."""
    require(actor, Action.BALLOTS_CLOSE_EARLY, ballot)
    if ballot.silence:
        raise Conflict(N_("A silence procedure is never closed early: until its close every seat can object."))
    if missing := queries.silent(ballot):
        raise Conflict(N_("Not every seat has a position yet: %(missing)s still without."), missing=len(missing))
    former, ballot.closes_at = ballot.closes_at, max(clock.now(), ballot.positions[-1].at + TINY)
    ballot.state = BallotState(LIFE.advance(ballot.state, "close_early"))
    record(Action.BALLOTS_CLOSE_EARLY, actor, ballot, ballot=ballot.number, former=former.isoformat(), closes=ballot.closes_at.isoformat())


def certify(actor: Any, ballot: Ballot) -> None:
    """Certify the count as a person who neither prepared nor opened the ballot; it never changes again (B3, B4)."""
    require(actor, Action.BALLOTS_CERTIFY, ballot)
    at, found = clock.now(), queries.record_of(ballot)
    result = outcome(found) | {"mandates": found["mandates"], "certified": {"at": queries.written(at), "by": actor.name}}
    ballot.state = BallotState(LIFE.advance(ballot.state, "certify"))
    ballot.certified_by, ballot.certified_at, ballot.result = actor.id, at, result
    record(Action.BALLOTS_CERTIFY, actor, ballot, ballot=ballot.number, carried=result["carried"], counts=result["counts"], seal=queries.seal(ballot))
