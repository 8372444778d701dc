"""Reading ballots: the list, one ballot with its positions, its whole record, its count, and whether everything still adds up."""
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from consult import clock
from consult.ballots.models import Ballot, ObjectionAnswer, Position
from consult.ballots.rules.counting import Tally, tally
from consult.ballots.rules.life import NEEDS_REASON, BallotKind, BallotPhase, BallotState
from consult.ballots.rules.record import FORMAT, digest_of, faults
from consult.comments.models import Comment
from consult.comments.rules import Channel, CommentState
from consult.db import db
from consult.documents.models import Section, Version
from consult.documents.rules import VersionState
from consult.journal.models import JournalEntry
from consult.workgroup.models import Mandate
from consult.workgroup.rules import MandateRole

#: The turns in the life of a ballot that only the journal tells of.
TURNS = {"ballots.extend": "extended", "ballots.close_early": "ended_early", "ballots.withdraw": "withdrawn"}


def by_number(number: int) -> Ballot | None:
    """One ballot with its text, its seats and its positions."""
    return db.session.scalar(_whole().where(Ballot.number == number))


def public(number: int) -> Ballot | None:
    """The same once a second person has opened it: a draft is nobody else's business."""
    return db.session.scalar(_whole().where(Ballot.number == number, Ballot.opened_by.is_not(None)))


def all_ballots(drafts: bool = False) -> list[Ballot]:
    """All ballots, the latest first; drafts only when asked for."""
    query = _whole().order_by(Ballot.number.desc())
    return list(db.session.scalars(query if drafts else query.where(Ballot.opened_by.is_not(None))))


def of_version(version: Version) -> list[Ballot]:
    """The ballots held on a version, the earliest first."""
    return list(db.session.scalars(_whole().where(Ballot.version_id == version.id, Ballot.opened_by.is_not(None)).order_by(Ballot.number)))


def undecided(version: Version) -> list[Ballot]:
    """Ballots on a version that are announced, open or waiting for certification (B10: one of each kind)."""
    return list(db.session.scalars(select(Ballot).filter_by(version_id=version.id, state=BallotState.SCHEDULED)))


def rival(version: Version, kind: BallotKind) -> Ballot | None:
    """A ballot of a kind on a version that stands in the way of another: prepared, announced, open or waiting for certification."""
    query = select(Ballot).filter_by(version_id=version.id, kind=kind).where(Ballot.state.in_((BallotState.DRAFT, BallotState.SCHEDULED)))
    return db.session.scalar(query.order_by(Ballot.number).limit(1))


def open_now(ballots: list[Ballot] | None = None) -> list[Ballot]:
    """The ballots that are open now."""
    return [b for b in (all_ballots() if ballots is None else ballots) if b.phase == BallotPhase.OPEN]


def by_id(ballot_id: int | None) -> Ballot | None:
    """One ballot by its key, if a key is given."""
    return db.session.scalar(_whole().where(Ballot.id == ballot_id)) if ballot_id is not None else None


def repeating(ballot: Ballot) -> list[Ballot]:
    """The ballots that repeat this one and have been opened, the earliest first."""
    return list(db.session.scalars(select(Ballot).where(Ballot.repeats_id == ballot.id, Ballot.opened_by.is_not(None)).order_by(Ballot.number)))


def objections(ballot: Ballot | None) -> list[Position]:
    """The objections that stand against a ballot: of the seats that did not approve or did not take part, in the order of the seats."""
    latest = standing(ballot) if ballot else {}
    return [latest[code] for code in sorted(latest) if latest[code].choice in NEEDS_REASON]


def answered(ballot: Ballot) -> dict[int, ObjectionAnswer]:
    """What was done about each objection against the ballot that this one repeats, by the position: the latest words."""
    return {answer.position_id: answer for answer in ballot.answers}


def unanswered(ballot: Ballot) -> list[Position]:
    """The objections against the ballot that this one repeats about which nothing has been said yet."""
    done = answered(ballot) if ballot.repeats_id is not None else {}
    return [position for position in objections(by_id(ballot.repeats_id)) if position.id not in done]


def former(ballot: Ballot, party_code: str) -> Position | None:
    """The last position of a seat on the ballot that this one repeats: a draft for its holder, never counted."""
    return standing(repeated).get(party_code) if (repeated := by_id(ballot.repeats_id)) else None


