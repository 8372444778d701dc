"""From one version of a document to the next: what became of each section, and where the quotations of the old one are now."""
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from consult.text import anchors, diff, matching
from consult.text.anchors import Place, Selector
from consult.text.changes import Comparison
from consult.text.matching import Link
from consult.text.sections import Section


class Became(NamedTuple):
    """A section, what it became, and what changed in its words."""

    link: Link
    old: Section | None
    new: Section | None
    comparison: Comparison


class Succession:
    """Two versions and the links between their sections."""

    def __init__(self, old: Sequence[Section], new: Sequence[Section], links: Sequence[Link] | None = None) -> None:
        self.old = {section.uid: section for section in old}
        self.new = {section.uid: section for section in new}
        self.links = matching.match(old, new) if links is None else links
        self.parts: dict[str, list[str]] = {}
        self.origins: dict[str, list[str]] = {}
        for link in sorted(self.links, key=lambda link: -link.confidence):
            if link.old is not None and link.new is not None:
                self.parts.setdefault(link.old, []).append(link.new)
                self.origins.setdefault(link.new, []).append(link.old)

    def carry(self, uid: str, selector: Selector) -> Place:
        """Where a quotation of the old section with this uid stands now; its `uid` is one of the new version."""
        bodies = {section.uid: section.body for section in self.new.values()}
        linked = {part: bodies[part] for part in self.parts.get(uid, ())}
        before = {part: [self.old[origin].body for origin in origins if origin != uid] for part, origins in self.origins.items()}
        return anchors.carry(selector, self.old[uid].body, linked, bodies, before)

    def changes(self) -> Iterator[Became]:
        """Every link in the order of the new version, the deleted sections at their old places among the others."""
        places = {uid: at for at, uid in enumerate(self.new)}
        last = -1.0
        rank: dict[int, tuple[float, int]] = {}
        by_old = {uid: [link for link in self.links if link.old == uid] for uid in self.old}
        for at, (_, links) in enumerate(by_old.items()):
            for link in links:
                last = places[link.new] if link.new is not None else last + 0.5 if last == int(last) else last
                rank[id(link)] = (last, at)
        for link in sorted(self.links, key=lambda link: rank.get(id(link), (places.get(link.new or "", 0), -1))):
            old = self.old[link.old] if link.old is not None else None
            new = self.new[link.new] if link.new is not None else None
            yield Became(link, old, new, diff.compare(old.body if old else "", new.body if new else ""))
