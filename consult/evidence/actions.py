"""Keeping files as proof. A means of other verbs (recording an act, a mandate, a written position), which tell the journal of it."""
import hashlib

from sqlalchemy import select

from consult import clock
from consult.db import db
from consult.evidence.models import EvidenceFile
from consult.evidence.rules import media_type as judged
from consult.evidence.rules import tidy_name


def keep(name: str, media_type: str, content: bytes) -> EvidenceFile:
    """Keep a file as proof, once: the same bytes are the same file. Whoever calls this has been allowed to by its own verb."""
    name = tidy_name(name)
    kind = judged(name, media_type, content)
    digest = hashlib.sha256(content).hexdigest()
    if kept := db.session.scalar(select(EvidenceFile).filter_by(digest=digest)):
        return kept
    row = EvidenceFile(digest=digest, name=name, media_type=kind, size=len(content), content=content, kept_at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row