def sections_of(ballot: Ballot) -> dict[str, Section]:
    """The sections that answers to former objections name, by their lasting keys."""
    named = {uid for answer in ballot.answers for uid in answer.sections}
    rows = db.session.scalars(select(Section).where(Section.version_id == ballot.version_id, Section.uid.in_(named))) if named else ()
    return {row.uid: row for row in rows}


@dataclass(frozen=True)
class Step:
    """One step in the life of a ballot: which, when, why, and the close that it set."""

    what: str
    at: datetime
    reason: str = ""
    closes: datetime | None = None


def story(ballot: Ballot) -> list[Step]:
    """What has happened to a ballot, in order, from its row and the journal."""
    steps = [Step("prepared", ballot.prepared_at)]
    steps += [Step("opened", ballot.opened_at)] if ballot.opened_at else []
    steps += [Step("begun", ballot.opens_at)] if ballot.opened_at and ballot.opened_at < ballot.opens_at <= clock.now() else []
    told = select(JournalEntry).where(JournalEntry.subject_table == "ballot", JournalEntry.subject_id == str(ballot.id), JournalEntry.kind.in_(TURNS))
    for entry_ in db.session.scalars(told.order_by(JournalEntry.seq)):
        closes = datetime.fromisoformat(entry_.facts["closes"]) if "closes" in entry_.facts else None
        steps.append(Step(TURNS[entry_.kind], entry_.at, entry_.facts.get("reason", ""), closes))
    over = ballot.phase in {BallotPhase.CLOSED, BallotPhase.CERTIFIED} and all(step.what != "ended_early" for step in steps)
    steps += [Step("closed", ballot.closes_at)] if over else []
    steps += [Step("certified", ballot.certified_at)] if ballot.certified_at else []
    return sorted(steps, key=lambda step: step.at)


def closing(moment: datetime, before: datetime) -> list[Ballot]:
    """The ballots that are open at a moment and close before another."""
    return list(db.session.scalars(_whole().where(Ballot.state == BallotState.SCHEDULED, Ballot.opens_at <= moment, Ballot.closes_at > moment, Ballot.closes_at <= before)
                                   .order_by(Ballot.number)))


def uncertified(moment: datetime) -> list[Ballot]:
    """The ballots that have closed and wait for the person who certifies."""
    return list(db.session.scalars(_whole().where(Ballot.state == BallotState.SCHEDULED, Ballot.closes_at <= moment).order_by(Ballot.number)))


def next_number() -> int:
    """The number of the next ballot."""
    return (db.session.scalar(select(Ballot.number).order_by(Ballot.number.desc()).limit(1)) or 0) + 1


def standing(ballot: Ballot) -> dict[str, Position]:
    """The position of each seat that counts: its latest (B1)."""
    return {position.party_code: position for position in ballot.positions}


def history(ballot: Ballot, party_code: str) -> list[Position]:
    """All positions of a seat, the latest first."""
    return [p for p in reversed(ballot.positions) if p.party_code == party_code]


def count(ballot: Ballot) -> Tally:
    """The count now: of all seats, each by its latest position (B1, B3)."""
    return tally([seat.party_code for seat in ballot.seats], [(p.party_code, p.choice) for p in ballot.positions])


def silent(ballot: Ballot) -> list[str]:
    """The seats without a position."""
    answered = standing(ballot)
    return [seat.party_code for seat in ballot.seats if seat.party_code not in answered]


def by_receipt(receipt: str) -> Position | None:
    """The position with this receipt, with its whole ballot."""
    number = db.session.scalar(select(Ballot.number).join(Position, Position.ballot_id == Ballot.id).where(Position.receipt == receipt))
    ballot = by_number(number) if number is not None else None
    return next((p for p in ballot.positions if p.receipt == receipt), None) if ballot else None


