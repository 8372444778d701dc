"""Files that go with comments: judged by content, private with their draft, hidden with their comment, never run by a browser."""
import io
import zipfile

import pytest
from sqlalchemy import func, select

from consult.accounts import actions as accounts
from consult.db import db
from consult.errors import Invalid
from consult.submissions.models import AttachedFile, Attachment
from consult.submissions.rules import ATTACHABLE, Limits, Upload, attachable
from tests.comments.test_views import texts, write

PDF = b"%PDF-1.7\n%sample\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


def packed(**parts):
    """A zip file with these parts; / is written __ and . as _dot_."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stored.getvalue()


def office(main, said="<Types/>", **more):
    return packed(**{"[Content_Types]_dot_xml": said, main: "<x/>"} | more)


DOCX, XLSX = office("word__document_dot_xml"), office("xl__workbook_dot_xml")
ODT = packed(mimetype=ATTACHABLE[".odt"], content_dot_xml="<x/>")
GOOD = {"a.pdf": PDF, "a.png": PNG, "a.jpg": b"\xff\xd8\xff\xe0 jpeg", "a.jpeg": b"\xff\xd8\xff\xe1", "a.docx": DOCX, "a.xlsx": XLSX, "a.odt": ODT,
        "Студија о кластерима.PDF": PDF}
BAD = {
    "nothing": ("a.pdf", b""), "program": ("a.pdf", b"MZ\x90"), "page": ("a.pdf", b"<html>%PDF-"), "script": ("a.svg", b"<svg/>"), "text": ("a.txt", b"words"),
    "word as excel": ("a.xlsx", DOCX), "excel as word": ("a.docx", XLSX), "word as text": ("a.odt", DOCX),
    "macros": ("a.docx", office("word__document_dot_xml", word__vbaProject_dot_bin="x")),
    "macros said": ("a.docx", office("word__document_dot_xml", said="application/vnd.ms-word.document.macroEnabled.main+xml")),
    "old macros": ("a.xlsx", office("xl__workbook_dot_xml", xl__macrosheets__sheet1_dot_xml="x")),
    "control": ("a.docx", office("word__document_dot_xml", word__activeX__a_dot_bin="x")),
    "basic": ("a.odt", packed(mimetype=ATTACHABLE[".odt"], content_dot_xml="x", Basic__Standard__a_dot_xml="x")),
    "program inside": ("a.docx", office("word__document_dot_xml", word__embeddings__setup_dot_exe="MZ")), "torn": ("a.docx", DOCX[:60]),
    "hidden behind a picture": ("a.docx", PNG + DOCX), "spreadsheet as odt": ("a.odt", packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="x")),
}


@pytest.mark.parametrize("name", GOOD)
def test_the_seven_kinds_are_taken_by_their_content(name):
    judged = attachable(Upload(name, "application/octet-stream", GOOD[name]), Limits())
    assert judged.media_type == ATTACHABLE["." + name.rsplit(".", 1)[1].lower()]
    assert len(judged.digest) == 64


@pytest.mark.parametrize("what", BAD)
def test_what_is_not_what_it_says_or_can_run_is_refused(what):
    name, content = BAD[what]
    with pytest.raises(Invalid) as refused:
        attachable(Upload(name, "", content), Limits())
    assert refused.value.field == "file"


def test_a_zip_bomb_is_refused_unread():
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * (201 * 2**20))
    assert len(stored.getvalue()) < 2**20
    with pytest.raises(Invalid):
        attachable(Upload("a.docx", "", stored.getvalue()), Limits())


def test_the_largest_size_is_a_setting():
    attachable(Upload("a.pdf", "", PDF + b"0" * (2**20 - len(PDF))), Limits(megabytes=1))
    with pytest.raises(Invalid, match="larger than 1 MB"):
        attachable(Upload("a.pdf", "", PDF + b"0" * 2**20), Limits(megabytes=1))


def put(browser, content=PDF, name="study.pdf", draft=1):
    return browser.fill(f"/comments/drafts/{draft}/files", file=(io.BytesIO(content), name))


def rows(app, model):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_a_file_is_attached_listed_and_sent_with_its_comment(app, world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    assert put(citizen).status_code == 303
    assert "study.pdf PDF, 1 KB" in texts(citizen.get("/comments/drafts"))
    citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
    page = browser_of(None).get("/comments/R1-RS-001")
    assert "study.pdf PDF, 1 KB" in texts(page)
    assert 'href="/comments/files/1"' in page.text
    for address in ("/comments/receipts/S1-0001", "/comments/receipts/S1-0001/copy"):
        assert "study.pdf" in citizen.get(address).text


def test_a_file_is_a_download_that_a_browser_does_not_run(app, world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    put(citizen, PNG, "Графикон 1.png")
    answer = citizen.get("/comments/files/1")
    assert answer.data == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert (answer.content_type, answer.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("name", ["cluster", "editor", "moderator", "admin", None])
def test_the_file_of_a_draft_is_its_authors_alone(world, browser_of, name):
    citizen = browser_of("citizen")
    write(citizen)
    put(citizen)
    assert citizen.get("/comments/files/1").status_code == 200
    other = browser_of(name)
    assert other.get("/comments/files/1").status_code == (303 if name is None else 403)
    assert other.get("/comments/drafts/1/files").status_code == 404
    assert other.client.post("/comments/files/1/remove", data={"csrf_token": "x"}).status_code in {400, 403}


def test_a_file_goes_out_of_sight_with_its_comment(world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    put(citizen)
    citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
    browser_of("moderator").fill("/comments/R1-RS-001/hide", sure="y", reason="It insults.")
    assert "study.pdf" not in browser_of(None).get("/comments/R1-RS-001").text
    assert browser_of("cluster").get("/comments/files/1").status_code == 403
    for name in ("citizen", "moderator", "editor"):
        assert browser_of(name).get("/comments/files/1").status_code == 200


def test_the_files_of_a_withdrawn_comment_are_public_no_longer(world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    put(citizen)
    citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y")
    citizen.fill("/comments/R1-RS-001/withdraw")
    assert browser_of("cluster").get("/comments/files/1").status_code == 403


def test_a_refused_file_says_why_and_costs_neither_words_nor_files(app, world, browser_of):
    citizen = browser_of("citizen")
    write(citizen, body="My words.")
    put(citizen)
    page = put(citizen, b"MZ", "study2.pdf")
    assert page.status_code == 422
    assert "The content of the file is not what its name says" in texts(page)
    assert "study.pdf" in texts(page)
    assert "My words." in texts(page)
    assert citizen.fill("/comments/drafts/1/files").status_code == 422
    assert rows(app, Attachment) == 1


def test_words_that_are_refused_cost_no_file(app, world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    put(citizen)
    assert citizen.fill("/comments/drafts/1", kind="substance", body="", language="en").status_code == 422
    assert rows(app, Attachment) == 1


def test_a_removed_file_leaves_nothing(app, world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    put(citizen)
    assert citizen.fill("/comments/drafts/1/files", to="/comments/files/1/remove").status_code == 303
    assert (rows(app, Attachment), rows(app, AttachedFile)) == (0, 0)


def test_a_sent_file_stays(app, world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    put(citizen)
    write(citizen, section="3")
    form = citizen.get("/comments/drafts/2/files").text
    token = form.partition('name="csrf_token" value="')[2].partition('"')[0]
    citizen.fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y", drafts=["1"])
    assert citizen.client.post("/comments/files/1/remove", data={"csrf_token": token}).status_code == 403
    assert rows(app, Attachment) == 1


def test_a_discarded_draft_and_a_closed_account_take_their_files_along(app, world, within, browser_of):
    citizen = browser_of("citizen")
    for section in ("1", "2"):
        write(citizen, section=section)
    put(citizen, draft=1)
    put(citizen, draft=2)
    assert (rows(app, Attachment), rows(app, AttachedFile)) == (2, 1)
    citizen.fill("/comments/drafts", to="/comments/drafts/1/discard")
    assert (rows(app, Attachment), rows(app, AttachedFile)) == (1, 1)
    within(lambda desk: accounts.close(desk.person("citizen"), desk.person("citizen")))
    assert (rows(app, Attachment), rows(app, AttachedFile)) == (0, 0)


def test_the_same_file_is_not_attached_twice_and_a_comment_has_few(app, world, browser_of):
    citizen = browser_of("citizen")
    write(citizen)
    app.config["ATTACHMENTS"] = 2
    put(citizen)
    assert "This file is attached already." in texts(put(citizen, name="again.pdf"))
    form = citizen.get("/comments/drafts/1/files").text
    hidden = {name: form.partition(f'name="{name}" value="')[2].partition('"')[0] for name in ("csrf_token", "form_key")}
    assert put(citizen, PDF + b"2").status_code == 303
    assert "A comment has 2 files at most." in texts(citizen.get("/comments/drafts/1/files"))
    page = citizen.client.post("/comments/drafts/1/files", data=hidden | {"file": (io.BytesIO(PDF + b"3"), "third.pdf")})
    assert "A comment has 2 files at most." in texts(page)
    assert rows(app, Attachment) == 2


def test_the_largest_file_passes_the_largest_request(app):
    assert app.config["ATTACHMENT_MB"] < app.config["UPLOAD_MB"]
