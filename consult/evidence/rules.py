"""Which files are taken as proof: a short list, judged by name and by content, so that nothing that runs is ever kept or handed out."""
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from consult.errors import Invalid
from consult.i18n import N_

SIZE_MAX, NAME_MAX = 6 * 2**20, 120
#: Ending -> media type. Everything else is refused.
TYPES = {
    ".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".txt": "text/plain", ".eml": "message/rfc822",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ACCEPT = ",".join(TYPES)
#: What a browser says when it does not know; it contradicts nothing.
VAGUE = frozenset({"", "application/octet-stream", "text/plain"})
ODT = "application/vnd.oasis.opendocument.text"
#: The part that makes a zip file a document of Word or Excel.
OFFICE = {TYPES[".docx"]: "word/document.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xl/workbook.xml"}
#: Parts that hold macros, controls or programs, in either family of formats.
RUNS = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|^basic/|^scripts/|\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|js|jar|hta)$", re.I)
ONLY_PROOF = N_("Only these files are taken: PDF, PNG, JPEG, plain text, e-mail (.eml) and Word (.docx).")
#: A document has fewer parts than this, and unpacks to less: what has more is made to choke a reader.
PARTS_MAX, UNPACKED_MAX, LIST_MAX = 5000, 200 * 2**20, 2**20
#: What reading an archive raises when it is damaged, encrypted, or made by hand to confuse.
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError)
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*:[ \t]?.*")


def tidy_name(name: str) -> str:
    """The file's own name without folders, control characters or an endless length."""
    base = PurePosixPath(name.replace("\\", "/")).name
    base = "".join(letter for letter in base if letter.isprintable()).strip(" .")
    stem, dot, ending = base.rpartition(".")
    return f"{stem[:NAME_MAX - 10]}{dot}{ending[:9]}" if dot else base[:NAME_MAX]


def media_type(name: str, claimed: str, content: bytes) -> str:
    """The media type of a file that may be kept as proof; refuses any other, and one that is not what its name says."""
    return judged(name, claimed, content, TYPES, SIZE_MAX, ONLY_PROOF, "evidence")


def judged(name: str, claimed: str, content: bytes, types: Mapping[str, str], most: int, only: str, field: str) -> str:
    """The media type of a file among those that are taken; `only` says which, `field` names the field of the form."""
    if not content:
        raise Invalid(N_("The file is empty."), field=field)
    if len(content) > most:
        raise Invalid(N_("The file is larger than %(most)s MB."), field=field, most=most // 2**20)
    kind = types.get(PurePosixPath(name.lower()).suffix)
    if kind is None:
        raise Invalid(only, field=field)
    claimed = claimed.split(";")[0].strip().lower()
    if not _is(kind, content) or (claimed in types.values() and claimed not in VAGUE and claimed != kind):
        raise Invalid(N_("The content of the file is not what its name says, or it holds macros. Save it anew in the right form and choose it again."), field=field)
    return kind


def _is(kind: str, content: bytes) -> bool:
    """Whether the bytes are of this kind."""
    if kind == TYPES[".pdf"]:
        return content.startswith(b"%PDF-")
    if kind == TYPES[".png"]:
        return content.startswith(b"\x89PNG\r\n\x1a\n")
    if kind == TYPES[".jpg"]:
        return content.startswith(b"\xff\xd8\xff")
    if kind in OFFICE:
        return _is_office(content, OFFICE[kind])
    if kind == ODT:
        return _is_open_document(content)
    return _is_text(content) and (kind == TYPES[".txt"] or _is_mail(content))


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _is_mail(content: bytes) -> bool:
    lines = content.decode("utf-8").splitlines()
    return bool(lines) and bool(_HEADER.fullmatch(lines[0])) and any(line.lower().startswith("from:") for line in lines[:200])


def _is_office(content: bytes, main: str) -> bool:
    """A document of Word or Excel without macros."""
    said = _part(content, "[Content_Types].xml", {"[Content_Types].xml", main})
    return said is not None and b"macroenabled" not in said.lower()


def _is_open_document(content: bytes) -> bool:
    """An OpenDocument text without macros; its first part says what it is."""
    return _part(content, "mimetype", {"mimetype", "content.xml"}) == ODT.encode()


def _part(content: bytes, name: str, wanted: set[str]) -> bytes | None:
    """The beginning of one part of a zip file that has the wanted parts and none that runs; nothing else of it is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if not wanted <= names or len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
            return None
        if any(part.flag_bits & 1 or RUNS.search(part.filename) for part in parts):
            return None
        with archive.open(name) as part:
            return part.read(LIST_MAX)
    except UNREADABLE:
        return None
