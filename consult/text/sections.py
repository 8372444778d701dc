"""A draft as its sections: the Markdown source taken apart at its headings, and put together again byte for byte."""
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from consult.errors import Invalid
from consult.i18n import N_
from consult.text.headings import find_headings, read_heading
from consult.text.normalise import canonical
from consult.text.numbering import join_number, split_number
from consult.text.paragraphs import Paragraph, paragraphs

__all__ = [
    "Paragraph", "Section", "address", "addresses", "join", "paragraphs", "parents", "parse", "plain_heading", "tree", "with_body",
    "with_heading", "with_uids",
]

_TAGS = re.compile(r"<[^<>]*>|!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])|[*`\\]|(?<!\w)_+|_+(?!\w)")
_NOT_SLUG = re.compile(r"[^\w.]+|_+|\.(?!\d)|(?<!\d)\.")
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_SLUG_LENGTH = 60


@dataclass(frozen=True)
class Section:
    """A heading and the text up to the next one; level 0 is the text before the first heading.

    `head` is the source of the heading with the blank lines after it; `kept` is False when `parse` made the uid from the titles:
    such a uid proves nothing, one given by the author or kept in storage does.
    """

    uid: str
    number: str
    heading: str
    level: int
    head: str
    body: str
    kept: bool = field(default=True, compare=False)

    @property
    def source(self) -> str:
        """The Markdown of the section, without its subsections."""
        return self.head + self.body


def parse(markdown: str, uids: Sequence[str] | None = None) -> list[Section]:
    """The sections in document order; `uids` are those stored with the version, else `{#id}`, else made from the titles."""
    text = canonical(markdown)
    lines = text.split("\n")
    pieces = _pieces(lines)
    found = [_section(head, body) for head, body in pieces]
    if uids is None:
        return with_uids(found)
    if len(uids) != len(found) or len(set(uids)) != len(found):
        raise Invalid(N_("The text has %(count)s sections, but %(given)s section keys were given."), count=len(found), given=len(set(uids)))
    return [replace(section, uid=uid, kept=True) for section, uid in zip(found, uids, strict=True)]


def join(sections: Iterable[Section]) -> str:
    """The Markdown source of the whole; `join(parse(text)) == canonical(text)` for every text."""
    return "".join(section.source for section in sections)


def _pieces(lines: list[str]) -> list[tuple[str, str]]:
    """(head, body) for each section; blank lines around a heading belong to the head, so that a body begins with words."""
    starts = find_headings(lines)
    pieces: list[tuple[str, str]] = []
    first = starts[0][0] if starts else len(lines)
    lead = "\n".join(lines[:first]) + ("\n" if starts and first else "")
    if lead.strip() or (lead and not starts):
        pieces, lead = [("", lead)], ""
    for place, (start, end) in enumerate(starts):
        until = starts[place + 1][0] if place + 1 < len(starts) else len(lines)
        while end < until and not lines[end].strip():
            end += 1
        head = "".join(line + "\n" for line in lines[start:end])
        body = "".join(line + "\n" for line in lines[end:until])
        if until == len(lines):  # the last line of a text has no line feed of its own
            head, body = (head, body[:-1]) if body else (head[:-1], body)
        pieces.append((lead + head, body))
        lead = ""
    return pieces


def _section(head: str, body: str) -> Section:
    """A section from its source, with its author's id as uid when there is one."""
    if not head:
        return Section("", "", "", 0, "", body, kept=False)
    title, level, uid = read_heading(head)
    number, _, heading = split_number(title)
    return Section(uid, number, heading, level, head, body, kept=bool(uid))


def with_uids(sections: Sequence[Section], used: Iterable[str] = ()) -> list[Section]:
    """Give each section without a free uid one: 's' and a hash of the titles above it, never one of `used`; given uids come first."""
    given: dict[str, int] = {}
    for at, section in enumerate(sections):
        if section.uid and section.kept:
            given.setdefault(section.uid, at)
    taken = set(used) | set(given)
    counts: dict[str, int] = {}
    result: list[Section] = []
    for at, (section, path) in enumerate(zip(sections, _paths(sections), strict=True)):
        if given.get(section.uid) == at:
            result.append(section)
            continue
        uid = section.uid if section.uid and section.uid not in taken else _fresh_uid(path, taken, counts)
        taken.add(uid)
        result.append(replace(section, uid=uid, kept=False))
    return result


