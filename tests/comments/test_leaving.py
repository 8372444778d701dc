"""Who speaks for an organisation now: who has left it rules nothing of it any more, and only confirmed organisations support comments."""
import re

import pytest

from consult.comments.actions import attaching, writing
from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.comments.rules import Capacity, CommentKind, CommentState
from consult.db import db, transaction
from consult.errors import NotAllowed
from consult.organisations import actions as organisations
from consult.organisations import queries as bodies
from consult.organisations.models import Organisation
from consult.organisations.rules import OrganisationKind
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.submissions.models import Attachment
from consult.submissions.rules import Limits, Upload
from consult.teams import actions
from tests.page_faults import check

PDF = b"%PDF-1.7\n%sample\n%%EOF\n"


def founded(person):
    """An organisation that `cluster` and `observer` lead, with `citizen` as a colleague."""
    body = organisations.register(person("cluster"), "Klaster drveta (sample)", OrganisationKind.CLUSTER, "RS")
    for name in ("observer", "citizen"):
        organisations.admit(person("cluster"), organisations.ask(person(name), body))
    organisations.name_lead(person("cluster"), bodies.current(body, person("observer")))
    return body


def left(person, name, body):
    organisations.leave(person(name), bodies.current(body, person(name)))


@pytest.fixture
def body(inside):
    with transaction():
        body = founded(inside)
    db.session.expire_all()
    return body


@pytest.fixture
def round_(inside, desk):
    with transaction():
        return desk.open_round(desk.publish())


@pytest.fixture
def comment(inside, desk, round_, body):
    """Sent for the organisation by one of its two leads."""
    with transaction():
        return desk.say(round_, name="cluster", organisation=body)


@pytest.mark.parametrize("step", [Action.COMMENTS_REPLACE, Action.COMMENTS_WITHDRAW])
def test_a_comment_of_an_organisation_is_its_leads_and_its_authors_while_a_member(inside, comment, body, step):
    may = {name for name in ("cluster", "observer", "citizen", "editor", "admin", "moderator") if allowed(inside(name), step, comment)}
    assert may == {"cluster", "observer"}, "the author and the other lead; a colleague who leads nothing does not"
    with transaction():
        organisations.step_down(inside("cluster"), bodies.current(body, inside("cluster")))
    assert allowed(inside("cluster"), step, comment), "its author, still a member"
    with transaction():
        left(inside, "cluster", body)
    db.session.expire_all()
    assert not allowed(inside("cluster"), step, comment), "its author has left"
    assert allowed(inside("observer"), step, comment)


def test_whoever_has_left_neither_replaces_nor_withdraws_and_the_present_lead_does(inside, comment, body):
    with transaction():
        left(inside, "cluster", body)
    db.session.expire_all()
    with pytest.raises(NotAllowed), transaction():
        writing.withdraw(inside("cluster"), comment)
    with pytest.raises(NotAllowed), transaction():
        writing.replace(inside("cluster"), comment, CommentKind.GENERAL, "I am gone.")
    with transaction():
        writing.replace(inside("observer"), comment, CommentKind.GENERAL, "Please lower it to eight.")
    assert (comment.body, [one.body for one in comment.former]) == ("Please lower it to eight.", ["Please lower the number."])
    with transaction():
        writing.withdraw(inside("observer"), comment)
    assert comment.state == CommentState.WITHDRAWN


def test_a_lead_does_not_rule_what_a_colleague_said_for_themselves(inside, desk, round_, body):
    with transaction():
        said = desk.say(round_, name="citizen")
    assert allowed(inside("citizen"), Action.COMMENTS_WITHDRAW, said)
    assert not allowed(inside("cluster"), Action.COMMENTS_WITHDRAW, said)


@pytest.fixture
def shared(inside, desk, round_, body):
    """A draft with a file that `citizen` shared with the organisation."""
    with transaction():
        draft = writing.save_draft(inside("citizen"), round_, None, CommentKind.GENERAL, "With a file.")
        file = attaching.attach(inside("citizen"), draft, Upload("note.pdf", "application/pdf", PDF), Limits())
        actions.share(inside("citizen"), body, draft)
    db.session.expire_all()
    return file


def test_the_file_of_a_shared_draft_is_its_members_not_the_leavers(inside, body, shared):
    assert all(allowed(inside(name), step, shared) for name in ("citizen", "cluster", "observer") for step in (Action.FILE, Action.COMMENTS_DETACH))
    with transaction():
        left(inside, "citizen", body)
    db.session.expire_all()
    assert not allowed(inside("citizen"), Action.FILE, shared)
    for gone in (lambda: attaching.detach(inside("citizen"), shared), lambda: attaching.attach(inside("citizen"), shared.draft, Upload("b.pdf", "", PDF + b"2"), Limits()),
                 lambda: writing.discard_draft(inside("citizen"), shared.draft)):
        with pytest.raises(NotAllowed), transaction():
            gone()
    with transaction():
        attaching.detach(inside("cluster"), shared)
    assert db.session.query(Attachment).count() == 0


