"""What every Office file is asked before a byte of it is believed. Nothing is run, followed, or unpacked to a disk."""
import io
import re
import zipfile
from enum import StrEnum

from consult.evidence.rules import PARTS_MAX, RUNS, UNREADABLE

_OLD = b"\xd0\xcf\x11\xe0"
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
#: So much of each part is looked at: declarations stand at the beginning; a long comment before them is no usual file.
_HEAD = 65_536


class Unsafe(StrEnum):
    """Why a file is not opened."""

    PROTECTED = "protected"
    BOMB = "bomb"
    ENTITIES = "entities"
    MACROS = "macros"
    DAMAGED = "damaged"


def opened(content: bytes, unpacked_max: int) -> zipfile.ZipFile | Unsafe:
    """The parts of an Office file, or why it stays shut: a password or the old form, a bomb, entities, programs, damage."""
    if content.startswith(_OLD):
        return Unsafe.PROTECTED
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > unpacked_max:
            return Unsafe.BOMB
        if any(part.flag_bits & 1 for part in parts):
            return Unsafe.PROTECTED
        if any(RUNS.search(part.filename) for part in parts):
            return Unsafe.MACROS
        if any(_declares(archive, part) for part in parts):
            return Unsafe.ENTITIES
    except UNREADABLE:
        return Unsafe.DAMAGED
    return archive


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part brings entities along, or hides what it says in an encoding that no word processor writes."""
    if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
        return False
    with archive.open(part) as opened_part:
        head = opened_part.read(_HEAD)
    return bool(_DOCTYPE.search(head)) or b"\0" in head