def _paths(sections: Sequence[Section]) -> list[str]:
    """For each section the titles from the top down to its own, without numbers."""
    path: list[tuple[int, str]] = []
    result = []
    for section in sections:
        while path and path[-1][0] >= section.level:
            path.pop()
        path.append((section.level, section.heading.casefold()))
        result.append("\x00".join(title for _, title in path))
    return result


def _fresh_uid(path: str, taken: set[str], counts: dict[str, int]) -> str:
    """The first free uid for a path of titles; `counts` says how many were tried for it before."""
    while True:
        counts[path] = counts.get(path, -1) + 1
        uid = "s" + hashlib.sha256(f"{path}\x00{counts[path]}".encode()).hexdigest()[:10]
        if uid not in taken:
            return uid


def parents(sections: Sequence[Section]) -> dict[str, str | None]:
    """For each uid the uid of the section it stands under, or None."""
    above: list[Section] = []
    result: dict[str, str | None] = {}
    for section in sections:
        while above and above[-1].level >= section.level:
            above.pop()
        result[section.uid] = above[-1].uid if above else None
        if section.level:
            above.append(section)
    return result


def tree(sections: Sequence[Section]) -> Mapping[str | None, list[Section]]:
    """The sections under each uid, in order; those under nothing stand under None."""
    above = parents(sections)
    result: dict[str | None, list[Section]] = {None: []} | {section.uid: [] for section in sections}
    for section in sections:
        result[above[section.uid]].append(section)
    return result


def with_heading(section: Section, number: str, heading: str, level: int) -> Section:
    """The section under a new number, heading or level; an author's id and the way the number is set off stay."""
    if not 1 <= level <= 6 or "\n" in number + heading:
        raise Invalid(N_("A heading is one line and has a level from 1 to 6."))
    number, heading = canonical(number).strip(), canonical(heading).strip()
    title, separator, tail, blank, lead = "", "", "", "\n\n", ""
    if section.level:
        blank_lines = _BLANK_LINES.match(section.head)
        lead = blank_lines.group() if blank_lines else ""
        blank = section.head[len(section.head.rstrip()):] or blank
        tail = "".join(found.group() for found in re.finditer(r"\s*\{:?[^{}]*#[^{}]*\}", section.head.rstrip()))
        title = read_heading(section.head)[0]
        separator = split_number(title).separator
    same_shape = section.number.count(".") == number.count(".")
    line = "#" * level + " " + join_number(number, separator if same_shape else "", heading) + tail
    return replace(section, number=number, heading=heading, level=level, head=lead + line.rstrip() + blank)


def with_body(section: Section, body: str) -> Section:
    """The section with another text, ended by a blank line so that the next heading stays a heading."""
    body = canonical(body).strip("\n")
    head = section.head.rstrip("\n") + "\n\n" if section.head else ""
    return replace(section, head=head, body=body + "\n\n" if body else "")


def plain_heading(section: Section) -> str:
    """The words of a heading without Markdown and HTML, for lists and addresses."""
    return re.sub(r"\s+", " ", _TAGS.sub(lambda found: found.group(1) or "", section.heading)).strip()


def addresses(sections: Sequence[Section]) -> dict[str, str]:
    """What stands for each uid in permanent addresses: '3.2', 'annex-a', 'preamble'.

    The number if no other section of the version has it, else the words of the heading, with -2, -3 ... in document order.
    """
    numbers = [_slug(section.number) for section in sections]
    single = {number for number, count in Counter(numbers).items() if number and count == 1}
    taken = set(single)
    counts: dict[str, int] = {}
    result: dict[str, str] = {}
    for section, number in zip(sections, numbers, strict=True):
        if number in single:
            result[section.uid] = number
            continue
        words = _slug(plain_heading(section)) or number or ("section" if section.level else "front")
        name = words
        while name in taken:
            counts[words] = counts.get(words, 1) + 1
            name = f"{words}-{counts[words]}"
        taken.add(name)
        result[section.uid] = name
    return result


def address(section: Section, sections: Sequence[Section]) -> str:
    """What stands for one section in permanent addresses; for many of them ask `addresses` once."""
    return addresses(sections)[section.uid]


def _slug(words: str) -> str:
    """Letters and digits of any script in small letters, joined by hyphens, cut at a word."""
    slug = _NOT_SLUG.sub("-", canonical(words).lower().replace("i\u0307", "i")).strip("-")
    if len(slug) <= _SLUG_LENGTH:
        return slug
    cut = slug[:_SLUG_LENGTH + 1].rpartition("-")[0]
    return cut or slug[:_SLUG_LENGTH]
