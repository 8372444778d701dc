"""Nothing of the interface stays English for a reader of Serbian in Cyrillic: every kind of page, as the people who use it."""
import re

import pytest
from sqlalchemy import String, Text, select

from consult.db import db
from consult.i18n import LOCALES
from tests import page_faults
from tests.catalogues import compiled
from tests.story.copies import memory
from tests.story.crawling import VISITOR, World

#: Elements whose words are data, code, or a picture.
NOT_OURS = frozenset({"code", "pre", "ins", "del", "q", "mark", "blockquote", "textarea", "script", "style", "svg", "title"})
#: What a Serbian page may call by its Latin name.
LATIN = frozenset({
    "SHA", "CSV", "JSON", "XLSX", "DOCX", "PDF", "PNG", "JPEG", "UTF", "NUL", "eml", "docx", "Word", "Markdown", "Alt", "Natural", "Earth", "CET", "CEST", "EET", "EEST", "TRT",
    "name", "ime", "example", "org", "sbcp", "model", "documents", "http", "https", "localhost", "www", "html", "razvoj", "Firefox", "Chrome", "Werkzeug", "sample", "test",
    "GMT", "MSK", "Excel", "Python", "JavaScript", "OpenDocument", "ODT", "XLIFF", "report", "json",
})
OWN_NAMES = frozenset(word for locale in LOCALES for word in locale.autonym.split())
WORD = re.compile(r"[A-Za-zÀ-ž]{3,}")
#: Public numbers: comments, receipts, hashes, addresses of mail.
NUMBER = re.compile(r"\b[RS]\d+-[A-Z0-9-]+|\b[0-9a-f]{10,}…?|\S+@\S+|\bact-\d+\.\w+|/\S+")


@pytest.fixture(scope="module")
def serbian(told, tmp_path_factory):
    with memory(told, DEMONSTRATION=True, TRANSLATIONS=compiled(tmp_path_factory.mktemp("catalogues"))) as app:
        yield World(app)


@pytest.fixture(scope="module")
def data(serbian):
    """Everything that is written in a row, the longest first."""
    found = set()
    with serbian.app.app_context():
        for table in db.metadata.tables.values():
            for column in (c for c in table.columns if isinstance(c.type, String | Text)):
                found |= {" ".join(value.split()) for value in db.session.scalars(select(column).distinct()) if isinstance(value, str) and WORD.search(value)}
    return sorted(found, key=len, reverse=True)


def spoken(element):
    """The words of an element and below that are the site's own: text, and attributes that are read out. What names its language is somebody's."""
    if not isinstance(element.tag, str) or element.tag in NOT_OURS or element.get("lang"):
        return
    yield element.text or ""
    yield from (element.get(name) or "" for name in ("aria-label", "title", "placeholder", "alt", "data-comment-words"))
    for child in element:
        yield from spoken(child)
        yield child.tail or ""


def foreign(words, data):
    """The Latin words in some text that neither a row nor the list above accounts for."""
    rest = NUMBER.sub(" ", words)
    if not (set(WORD.findall(rest)) - LATIN - OWN_NAMES):
        return set()
    rest = " ".join(words.split())
    for piece in data:
        if rest in piece:
            return set()
        rest = rest.replace(piece, " ")
    return set(WORD.findall(NUMBER.sub(" ", rest))) - LATIN - OWN_NAMES


@pytest.mark.parametrize("name", [VISITOR, "cluster.rs", "member.rs", "editor", "admin"])
def test_no_english_is_left_on_the_pages(serbian, data, name):
    known, wrong, seen = {}, {}, 0
    for address, response in serbian.crawl(name, ["/?lang=sr-Cyrl", "/comments/?round=1", "/search?q=cluster", "/permissions", "/mailbox/", "/nothing-here"], samples=1):
        letter = address.startswith("/mailbox/") and address.endswith("/letter")  # it speaks the language of the person it was written to
        if response.mimetype != "text/html" or 300 <= response.status_code < 400 or letter:
            response.close()
            continue
        seen += 1
        page = page_faults.parsed(response.text)
        assert page.get("lang") == "sr-Cyrl", address
        for words in spoken(page.find("body")):
            if words not in known:
                known[words] = foreign(words, data)
            if known[words]:
                wrong.setdefault(" ".join(words.split()), address)
    assert seen > 20
    assert not wrong, "\n".join(f"{address}: {words[:160]}" for words, address in wrong.items())
