"""The life of a version of a document."""
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from consult.errors import ConsultError, IllegalMove, Invalid
from consult.i18n import N_
from consult.lifecycle import Lifecycle
from consult.text import legible
from consult.text import sections as texts


class VersionState(StrEnum):
    """Working text, published text, and what becomes of both."""

    WORKING = "working"
    PUBLISHED = "published"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"


class ChangeClass(StrEnum):
    """How much a version changes its base; an editorial change adds and deletes no section (V4)."""

    INITIAL = "initial"
    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"


#: States in which a version is public and its text fixed for ever (V1).
PUBLIC = frozenset({VersionState.PUBLISHED, VersionState.WITHDRAWN})
#: A published version that a later one follows; this follows from the rows and is not stored.
SUPERSEDED = N_("Superseded")
STATE_NAMES = {
    VersionState.WORKING: N_("Working text"), VersionState.PUBLISHED: N_("Published"),
    VersionState.DISCARDED: N_("Discarded"), VersionState.WITHDRAWN: N_("Withdrawn"),
}
CHANGE_NAMES = {
    ChangeClass.INITIAL: N_("First version"), ChangeClass.EDITORIAL: N_("Editorial changes only"), ChangeClass.SUBSTANTIVE: N_("Changes of substance"),
}
#: What became of a section between two versions (the concordance); several may hold at once.
RELATION_NAMES = {
    "unchanged": N_("unchanged"), "edited": N_("reworded"), "retitled": N_("retitled"), "renumbered": N_("renumbered"), "moved": N_("moved"),
    "split": N_("split"), "merged": N_("merged"), "deleted": N_("removed"), "inserted": N_("new"),
}
_S = VersionState
LIFE = Lifecycle("version", {
    (_S.WORKING, "publish"): _S.PUBLISHED,
    (_S.WORKING, "discard"): _S.DISCARDED,
    (_S.PUBLISHED, "withdraw"): _S.WITHDRAWN,
})
#: A document may be this long, in characters, and have this many sections.
TEXT_MAX, SECTIONS_MAX, SECTION_MAX = 2_000_000, 3_000, 300_000
SLUG_MAX, LABEL_MAX, TITLE_MAX, NOTE_MAX, NUMBER_MAX, HEADING_MAX, UID_MAX = 60, 40, 200, 4000, 40, 500, 80
#: Words that stand in addresses where a document's slug or a version's label would.
TAKEN = frozenset({"new", "start", "compare", "latest", "feed", "since", "forget"})
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LABEL = re.compile(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*")
#: Relations that an editorial version has none of (V4).
NOT_EDITORIAL = frozenset({"inserted", "deleted", "split", "merged"})


def check_slug(slug: str) -> None:
    """Refuse a name that cannot stand in an address."""
    if not _SLUG.fullmatch(slug) or len(slug) > SLUG_MAX or slug in TAKEN:
        raise Invalid(N_("The short name is made of small Latin letters, digits and hyphens, for example: sbcp-model."), field="slug")


def check_label(label: str) -> None:
    """Refuse a label that cannot stand in an address."""
    if not _LABEL.fullmatch(label) or len(label) > LABEL_MAX or label.lower() in TAKEN:
        raise Invalid(N_("A label is made of Latin letters, digits, full stops and hyphens, for example: 0.2."), field="label")


def check_text(sections: Sequence[texts.Section]) -> None:
    """Refuse a text that is empty or larger than the service carries."""
    length = sum(len(s.source) for s in sections)
    if all(legible.blank(s.source) for s in sections):
        raise Invalid(N_("There is no text."), field="text")
    if length > TEXT_MAX:
        raise Invalid(N_("The text has %(length)s characters; a document may have %(limit)s."), field="text", length=length, limit=TEXT_MAX)
    if len(sections) > SECTIONS_MAX:
        raise Invalid(N_("The text has %(count)s sections; a document may have %(limit)s."), field="text", count=len(sections), limit=SECTIONS_MAX)
    for section in sections:
        if len(section.source) > SECTION_MAX:
            raise Invalid(N_("The section “%(heading)s” has %(length)s characters; a section may have %(limit)s."), field="text",
                          heading=section.heading[:80], length=len(section.source), limit=SECTION_MAX)


def read_upload(content: bytes) -> str:
    """The text of an uploaded file, which must be UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(N_("The file is not UTF-8 text (byte %(place)s cannot be read). Save it as UTF-8 and choose it again."), field="file", place=error.start + 1) from None


def first_heading(text: str) -> str:
    """The words of the first heading of a text: what it is called when nobody says otherwise."""
    return next((words[:TITLE_MAX] for section in texts.parse(text) if (words := texts.plain_heading(section))), "")


def editorial(relations: Iterable[str]) -> bool:
    """Whether a version with these relations to its base adds and deletes no section (V4)."""
    return NOT_EDITORIAL.isdisjoint(relations)


def hindrances(change_class: ChangeClass, relations: Iterable[str], sections: int, rounds: Iterable[int], unchanged: Iterable[str]) -> list[ConsultError]:
    """What keeps a working version from being published: no text, rounds that are not complete (the gate), promised changes that were not made (C2), V4."""
    found: list[ConsultError] = []
    if not sections:
        found.append(Invalid(N_("There is no text to publish.")))
    found += [IllegalMove(N_("Round %(number)s is not complete: every comment must have its published answer and the report must be written before the next version is published."),
                          number=number) for number in rounds]
    found += [IllegalMove(N_("Comment %(comment)s was accepted with a change in this version, but the section is the same to the byte as before."), comment=comment)
              for comment in unchanged]
    if change_class == ChangeClass.EDITORIAL and not editorial(relations):
        found.append(Invalid(N_("An editorial version adds and removes no section; this one does. Choose changes of substance."), field="change_class"))
    return found


def repeated(words: Iterable[str]) -> list[str]:
    """Numbers or headings that more than one section carries, in the order of the text: two readers would cite different sections by the same words."""
    return [one for one, count in Counter(filter(None, words)).items() if count > 1]


Pair = tuple[str | None, str | None]
#: Old key, new key, what happened; None on one side when the section was removed or is new.
Linked = tuple[str | None, str | None, frozenset[str]]
Group = tuple[list[str], list[str], frozenset[str]]
#: A proposed link of less confidence than this is doubtful: somebody has to look at it before publication.
DOUBTFUL = 0.6
#: How sure the engine is of a link, in words; the least confidence that deserves them.
SURENESS = {0.95: N_("certain"), 0.75: N_("rather sure"), DOUBTFUL: N_("likely"), 0.0: N_("doubtful")}


def sureness(confidence: float) -> str:
    """How sure the engine is, in words."""
    return next(words for least, words in SURENESS.items() if confidence >= least)


def joined(pairs: Collection[Pair], seeds: Collection[Pair]) -> set[Pair]:
    """The pairs that hang together with some of them, over a section of one side or the other; the seeds themselves too."""
    found = set(seeds)
    while True:
        olds, news = ({side for side in sides if side is not None} for sides in (zip(*found, strict=True) if found else ((), ())))
        more = {pair for pair in pairs if pair[0] in olds or pair[1] in news} - found
        if not more:
            return found
        found |= more


def way(one: int, other: int, bases: Mapping[int, int | None]) -> tuple[list[int], list[int]]:
    """The versions whose concordances lead from one version to another: those climbed up from one, those climbed down to the other."""
    lines: list[list[int]] = []
    for at in (one, other):
        line: list[int] = []
        following: int | None = at
        while following is not None and following not in line:
            line.append(following)
            following = bases.get(following)
        lines.append(line)
    shared = next((v for v in lines[0] if v in lines[1]), None)
    if shared is None:
        return [], []
    up, down = (line[:line.index(shared)] for line in lines)
    return up, down[::-1]


def chained(steps: Iterable[Collection[Pair]]) -> list[Pair]:
    """Several concordances after one another as one: what a section became of what it became."""
    result: set[Pair] | None = None
    for step in steps:
        if result is None:
            result = set(step)
            continue
        onward: dict[str, set[str]] = {}
        for old, new in step:
            if old is not None and new is not None:
                onward.setdefault(old, set()).add(new)
        joined: set[Pair] = {(old, later) for old, new in result if new is not None and old is not None for later in onward.get(new, ())}
        gone: set[Pair] = {(old, None) for old, _ in result if old is not None and old not in {one for one, _ in joined}}
        come: set[Pair] = {(None, new) for _, new in step if new is not None and new not in {one for _, one in joined}}
        result = joined | gone | come
    return sorted(result or (), key=lambda pair: (pair[0] or "", pair[1] or ""))


def grouped(links: Sequence[Linked]) -> list[Group]:
    """Links that share a section together: one and one, or all parts of a split or a merger."""
    leader: dict[tuple[str, str], tuple[str, str]] = {}

    def led(end: tuple[str, str]) -> tuple[str, str]:
        while leader.setdefault(end, end) != end:
            end = leader[end]
        return end

    named = [([("old", old)] if old is not None else []) + ([("new", new)] if new is not None else []) for old, new, _ in links]
    for ends in named:
        leader[led(ends[-1])] = led(ends[0])
    groups: dict[tuple[str, str], tuple[dict[str, None], dict[str, None], set[str]]] = {}
    for ends, (old, new, kinds) in zip(named, links, strict=True):
        olds, news, together = groups.setdefault(led(ends[0]), ({}, {}, set()))
        olds |= {old: None} if old is not None else {}
        news |= {new: None} if new is not None else {}
        together |= kinds
    return [(list(olds), list(news), frozenset(kinds - {"unchanged"} or kinds)) for olds, news, kinds in groups.values()]


def outline(levels: Sequence[int]) -> list[int]:
    """The level of each heading on a page that has one h1: 2 to 6, never leaving one out, however the source leaps; 0 marks a text without heading."""
    above: list[int] = []
    depths = []
    for level in levels:
        if level:
            while above and above[-1] >= level:
                above.pop()
            above.append(level)
        depths.append(min(6, len(above) + 1) if above else 2)
    return depths
