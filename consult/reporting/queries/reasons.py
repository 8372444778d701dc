"""The reasons of changes that no comment asked for, and the changes that have neither."""
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consult.db import db
from consult.documents.models import Section, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import grouped
from consult.reporting.models import EditorialReason
from consult.reporting.queries import behind

#: What happens to a section because of other changes: it needs no reason of its own.
FOLLOWS = frozenset({"unchanged", "renumbered"})


@dataclass(frozen=True)
class Changed:
    """A section of a version that is not as it was, under the key its reason is kept by; `section` is of the base where it was removed."""

    uid: str
    uids: frozenset[str]
    kinds: frozenset[str]
    section: Section
    removed: bool
    commented: bool
    reason: EditorialReason | None

    @property
    def explained(self) -> bool:
        """Whether a comment or an editor says why."""
        return self.commented or self.reason is not None


def changed(version: Version) -> list[Changed]:
    """Every section that the version changes against its base, in the order of the text, with what is known of why."""
    if version.base is None:
        return []
    old, new = ({row.uid: row for row in stored.contents(one)} for one in (version.base, version))
    asked, given = behind.named_in(version), by_section(version)
    found = []
    for olds, news, kinds in grouped([(link.old_uid, link.new_uid, frozenset(link.kinds.split())) for link in versions.concordance(version)]):
        there = [new[uid] for uid in news if uid in new]
        rows = there or [old[uid] for uid in olds if uid in old]
        if rows and not kinds <= FOLLOWS:
            uids = frozenset({*olds, *news})
            found.append(Changed(rows[0].uid, uids, kinds, rows[0], not there, not uids.isdisjoint(asked), reason_of(given, uids)))
    return sorted(found, key=lambda one: (one.section.position, one.removed))


def unexplained(version: Version) -> list[Changed]:
    """The changed sections of a version that have neither a comment behind them nor the reason of an editor."""
    return [one for one in changed(version) if not one.explained]


def by_section(version: Version) -> dict[str, EditorialReason]:
    """The reason that counts for each section of a version: the latest."""
    last = select(func.max(EditorialReason.id)).where(EditorialReason.version_id == version.id).group_by(EditorialReason.section_uid)
    rows = db.session.scalars(select(EditorialReason).where(EditorialReason.id.in_(last)).options(joinedload(EditorialReason.version)).order_by(EditorialReason.id))
    return {row.section_uid: row for row in rows}


def reason_of(given: Mapping[str, EditorialReason], uids: Iterable[str]) -> EditorialReason | None:
    """The latest reason that was given for any of these sections, which changed together."""
    return max((given[uid] for uid in uids if uid in given), key=lambda row: row.id, default=None)


def on_the_way(one: Version, other: Version) -> dict[str, EditorialReason]:
    """The reasons of editorial changes in the versions that lie between two, by section: the latest where there are several."""
    first, last = sorted((one.seq, other.seq))
    rows = db.session.scalars(select(EditorialReason).join(EditorialReason.version).options(joinedload(EditorialReason.version)).where(
        Version.document_id == one.document_id, Version.seq > first, Version.seq <= last).order_by(EditorialReason.id))
    return {row.section_uid: row for row in rows}
