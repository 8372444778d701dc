"""A file or pasted words as Markdown, with the pictures in it and what was lost on the way."""
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from mammoth import docx

from consult.documents.rules import TEXT_MAX, check_text, read_upload
from consult.errors import Invalid
from consult.i18n import N_
from consult.importing.rules.guarding import Unsafe
from consult.importing.rules.marking import Marker
from consult.importing.rules.package import Package, refuse
from consult.importing.rules.pictures import Picture
from consult.importing.rules.writing import Writer
from consult.text import sections as texts
from consult.text.normalise import canonical

ACCEPT = ".docx,.md,.markdown,.txt"
_PLAIN = frozenset({".md", ".markdown", ".txt"})
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_PICTURE = re.compile(r"!\[[^\]\n]*\]\((?!/pictures/)[^)\n]+\)")
_HTML = re.compile(r"<(?!br\b|sub\b|sup\b|em\b|strong\b|s\b|u\b)[a-z][a-z0-9]*(?:\s[^<>]*)?>", re.I)


@dataclass(frozen=True)
class Read:
    """What a file says."""

    markdown: str
    lost: Mapping[str, int] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def read(name: str, content: bytes) -> Read:
    """The text of a Word or Markdown file, judged by what it is; refuses what cannot be read, with the reason."""
    ending = PurePosixPath(name.lower()).suffix
    if not content:
        raise Invalid(N_("The file is empty."), field="file")
    if content.startswith(_OFFICE) and ending not in _PLAIN:
        if ending not in {".docx", ".doc", ""}:
            raise Invalid(N_("Only Word documents (.docx) and Markdown files (.md) are taken. Save the text as one of these and choose it again."), field="file")
        return _checked(of_word(content), "file")
    if ending not in _PLAIN | {".docx", ""}:
        raise Invalid(N_("Only Word documents (.docx) and Markdown files (.md) are taken. Save the text as one of these and choose it again."), field="file")
    if ending == ".docx":
        raise refuse(Unsafe.DAMAGED)
    return pasted(read_upload(content), "file")


def pasted(text: str, field_: str = "text") -> Read:
    """Words that are Markdown already; every character is kept."""
    text = canonical(text)
    lost = Counter({"markdown_pictures": len(_PICTURE.findall(text)), "markdown_html": len(_HTML.findall(text))})
    return _checked(Read(text, +lost), field_)


def of_word(content: bytes) -> Read:
    """The text of a Word file."""
    package = Package(content)
    marker = Marker(package)
    try:
        parts = marker.marked()
        if not parts:
            raise refuse(Unsafe.DAMAGED)
        found = docx.read(package.with_parts(parts))
        writer = Writer(found.value, marker.lost)
        markdown = canonical(writer.markdown())
    except (RecursionError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError) as error:
        raise refuse(Unsafe.DAMAGED) from error
    marker.lost["symbols"] += sum("w:sym" in message.message for message in found.messages)
    return Read(markdown, +marker.lost, writer.pictures)


def _checked(found: Read, field_: str) -> Read:
    """A text that a document could hold: some words, and not too many. What one section may hold is asked when the preview is used."""
    if not found.markdown.strip():
        raise Invalid(N_("There are no words in it."), field=field_)
    if len(found.markdown) > TEXT_MAX:
        try:
            check_text(texts.parse(found.markdown))
        except Invalid as error:
            raise Invalid(error.reason, field=field_, **error.facts) from None
    return found
