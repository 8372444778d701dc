"""Which files are taken as proof: a short list, judged by name and by content, so that nothing that runs is ever kept or handed out."""
import io
import re
import zipfile
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
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*:[ \t]?.*")


def tidy_name(name: str) -> str:
    """The file's own name without folders, control characters or an endless length."""
    base = PurePosixPath(name.replace("\\", "/")).name
    base = "".join(letter for letter in base if letter.isprintable()).strip(" .")
    stem, dot, ending = base.rpartition(".")
    return f"{stem[:NAME_MAX - 10]}{dot}{ending[:9]}" if dot else base[:NAME_MAX]


def media_type(name: str, claimed: str, content: bytes) -> str:
    """The media type of a file that may be kept; refuses any other, and one that is not what its name says."""
    if not content:
        raise Invalid(N_("The file is empty."), field="evidence")
    if len(content) > SIZE_MAX:
        raise Invalid(N_("The file is larger than %(most)s MB."), field="evidence", most=SIZE_MAX // 2**20)
    kind = TYPES.get(PurePosixPath(name.lower()).suffix)
    if kind is None:
        raise Invalid(N_("Only these files are taken: PDF, PNG, JPEG, plain text, e-mail (.eml) and Word (.docx)."), field="evidence")
    claimed = claimed.split(";")[0].strip().lower()
    if not _is(kind, content) or (claimed in TYPES.values() and claimed not in VAGUE and claimed != kind):
        raise Invalid(N_("The content of the file is not what its name says. Save it anew in the right form and choose it again."), field="evidence")
    return kind


def _is(kind: str, content: bytes) -> bool:
    """Whether the bytes are of this kind."""
    if kind == TYPES[".pdf"]:
        return content.startswith(b"%PDF-")
    if kind == TYPES[".png"]:
        return content.startswith(b"\x89PNG\r\n\x1a\n")
    if kind == TYPES[".jpg"]:
        return content.startswith(b"\xff\xd8\xff")
    if kind == TYPES[".docx"]:
        return _is_document(content)
    return _is_text(content) and (kind == TYPES[".txt"] or _is_mail(content))


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _is_mail(content: bytes) -> bool:
    lines = content.decode("utf-8").splitlines()
    return bool(lines) and bool(_HEADER.fullmatch(lines[0])) and any(line.lower().startswith("from:") for line in lines[:200])


def _is_document(content: bytes) -> bool:
    """A Word document without macros; only the list of parts is read, nothing is unpacked."""
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return {"[Content_Types].xml", "word/document.xml"} <= set(names) and not any("vbaproject" in name.lower() for name in names)