def test_only_an_organisation_that_the_secretariat_has_verified_supports_a_comment(inside, desk, round_, body):
    with transaction():
        said = desk.say(round_, name="moderator")
    with pytest.raises(NotAllowed), transaction():
        actions.support(inside("cluster"), said, body)
    with transaction():
        organisations.verify(inside("editor"), body)
    with transaction():
        assert actions.support(inside("cluster"), said, body)


def test_a_verified_organisation_does_not_lend_its_standing_to_another_of_the_same_lead(inside, desk, round_, body):
    with transaction():
        said = desk.say(round_, name="moderator")
        organisations.verify(inside("editor"), body)
        fresh = organisations.register(inside("cluster"), "Fresh (sample)", OrganisationKind.NGO, "RS")
    db.session.expire_all()
    with pytest.raises(Exception, match="verified"), transaction():
        actions.support(inside("cluster"), said, fresh)


class TestPages:
    """The same as people see it."""

    def test_the_present_lead_finds_and_withdraws_what_the_leaver_sent(self, world, within, browser_of):
        number = within(lambda desk: founded(desk.person).id)
        said = within(lambda desk: desk.say(db.session.get_one(Round, world.round), name="cluster", organisation=db.session.get_one(Organisation, number)).public_id)
        within(lambda desk: left(desk.person, "cluster", db.session.get_one(Organisation, number)))
        leaver, lead, step = browser_of("cluster"), browser_of("observer"), f"/comments/{said}/withdraw"
        for page in ("/comments/mine", f"/comments/{said}"):
            assert step not in leaver.get(page).text, page
            seen = lead.get(page)
            check(seen, page)
            assert step in seen.text, page
        assert leaver.get(step).status_code == 403
        assert lead.fill(step).location == f"/comments/{said}"
        assert within(lambda desk: threads.by_public_id(said).state) == CommentState.WITHDRAWN

    def test_where_the_button_would_be_it_says_that_the_organisation_is_not_verified(self, world, within, browser_of):
        number = within(lambda desk: founded(desk.person).id)
        page = "/comments/" + within(lambda desk: desk.say(db.session.get_one(Round, world.round), name="moderator").public_id)
        seen = browser_of("cluster").get(page)
        check(seen, page)
        assert "/teams/support/" not in seen.text
        assert "once the secretariat has verified" in seen.text
        assert "once the secretariat has verified" not in browser_of("citizen").get(page).text
        within(lambda desk: organisations.verify(desk.person("editor"), db.session.get_one(Organisation, number)))
        seen = browser_of("cluster").get(page).text
        assert "/teams/support/" in seen
        assert "once the secretariat has verified" not in seen


def forged(browser, **fields):
    """Send the first draft with fields that the page does not have."""
    page = browser.get("/comments/drafts").text
    form = next(one for one in re.findall(r"<form\b.*?</form>", page, re.S) if 'action="/comments/send/1' in one)
    hidden = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', form)[1] for name in ("csrf_token", "form_key", "drafts")}
    return browser.client.post("/comments/send/1", data=hidden | fields)


def test_a_coordinator_sends_for_the_party_but_names_no_organisation_past_the_channel(world, within, browser_of):
    def prepared(desk):
        body = organisations.register(desk.person("cluster"), "Never asked (sample)", OrganisationKind.CLUSTER, "BA")
        writing.save_draft(desk.person("coordinator"), db.session.get_one(Round, world.round), None, CommentKind.GENERAL, "We all agree.")
        return body.id

    number, coordinator = within(prepared), browser_of("coordinator")
    page = coordinator.get("/comments/drafts")
    check(page, "/comments/drafts")
    assert 'name="sources"' not in page.text
    assert "Never asked" not in page.text
    assert 'href="/coordination/"' in page.text, "the way to the channel, where organisations are asked"
    assert forged(coordinator, capacity="coordinator", name_shown="y", sources=str(number)).status_code == 303

    def sent(desk):
        (comment,) = db.session.query(Comment).all()
        return comment.capacity, comment.origin, len(comment.sources)

    assert within(sent) == (Capacity.COORDINATOR, "BA", 0)
    assert "Never asked" not in browser_of(None).get("/comments/R1-BA-001").text

