"""Files that cannot be taken: each refused in its own words, before anything is stored."""
import io
import re
import struct
import zipfile

import pytest
from docx import Document

from consult.errors import Invalid
from consult.importing.models import Intake
from consult.importing.rules.package import SIZE_MAX, UNPACKED_MAX, XML_MAX
from consult.importing.rules.pictures import SIZE_MAX as PICTURE_MAX
from consult.importing.rules.pictures import Picture, Refused, judged
from consult.importing.rules.reading import read
from tests.documents.conftest import desk, within
from tests.importing.conftest import PNG, altered, saved

__all__ = ["desk", "within"]


def plain_file():
    document = Document()
    document.add_paragraph("Words.")
    return saved(document)


def packed(parts, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def encrypted():
    """A file whose parts say that they need a password."""
    content = bytearray(plain_file())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def entities():
    lead = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return altered(plain_file(), {"word/document.xml": (lead + '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p>'
                                                        "</w:body></w:document>").encode()})


def deep():
    body = "<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000
    return altered(plain_file(), {"word/document.xml": f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'.encode()})


#: Declarations behind so long a comment that whoever looks at the beginning only does not see them.
_BOMB = b'<!DOCTYPE a [<!ENTITY a "' + b"lol" * 500 + b'"><!ENTITY b "' + b"&a;" * 500 + b'"><!ENTITY c "' + b"&b;" * 500 + b'">]>'
HIDDEN = b"<?xml version='1.0'?><!--" + b" " * 70_000 + b"-->" + _BOMB
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="x" ContentType="&c;"/></Types>'
RELATED = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="t/image" Target="&c;"/></Relationships>'

BAD = {
    "empty": (b"", "The file is empty."),
    "large": (b"PK\x03\x04" + b"\0" * SIZE_MAX, "larger than 10 MB"),
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "protected by a password, or it is in the old form"),
    "encrypted": (encrypted(), "protected by a password"),
    "bomb": (packed({"[Content_Types].xml": "<Types/>", "word/document.xml": b"<w/>" + b" " * (UNPACKED_MAX + 1)}), "far larger inside than it looks"),
    "one part": (packed({"[Content_Types].xml": "<Types/>", "word/document.xml": b"<w/>" + b" " * (XML_MAX + 1)}), "far larger inside than it looks"),
    "entities": (entities(), "declares parts of its own"),
    "utf-16": (altered(plain_file(), {"word/document.xml": "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a []><a/>".encode("utf-16")}), "declares parts of its own"),
    "entities behind a comment in the types": (altered(plain_file(), {"[Content_Types].xml": HIDDEN + TYPES}), "damaged or no Word document"),
    "entities behind a comment in relations nobody follows": (altered(plain_file(), {"word/_rels/footnotes.xml.rels": HIDDEN + RELATED}), "damaged or no Word document"),
    "types that are no xml": (altered(plain_file(), {"[Content_Types].xml": b"<Types"}), "damaged or no Word document"),
    "macros": (altered(plain_file(), {"word/vbaProject.bin": b"x"}), "holds macros or programs"),
    "macro type": (altered(plain_file(), {"[Content_Types].xml": b"<Types><Override PartName='/word/document.xml' ContentType='application/vnd.ms-word.macroEnabled'/></Types>"}),
                   "holds macros or programs"),
    "damaged": (plain_file()[:900], "damaged or no Word document"),
    "no xml": (altered(plain_file(), {"word/document.xml": b"<w:document"}), "damaged or no Word document"),
    "deep": (deep(), "damaged or no Word document"),
    "no words": (saved(Document()), "There are no words in it."),
    "other zip": (packed({"a.txt": "x"}), "damaged or no Word document"),
    "text called Word": (b"Only words", "damaged or no Word document"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_reason(name):
    content, sentence = BAD[name]
    with pytest.raises(Invalid, match=sentence) as refusal:
        read("law.docx", content)
    assert refusal.value.field == "file"


@pytest.mark.parametrize(("name", "content", "sentence"), [
    ("law.pdf", b"%PDF-1.7", "Only Word documents"), ("law.odt", b"PK\x03\x04", "Only Word documents"), ("law.doc", b"\xd0\xcf\x11\xe0", "the old form of Word"),
    ("law.md", b"\xff\xfeA", "not UTF-8"), ("law.md", b"a\0b", "NUL"), ("law.md", b"x" * 2_000_001, "2000001 characters"), ("law.md", b" \n", "no words"),
])
def test_other_files_are_refused_with_their_reason(name, content, sentence):
    with pytest.raises(Invalid, match=sentence):
        read(name, content)


def test_what_is_too_long_is_said_where_the_file_was_chosen():
    with pytest.raises(Invalid, match="2000001 characters") as refusal:
        read("law.md", b"x" * 2_000_001)
    assert refusal.value.field == "file"


def test_a_refusal_stands_on_the_page_and_nothing_is_stored(bring, plain, within):
    _, page = bring(BAD["bomb"][0])
    assert page.status_code == 422
    assert "far larger inside than it looks" in plain(page)
    assert within(lambda desk: Intake.query.count()) == 0


def test_a_file_of_fifty_megabytes_is_refused_before_it_is_read(browser_of, plain, within):
    page = browser_of("editor").client.post("/importing/", data=b"--x\r\n" + bytes(50 * 2**20), content_type="multipart/form-data; boundary=x")
    assert page.status_code == 413
    assert re.search(r"At most \d+ MB are taken at once. Nothing was stored", plain(page))
    assert within(lambda desk: Intake.query.count()) == 0


def test_an_entity_is_never_followed(bring, plain):
    _, page = bring(entities())
    assert page.status_code == 422
    assert "root:" not in page.text


@pytest.mark.parametrize(("content", "why"), [
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refused.KIND), (b"GIF", Refused.KIND), (b"\xff\xd8\xff", Refused.KIND), (b"\xff\xd8\xff\xe0\x00\x00" * 3, Refused.KIND),
    (b"", Refused.KIND),
    (PNG + b"\0" * PICTURE_MAX, Refused.LARGE), (PNG[:16] + struct.pack(">II", 60_000, 60_000) + PNG[24:], Refused.LARGE),
    (PNG[:16] + struct.pack(">II", 0, 5) + PNG[24:], Refused.LARGE),
])
def test_only_pictures_of_bearable_size_are_kept(content, why):
    assert judged(content) == why


def test_a_picture_is_named_by_its_bytes():
    found = judged(PNG)
    assert isinstance(found, Picture)
    assert found.address == f"/pictures/{found.digest}.png"
    jpeg = judged(b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00")
    assert isinstance(jpeg, Picture)
    assert jpeg.media_type == "image/jpeg"


def table_of(rows):
    """A file with a table of these rows in the words of Word."""
    return altered(plain_file(), {"word/document.xml": ('<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl>' + rows
                                                        + "</w:tbl><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:body></w:document>").encode()})


def cell(words, span=1):
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>'


@pytest.mark.parametrize("span", [2_000_000_000, 0, -1])
def test_a_cell_that_claims_an_odd_span_keeps_its_words(span):
    assert "Kept" in read("law.docx", table_of(f"<w:tr>{cell('Kept', span)}{cell('Beside')}</w:tr>")).markdown


def test_tables_that_would_grow_beyond_a_text_are_refused_before_they_do():
    with pytest.raises(Invalid, match="cells together"):
        read("law.docx", table_of(f"<w:tr>{''.join(cell('', 2_000_000_000) for _ in range(10))}</w:tr>" + f"<w:tr>{cell('a')}</w:tr>" * 400))
