"""What is missing before a working text can be published, and what else somebody should look at first."""
import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consult.comments.models import ChangeLink, Comment, Disposition
from consult.comments.queries import answers
from consult.comments.queries.threads import STANDING_STATES
from consult.comments.rules import AnswerState
from consult.db import db
from consult.documents.models import Section, SectionLink, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import DOUBTFUL, VersionState
from consult.importing import queries as importing
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.text import normalise

_PICTURE = re.compile(r"/pictures/([0-9a-f]{64})\.")


@dataclass(frozen=True)
class Held:
    """A round that holds the gate: how many comments have no answer at all, a drafted one, or an approved one that is not published."""

    round: Round
    unanswered: int
    drafted: int
    approved: int

    @property
    def waiting(self) -> int:
        """All comments without a published answer."""
        return self.unanswered + self.drafted + self.approved


def held(version: Version, count: Callable[[Round], answers.Waiting] | None = None) -> list[Held]:
    """The rounds that are not complete, with what they wait for; `count` may be another way to `answers.waiting`."""
    return [Held(round_, *(count or answers.waiting)(round_)) for round_ in rounds.unfinished(version.document)]


def doubtful(version: Version) -> list[SectionLink]:
    """The links of which the engine is not sure and which no editor has confirmed or corrected, the least sure first."""
    return sorted((link for link in versions.concordance(version) if link.source == "engine" and link.confidence < DOUBTFUL), key=lambda link: link.confidence)


def pictures_missing(version: Version) -> list[tuple[Section, str]]:
    """The pictures that the text shows and that are not kept, each with a section that shows it."""
    shown: dict[str, Section] = {}
    for row in stored.sections(version):
        for digest in _PICTURE.findall(row.body):
            shown.setdefault(digest, row)
    kept = importing.kept(set(shown))
    return [(row, digest) for digest, row in shown.items() if digest not in kept]


def promised(version: Version) -> list[Comment]:
    """The comments whose latest answers name a change in this version."""
    return list(db.session.scalars(select(Comment).join(Disposition, Disposition.comment_id == Comment.id).join(ChangeLink).where(
        ChangeLink.to_version_id == version.id, Disposition.id.in_(answers.latest(*AnswerState)), Comment.state.in_(STANDING_STATES)).distinct().order_by(Comment.id)))


def promised_in_vain(base: Version) -> list[ChangeLink]:
    """The changes that the latest answers name in texts that followed this one and were discarded."""
    return list(db.session.scalars(select(ChangeLink).join(Version, ChangeLink.to_version_id == Version.id).join(Disposition).where(
        Version.base_id == base.id, Version.state == VersionState.DISCARDED, Disposition.id.in_(answers.latest(*AnswerState))).options(joinedload(ChangeLink.disposition))))


def fingerprint(version: Version) -> str:
    """One word for all that is fixed by publication: the text, and what became of each section; who has seen it has seen this word."""
    links = sorted(f"{link.old_uid} {link.new_uid}" for link in versions.concordance(version))
    return normalise.digest("\n".join([normalise.digest(stored.source(version)), *links]))
