"""Which section of the new version is which of the old: links with kinds and confidence, and the uids that live on."""
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.errors import Invalid
from consult.i18n import N_
from consult.text.kinds import kinds_of_links
from consult.text.partners import Pairing
from consult.text.parts import parts
from consult.text.rescue import rescue
from consult.text.sections import Section, with_uids
from consult.text.shingles import Common, compare

KINDS = ("unchanged", "edited", "retitled", "renumbered", "moved", "split", "merged", "inserted", "deleted")


@dataclass(frozen=True)
class Link:
    """What became of a section: `new` None when deleted, `old` None when inserted; a split has one link for each part."""

    old: str | None
    new: str | None
    kinds: frozenset[str]
    confidence: float


Fixed = tuple[str | None, str | None] | Link


def match(old: Sequence[Section], new: Sequence[Section], fixed: Mapping[str, str | None] | Iterable[Fixed] = ()) -> list[Link]:
    """What became of every section: the editor's `fixed` links first, then uids, then text; never a guess.

    `fixed` says all there is to say about the sections it names: (old, new) for each part, (old, None) deleted, (None, new) inserted.
    """
    common = compare(old, new)
    settled = _settled(common, fixed)
    pairs = _pairs(common, settled)
    kinds = kinds_of_links(common, set(pairs))
    links = [Link(old[i].uid, new[j].uid, kinds[i, j], round(confidence, 3)) for (i, j), confidence in sorted(pairs.items())]
    kept, found = {i for i, _ in pairs}, {j for _, j in pairs}
    links += [Link(section.uid, None, frozenset({"deleted"}), 1.0) for i, section in enumerate(old) if i not in kept]
    links += [Link(None, section.uid, frozenset({"inserted"}), 1.0) for j, section in enumerate(new) if j not in found]
    return links


@dataclass
class _Settled:
    """What the editor said: links, and sections about which nothing more is asked."""

    links: set[tuple[int, int]]
    old: set[int]
    new: set[int]


def _settled(common: Common, fixed: Mapping[str, str | None] | Iterable[Fixed]) -> _Settled:
    """The editor's corrections as places in the two versions."""
    here = {section.uid: i for i, section in enumerate(common.old.sections)}
    there = {section.uid: j for j, section in enumerate(common.new.sections)}
    result = _Settled(set(), set(), set())
    for entry in fixed.items() if isinstance(fixed, Mapping) else fixed:
        was, becomes = (entry.old, entry.new) if isinstance(entry, Link) else entry
        if (was is not None and was not in here) or (becomes is not None and becomes not in there):
            raise Invalid(N_("A corrected link names a section that is not in the two versions."))
        if was is not None:
            result.old.add(here[was])
        if becomes is not None:
            result.new.add(there[becomes])
        if was is not None and becomes is not None:
            result.links.add((here[was], there[becomes]))
    return result


def _pairs(common: Common, settled: _Settled) -> dict[tuple[int, int], float]:
    """Every link as places, with its confidence."""
    pairing = Pairing(common, closed=(settled.old, settled.new))
    for i, j in sorted(settled.links, key=lambda link: (-common.shared(*link), link)):
        if pairing.unpaired(i, j):
            pairing.pair(i, j, 1.0)
    here = {section.uid: i for i, section in enumerate(common.old.sections)}
    for j, section in enumerate(common.new.sections):
        i = here.get(section.uid, -1)
        if section.kept and i >= 0 and pairing.free(i, j):
            pairing.pair(i, j, 1.0)
    pairing.run()
    rescue(pairing)
    links = {(i, j): pairing.confidence[i] for i, j in pairing.partner.items()} | dict.fromkeys(settled.links, 1.0)
    for (i, j), confidence in parts(pairing).items():
        links.setdefault((i, j), confidence)
    return links


def adopt(old: Sequence[Section], new: Sequence[Section], links: Sequence[Link], used: Iterable[str] = ()) -> list[Section]:
    """The new sections under the uids of their partners; in a split the longest part keeps it, in a merge the longest old one's lives on.

    Others get uids that are in neither `old` nor `used`: give every uid the document ever had, and none is used twice.
    """
    common = compare(old, new)
    here = {section.uid: i for i, section in enumerate(old)}
    there = {section.uid: j for j, section in enumerate(new)}
    wanted = [(here[link.old], there[link.new]) for link in links if link.old is not None and link.new is not None]
    heirs: dict[int, str] = {}
    passed_on: set[int] = set()
    for i, j in sorted(wanted, key=lambda link: _claim(common, *link)):
        if i not in passed_on and j not in heirs:
            heirs[j] = old[i].uid
            passed_on.add(i)
    spent = set(used) | set(here)
    named = []
    for j, section in enumerate(new):
        if j in heirs:
            named.append(replace(section, uid=heirs[j], kept=True))
        else:
            named.append(replace(section, uid="", kept=False) if section.uid in spent else section)
    return [replace(section, kept=True) for section in with_uids(named, spent)]


def _claim(common: Common, i: int, j: int) -> tuple[bool, float, int, int]:
    """The order in which links claim a uid: a part that kept it, then the part with most of the text, then the first."""
    one, other = common.old.sections[i], common.new.sections[j]
    kept = other.kept and one.uid == other.uid
    return not kept, -round(common.shared(i, j), 6), i, j
