"""Word files made on the spot, and an editor who brings them in."""
import io
import re
import zipfile

import pytest
from docx import Document

from consult.importing.rules.reading import read

PNG = (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
       b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def altered(content, parts=None, **replaced):
    """The file with words of its main part replaced, and parts added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/document.xml":
                for before, after in replaced.items():
                    assert before.encode() in body
                    body = body.replace(before.encode(), after.encode())
            new.writestr(name, (parts or {}).get(name, body))
        for name, body in (parts or {}).items():
            if name not in old.namelist():
                new.writestr(name, body)
    return out.getvalue()


def words_of(fill):
    """The Markdown of a Word file that `fill` writes, and what was lost."""
    document = Document()
    fill(document)
    return read("text.docx", saved(document))


@pytest.fixture
def bring(app, people, browser_of):
    """Bring a file in as the editor: (browser, the page after it)."""

    def send(content, name="law.docx", who="editor"):
        browser = browser_of(who)
        return browser, browser.fill("/importing/", file=(io.BytesIO(content), name))

    return send


@pytest.fixture
def plain():
    """What a reader sees of a page."""
    return lambda page: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))
