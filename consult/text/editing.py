"""Editing a draft section by section: after each step the whole still falls apart into the same sections."""
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from consult.errors import Invalid
from consult.i18n import N_
from consult.text.headings import find_headings
from consult.text.sections import Section, join, parse, with_body, with_heading, with_uids

Sections = list[Section]


def reworded(sections: Sequence[Section], uid: str, number: str, heading: str, level: int, body: str) -> Sections:
    """The draft with one section under a new heading or with another text; every other section stays as it is to the character."""
    at = _place(sections, uid)
    return settled([*sections[:at], _written(sections[at], number, heading, level, body), *sections[at + 1:]], at)


def divided(sections: Sequence[Section], uid: str, number: str, heading: str, level: int, body: str, used: Iterable[str]) -> Sections:
    """The same, where headings inside the new text begin sections of their own; the first part keeps the uid."""
    at = _place(sections, uid)
    parts = parse(_written(sections[at], number, heading, level, body).source)
    first, *others = parts
    kept = [*sections[:at], replace(first, uid=uid, kept=True), *(replace(p, uid="", kept=False) for p in others), *sections[at + 1:]]
    return settled(with_uids(kept, set(used) - {s.uid for s in sections}), at)


def added(sections: Sequence[Section], after: str | None, number: str, heading: str, level: int, body: str, used: Iterable[str]) -> Sections:
    """The draft with a new section directly behind `after`, or as the first under a heading; its uid is none of `used`."""
    at = _behind(sections, after)
    new = with_body(with_heading(Section("", "", "", 0, "", ""), number, heading, level), body)
    named = with_uids([*sections[:at], new, *sections[at:]], set(used) - {s.uid for s in sections})
    return settled(_apart(sections, named), at)


def removed(sections: Sequence[Section], uids: Iterable[str]) -> Sections:
    """The draft without these sections."""
    gone = set(uids)
    return settled(_apart(sections, [s for s in sections if s.uid not in gone]))


def moved(sections: Sequence[Section], uid: str, after: str | None) -> Sections:
    """The draft with a section and all under it directly behind `after`, or as the first under a heading."""
    branch = branch_of(sections, uid)
    inside = {s.uid for s in branch}
    if after in inside:
        raise Invalid(N_("A section cannot be put behind itself."), field="after")
    rest = [s for s in sections if s.uid not in inside]
    at = _behind(rest, after)
    if branch[0].level == 0 and at:
        raise Invalid(N_("The text before the first heading stays in front."), field="after")
    return settled(_apart(sections, [*rest[:at], *branch, *rest[at:]]))


def branch_of(sections: Sequence[Section], uid: str) -> Sections:
    """A section and all sections under it."""
    at = _place(sections, uid)
    end = at + 1
    while sections[at].level and end < len(sections) and sections[end].level > sections[at].level:
        end += 1
    return list(sections[at:end])


def settled(sections: Sequence[Section], at: int | None = None) -> Sections:
    """The sections as they are read from the whole text; refused when the text no longer falls apart at the same places."""
    if not sections:
        return []
    read = parse(join(sections))
    if [s.source for s in read] != [s.source for s in sections]:
        raise _refusal(sections, at)
    return [replace(new, uid=old.uid, kept=True) for new, old in zip(read, sections, strict=True)]


def _refusal(sections: Sequence[Section], at: int | None) -> Invalid:
    """What is wrong with the edited section: a heading in its text, or something that swallows the sections behind it."""
    lines = sections[at].body.split("\n") if at is not None else []
    if starts := find_headings(lines):
        return Invalid(N_("The text holds a heading of its own: “%(line)s”. A section has one heading: take it out, or tick the box that makes it a section of its own."),
                       field="body", line=lines[starts[0][0]].strip()[:80])
    return Invalid(N_("With this text the next heading would no longer be a heading. Please close the block of code or the comment that is open in it."), field="body")


def _written(section: Section, number: str, heading: str, level: int, body: str) -> Section:
    """One section with its new heading and text; what is not changed keeps its source."""
    if section.level and (section.number, section.heading, section.level) != (number, heading, level):
        section = with_heading(section, number, heading, level)
    return section if section.body.strip("\n") == body.strip("\n") else with_body(section, body)


def _apart(before: Sequence[Section], after: Sequence[Section]) -> Sections:
    """New neighbours are set apart by a blank line."""
    known = {(a.uid, b.uid) for a, b in pairwise(before)}
    result = list(after)
    for at, (one, other) in enumerate(pairwise(after)):
        if (one.uid, other.uid) in known or one.source.endswith("\n\n"):
            continue
        gap = "\n" if one.source.endswith("\n") else "\n\n"
        result[at] = replace(one, body=one.body + gap) if one.body else replace(one, head=one.head + gap)
    return result


def _behind(sections: Sequence[Section], after: str | None) -> int:
    """The place directly behind a section; without one the first, but behind the text before the first heading."""
    return _place(sections, after) + 1 if after else int(bool(sections) and sections[0].level == 0)


def _place(sections: Sequence[Section], uid: str) -> int:
    """Where a section stands."""
    for at, section in enumerate(sections):
        if section.uid == uid:
            return at
    raise Invalid(N_("This section is no longer in the text."))
