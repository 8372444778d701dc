"""The ways from a draft of one's own to the organisation, as a colleague and a lead find them on the pages."""
import io
import re

import pytest
from sqlalchemy import select

from consult.comments.actions import writing
from consult.comments.rules import CommentKind
from consult.db import db
from consult.organisations import actions as organisations
from consult.organisations.rules import OrganisationKind
from consult.rounds.models import Round
from consult.submissions.models import Attachment, Sending
from consult.teams import actions as teams
from tests.page_faults import check

PDF = b"%PDF-1.7\n%sample\n%%EOF\n"
NAME = "Klaster drveta (sample)"


def texts(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def founded(person):
    body = organisations.register(person("cluster"), NAME, OrganisationKind.CLUSTER, "RS")
    organisations.admit(person("cluster"), organisations.ask(person("observer"), body))
    return body


@pytest.fixture
def number(people, world, within):
    return within(lambda desk: founded(desk.person).id)


@pytest.fixture
def drafted(number, world, within):
    return within(lambda desk: writing.save_draft(desk.person("observer"), db.session.get_one(Round, world.round), world.sections["2"], CommentKind.SUBSTANCE,
                                                  "We need more time.").id)


@pytest.fixture
def shared(number, world, within):
    def give(desk):
        draft = writing.save_draft(desk.person("observer"), db.session.get_one(Round, world.round), world.sections["2"], CommentKind.SUBSTANCE, "We need more time.")
        return teams.share(desk.person("observer"), desk.person("observer").memberships[0].organisation, draft).draft_id

    return within(give)


def test_a_colleague_shares_each_draft_from_the_page_of_own_drafts(number, drafted, browser_of):
    colleague = browser_of("observer")
    page = colleague.get("/comments/drafts")
    check(page, "/comments/drafts")
    assert f"Share with {NAME}" in texts(page)
    assert colleague.fill("/comments/drafts", to=f"/teams/{number}/share").location == f"/teams/{number}"
    assert "We need more time." in browser_of("cluster").get(f"/teams/{number}").text


def test_a_colleague_is_told_before_sending_that_it_speaks_for_oneself(number, drafted, browser_of):
    words = texts(browser_of("observer").get("/comments/drafts"))
    told = words.index(f"Only a lead sends under the name of {NAME}")
    assert told < words.index("On whose behalf do you speak?")


def test_a_lead_and_who_belongs_to_no_organisation_are_not_told_so(number, world, within, browser_of):
    for name in ("cluster", "citizen"):
        within(lambda desk, name=name: writing.save_draft(desk.person(name), db.session.get_one(Round, world.round), None, CommentKind.GENERAL, "Mine.").id)
        assert "Only a lead sends" not in browser_of(name).get("/comments/drafts").text
    assert "Share with" not in browser_of("citizen").get("/comments/drafts").text


def test_the_account_menu_leads_members_to_the_drafts_of_their_organisation(number, world, browser_of):
    assert f'href="/teams/{number}"' in browser_of("observer").get("/").text
    assert "/teams/" not in browser_of("citizen").get("/").text


def test_without_a_draft_of_ones_own_there_is_a_way_to_the_text(number, drafted, browser_of):
    browser_of("observer").fill("/comments/drafts", to=f"/teams/{number}/share")
    for name in ("observer", "cluster"):
        page = browser_of(name).get(f"/teams/{number}").text
        assert 'href="/documents/model/0.1/"' in page[page.index("Your own drafts"):]


def test_the_lead_declares_the_interest_of_the_organisation(app, number, shared, browser_of):
    lead, send = browser_of("cluster"), f"/teams/{number}/send"
    assert "Your interest in the matter" not in lead.get(send).text
    app.config["INTEREST"] = "required"
    refused = lead.fill(send, drafts=str(shared), interest=" ")
    assert refused.status_code == 422
    assert "Say what interest you have in the matter" in texts(refused)
    receipt = lead.fill(send, drafts=str(shared), interest="Our members make furniture.")
    assert receipt.status_code == 303
    assert "Our members make furniture." in texts(lead.get(receipt.location))
    assert "Our members make furniture." in texts(browser_of(None).get("/comments/R1-RS-001"))
    with app.app_context():
        assert db.session.scalars(select(Sending.interest)).all() == ["Our members make furniture."]


def test_what_is_typed_where_no_interest_is_asked_for_is_not_kept(app, number, shared, browser_of):
    assert browser_of("cluster").fill(f"/teams/{number}/send", drafts=str(shared), interest="Nobody asked.").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Sending.interest)).all() in ([], [""])


def test_a_conflict_over_a_shared_draft_says_one_thing(shared, browser_of):
    colleague, lead, edit = browser_of("observer"), browser_of("cluster"), f"/teams/drafts/{shared}"
    form = {"kind": "substance", "quote": "", "proposed": "", "reason": "", "language": "en"}
    lead.fill(edit, body="The lead was quicker.", **form)
    refused = texts(colleague.fill(edit, body="Mine, written meanwhile.", revision="1", **form))
    assert refused.count("A colleague saved this draft while you were writing.") == 1
    assert "second window" not in refused
    assert "What your colleague saved" in refused


def test_every_colleague_attaches_and_removes_files_of_a_shared_draft(app, shared, browser_of):
    lead, colleague, edit, files = browser_of("cluster"), browser_of("observer"), f"/teams/drafts/{shared}", f"/comments/drafts/{shared}/files"
    for one, name in ((lead, "lead.pdf"), (colleague, "colleague.pdf")):
        assert files in one.get(edit).text
        check(one.get(files), files)
        assert one.fill(files, file=(io.BytesIO(PDF + name.encode()), name, "application/pdf")).location == files
    page = lead.get(files)
    check(page, files)
    assert "your colleagues" in texts(page)
    assert f'href="{edit}"' in page.text
    assert 'href="/comments/drafts"' not in page.text[page.text.index("<main"):page.text.index("</main")]
    with app.app_context():
        ids = {one.name: one.id for one in db.session.scalars(select(Attachment))}
    for one, name in ((lead, "colleague.pdf"), (colleague, "lead.pdf")):
        assert one.get(f"/comments/files/{ids[name]}").status_code == 200
        assert one.fill(files, to=f"/comments/files/{ids[name]}/remove").location == files
    with app.app_context():
        assert db.session.scalars(select(Attachment)).all() == []


@pytest.mark.parametrize("name", [None, "citizen", "editor", "admin", "moderator"])
def test_X4_nobody_else_attaches_to_a_shared_draft_or_opens_its_files(app, shared, browser_of, name):
    files = f"/comments/drafts/{shared}/files"
    browser_of("cluster").fill(files, file=(io.BytesIO(PDF), "lead.pdf", "application/pdf"))
    with app.app_context():
        number = db.session.scalars(select(Attachment.id)).one()
    outside = browser_of(name)
    assert outside.get(files).status_code in {303, 403, 404}
    assert outside.get(f"/comments/files/{number}").status_code in {303, 403, 404}
    assert outside.client.post(f"/comments/files/{number}/remove").status_code in {303, 400, 403, 404}
    with app.app_context():
        assert db.session.scalars(select(Attachment.name)).all() == ["lead.pdf"]


def test_whoever_left_touches_the_files_of_the_draft_no_more(shared, within, browser_of):
    within(lambda desk: organisations.leave(desk.person("observer"), desk.person("observer").memberships[0]) or 1)
    assert browser_of("observer").get(f"/comments/drafts/{shared}/files").status_code in {403, 404}
