"""Which files are taken as proof, by name and by content."""
import io
import zipfile

import pytest

from consult.errors import Invalid
from consult.evidence.rules import SIZE_MAX, TYPES, media_type, tidy_name


def document(*names):
    """A Word file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


WORD = document("[Content_Types].xml", "word/document.xml")
GOOD = {
    "a.pdf": b"%PDF-1.7 x", "a.png": b"\x89PNG\r\n\x1a\nx", "a.JPG": b"\xff\xd8\xffx", "a.jpeg": b"\xff\xd8\xffx", "a.txt": "Одлука".encode(),
    "a.eml": b"Received: x\r\nFrom: a@sample.test\r\n\r\nYes", "a.docx": WORD,
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_on_the_list_is_taken(name):
    assert media_type(name, "application/octet-stream", GOOD[name]) == TYPES["." + name.lower().split(".")[1]]


@pytest.mark.parametrize(("name", "content"), [
    ("a.html", b"<p>x"), ("a.svg", b"<svg/>"), ("a.exe", b"MZ"), ("a", b"x"), ("a.pdf.html", b"%PDF-1.7"), ("a.pdf", b"<script>"), ("a.png", GOOD["a.jpeg"]),
    ("a.txt", b"a\0b"), ("a.txt", b"\xff\xfe"), ("a.eml", b"no header here"), ("a.docx", b"PK\x03\x04"), ("a.docx", document("word/document.xml")),
    ("a.docx", document("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")), ("a.docm", WORD), ("a.pdf", b""), ("a.txt", b"x" * (SIZE_MAX + 1)),
])
def test_anything_else_is_refused(name, content):
    with pytest.raises(Invalid) as refusal:
        media_type(name, "", content)
    assert refusal.value.field == "evidence"


def test_a_claim_that_contradicts_the_content_is_refused():
    with pytest.raises(Invalid):
        media_type("a.pdf", "image/png", GOOD["a.pdf"])
    assert media_type("a.eml", "text/plain; charset=utf-8", GOOD["a.eml"]) == "message/rfc822"


@pytest.mark.parametrize(("name", "tidy"), [
    ("../../etc/passwd.txt", "passwd.txt"), ("C:\\letters\\a.pdf", "a.pdf"), ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"), (" .a.pdf ", "a.pdf"), ("писмо.pdf", "писмо.pdf"),
])
def test_a_name_is_tidied(name, tidy):
    assert tidy_name(name) == tidy


def test_an_endless_name_is_cut_before_its_ending():
    assert len(tidy_name("x" * 500 + ".pdf")) <= 120
    assert tidy_name("x" * 500 + ".pdf").endswith(".pdf")
