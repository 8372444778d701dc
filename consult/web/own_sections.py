"""What became of the section a person commented on, as an answer names it: for the mail that tells of the answer."""
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from flask_babel import gettext
from markupsafe import Markup

from consult.comments.models import ChangeLink, Comment, Disposition
from consult.documents.models import Section, Version
from consult.documents.rules import PUBLIC
from consult.notices import queries
from consult.text import diff, render, tree

#: Texts longer than this together, in characters, are looked at on the page and not in a mail.
LONGEST = 40_000


@dataclass(frozen=True)
class Became:
    """A section as it was commented on and as it became: as HTML with ins and del, and as lines with a sign before them."""

    section: Section | None
    before: Version
    after: Version
    html: Markup
    lines: list[tuple[str, str]]

    @property
    def path(self) -> str:
        """Where the change can be looked at, once the version is public."""
        anchor = f"#c-{self.section.address}" if self.section else ""
        return f"/documents/{self.after.document.slug}/compare/{self.before.label}/{self.after.label}{anchor}" if self.after.state in PUBLIC else ""


def became(comment: Comment, answer: Disposition) -> list[Became]:
    """The sections that an answer names as changed, the author's own first: from the version commented on to the version of the change."""
    links = sorted(answer.changes, key=lambda link: (link.section_uid != comment.section_uid, link.id))
    found = queries.sections_named([link.section_uid for link in links], [comment.version_id, *(link.to_version_id for link in links)])
    return [_became(comment, link, found) for link in links]


def _became(comment: Comment, link: ChangeLink, found: dict[tuple[int, str], Section]) -> Became:
    old, new = found.get((comment.version_id, link.section_uid)), found.get((link.to_version_id, link.section_uid))
    renamed = old is not None and new is not None and (old.number, old.heading) != (new.number, new.heading)
    texts = tuple(f"**{row.number} {row.heading}**\n\n{row.body}" if row and renamed else row.body if row else "" for row in (old, new))
    short = sum(map(len, texts)) <= LONGEST
    html = render.diff(diff.compare(texts[0], texts[1]), gettext) if short else Markup("")
    return Became(new or old, comment.version, link.to_version, html, list(lines(texts[0], texts[1])) if short else [])


def lines(old: str, new: str) -> Iterator[tuple[str, str]]:
    """What differs between two Markdown texts, line by line as they are read: "-" before what went, "+" before what came, asterisks around other words."""
    ours, theirs = (list(tree.lines(tree.read(text))) for text in (old, new))
    for op, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if op == "replace":
            for one, other in zip_longest(ours[a:b], theirs[c:d], fillvalue=""):
                yield from _pair(one, other)
        elif op != "equal":
            yield from [*(("-", line) for line in ours[a:b]), *(("+", line) for line in theirs[c:d])]


def _pair(old: str, new: str) -> Iterator[tuple[str, str]]:
    if not (old and new):
        yield ("-", old) if old else ("+", new)
        return
    pieces = diff.words(old, new)
    if not any(piece.op == "same" and piece.text.strip() for piece in pieces):
        yield from [("-", old), ("+", new)]  # nothing in common: no word differs from another
        return
    for sign, op in (("-", "gone"), ("+", "new")):
        yield sign, "".join(_marked(piece.text) if piece.op == op else piece.text for piece in pieces if piece.op in {"same", op})


def _marked(text: str) -> str:
    words = text.strip()
    return text.replace(words, f"*{words}*", 1) if words else text
