"""Reading proofs: a file, and what it proves, which decides who may have it; and the rows held against the journal."""
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import undefer

from consult.adoption.models import Act, ActPaper, ActVerification
from consult.ballots.models import Ballot, Position
from consult.ballots.queries import seal
from consult.db import db
from consult.documents.models import Version
from consult.documents.rules import PUBLIC
from consult.evidence.models import EvidenceFile
from consult.journal.models import JournalEntry
from consult.submissions.models import AttachedFile
from consult.workgroup.models import HandingOver, Mandate


@dataclass(frozen=True)
class Proof:
    """A file with what it proves: a verified act makes it public; otherwise it is for the desk and for the person it concerns."""

    file: EvidenceFile
    public: bool
    holders: frozenset[int]


def proof(digest: str) -> Proof | None:
    """The file with this SHA-256 and what it proves, its bytes with it."""
    file = db.session.scalar(select(EvidenceFile).filter_by(digest=digest).options(undefer(EvidenceFile.content)))
    if file is None:
        return None
    listed = exists().where(ActPaper.evidence_id == file.id, ActPaper.act_id == Act.id)
    verified = exists().where(or_(Act.evidence_id == file.id, listed), ActVerification.act_id == Act.id)
    holders = select(Mandate.account_id).filter_by(evidence_id=file.id).union(
        select(HandingOver.account_id).filter_by(evidence_id=file.id), select(Position.cast_by).filter_by(evidence_id=file.id))
    return Proof(file, bool(db.session.scalar(select(verified))), frozenset(db.session.scalars(holders)))


def contradicted() -> Iterator[str]:
    """What is on record otherwise than the journal told of it when it was done; a sentence for each (V1, B11, A5)."""
    yield from _otherwise("version", _told("documents.publish", "label", "digest"), {
        str(v.id): (v.label, v.digest) for v in db.session.scalars(select(Version).where(Version.state.in_(PUBLIC)))})
    ballots = list(db.session.scalars(select(Ballot).order_by(Ballot.number)))
    yield from _otherwise("ballot", _told("ballots.certify", "carried", "counts", "seal"), {
        str(b.id): (b.result["carried"], b.result["counts"], seal(b)) for b in ballots if b.result is not None})
    positions = {key: told for kind in ("ballots.cast", "ballots.enter") for key, told in _told(kind, "ballot", "party", "receipt").items()}
    yield from _otherwise("position", positions, {str(p.id): (b.number, p.party_code, p.receipt) for b in ballots for p in b.positions})
    acts = list(db.session.scalars(select(Act).order_by(Act.number)))
    yield from _otherwise("act", _told("adoption.record", "act", "party", "type", "evidence"), {
        str(a.id): (a.number, a.party_code, a.type.value, a.evidence.digest) for a in acts})
    yield from _otherwise("verification of act", _told("adoption.verify", "act"), {str(a.id): (a.number,) for a in acts if a.verification})
    for kind, table in (("evidence", EvidenceFile), ("attached", AttachedFile)):
        for number, digest, content in db.session.execute(select(table.id, table.digest, table.content).execution_options(yield_per=10)):
            if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != digest:
                yield f"{kind} file {number} does not have its hash"


def _told(kind: str, *facts: str) -> dict[str, tuple[object, ...]]:
    """What the entries of a kind say, by the row they tell of."""
    rows = db.session.execute(select(JournalEntry.subject_id, JournalEntry.facts).where(JournalEntry.kind == kind).order_by(JournalEntry.seq))
    return {key: tuple(said[fact] for fact in facts) for key, said in rows}


def _otherwise(what: str, told: dict[str, tuple[object, ...]], found: dict[str, tuple[object, ...]]) -> Iterator[str]:
    """Rows of which the journal tells otherwise, those it does not tell of, and those that are gone."""
    for key in sorted(told.keys() | found.keys(), key=int):
        if key not in found:
            yield f"{what} {key}: the journal tells of it, but it is gone"
        elif told.get(key) != found[key]:
            yield f"{what} {key}: the journal tells otherwise"