def last_seen(ballot: Ballot, party_code: str) -> Version | None:
    """The latest version before that of the ballot on which the seat gave a position, or on which somebody who speaks or spoke for it commented."""
    version = ballot.version
    voted = select(Ballot.version_id).join(Position, Position.ballot_id == Ballot.id).where(Position.party_code == party_code)
    people = select(Mandate.account_id).where(Mandate.party_code == party_code, Mandate.verified_at.is_not(None))
    commented = select(Comment.version_id).where(Comment.author_id.in_(people), Comment.channel != Channel.PAPER, Comment.state != CommentState.WITHDRAWN)
    earlier = select(Version).where(Version.document_id == version.document_id, Version.seq < version.seq, Version.state == VersionState.PUBLISHED)
    return db.session.scalar(earlier.where(or_(Version.id.in_(voted), Version.id.in_(commented))).order_by(Version.seq.desc()).limit(1))


def principal_stands(ballot: Ballot, party_code: str) -> bool:
    """Whether the seat has a position of its member, which an alternate does not replace."""
    latest = standing(ballot).get(party_code)
    return latest is not None and latest.capacity == MandateRole.PRINCIPAL


def record_of(ballot: Ballot) -> dict[str, Any]:
    """Everything that proves the result, as plain data: the opening, each position with its receipt and its mandate, the result (B12).
    The mandates of a certified result stand as they were at that instant: one that is ended later does not change it."""
    opening = {
        "ballot": ballot.number, "question": ballot.question, "kind": ballot.kind.value, "document": ballot.version.document.slug, "version": ballot.version.label,
        "digest": ballot.version_digest, "rule": asdict(ballot.rule) | {"base": ballot.rule.base.value}, "opens_at": written(ballot.opens_at),
        "seats": [{"party": seat.party_code, "names": seat.names, "footnote": seat.footnote} for seat in ballot.seats],
    } | ({"procedure": ballot.procedure} if ballot.silence else {})
    kept = dict(ballot.result or {})
    mandates, certified = kept.pop("mandates", None), kept.pop("certified", None)
    return {"format": FORMAT, "opening": opening, "closes_at": written(ballot.closes_at), "mandates": _mandates(ballot) if mandates is None else mandates,
            "positions": [entry(p) | {"receipt": p.receipt} for p in ballot.positions], "result": kept or None, "certified": certified}


def _mandates(ballot: Ballot) -> list[dict[str, Any]]:
    """The mandates under which positions were given, as their letters say."""
    used = {p.mandate_id: p.mandate for p in ballot.positions}
    return [{"id": m.id, "party": m.party_code, "role": m.role.value, "holder": m.holder_name, "from": written(m.starts_at),
             "until": written(m.ends_at) if m.ends_at else None, "verified": written(m.verified_at) if m.verified_at else None} for _, m in sorted(used.items())]


def seal(ballot: Ballot) -> str:
    """The hash of the whole record, by which anybody can see that a file is the one that was certified."""
    return digest_of(record_of(ballot))


def entry(position: Position) -> dict[str, Any]:
    """What a receipt is the hash of: the position and the receipt before it (B11)."""
    return {
        "ballot": position.ballot.number, "seq": position.seq, "party": position.party_code, "choice": position.choice.value, "reason": position.reason,
        "cast_by": position.caster_name, "capacity": position.capacity.value, "mandate": position.mandate_id,
        "document": position.evidence.digest if position.evidence else None, "digest": position.version_digest, "at": written(position.at), "previous": position.previous,
    }


def last_link(ballot: Ballot) -> str:
    """The receipt that the next position is chained to; before the first, the hash of the opening."""
    return ballot.positions[-1].receipt if ballot.positions else digest_of(record_of(ballot)["opening"])


def written(moment: datetime) -> str:
    """An instant as it stands in records: UTC to the millisecond."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def broken() -> Iterator[str]:
    """What does not add up in any ballot: its text, its chain, its positions, its count. Nothing, if nothing was tampered with."""
    for ballot in db.session.scalars(_whole().order_by(Ballot.number)):
        if ballot.version_digest != ballot.version.digest:
            yield f"ballot {ballot.number}: the text is not the one of version {ballot.version.label}"
        for fault in faults(record_of(ballot)):
            yield f"ballot {ballot.number}: {fault}"


def _whole():  # type: ignore[no-untyped-def]
    return select(Ballot).options(joinedload(Ballot.version).joinedload(Version.document), selectinload(Ballot.seats),
                                  selectinload(Ballot.positions).joinedload(Position.evidence), selectinload(Ballot.positions).joinedload(Position.mandate))
