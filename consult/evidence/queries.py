"""Reading proofs: a file, and what it proves, which decides who may have it."""
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import undefer

from consult.adoption.models import Act, ActVerification
from consult.ballots.models import Position
from consult.db import db
from consult.evidence.models import EvidenceFile
from consult.workgroup.models import Mandate


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
    verified = exists().where(Act.evidence_id == file.id, ActVerification.act_id == Act.id)
    holders = select(Mandate.account_id).filter_by(evidence_id=file.id).union(select(Position.cast_by).filter_by(evidence_id=file.id))
    return Proof(file, bool(db.session.scalar(select(verified))), frozenset(db.session.scalars(holders)))
