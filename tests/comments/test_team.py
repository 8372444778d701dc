"""Drafts of an organisation: shared, written in by colleagues, sent by a lead; and the support of organisations for comments."""
import re

import pytest
from sqlalchemy import event, select

from consult.accounts import actions as accounts
from consult.comments import exports
from consult.comments.actions import attaching, writing
from consult.comments.exports import Filters
from consult.comments.models import Draft
from consult.comments.queries import threads
from consult.comments.rules import Capacity, CommentKind
from consult.db import db, transaction
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.organisations import actions as organisations
from consult.organisations import queries as bodies
from consult.organisations.models import Organisation
from consult.organisations.rules import OrganisationKind
from consult.rounds.models import Round
from consult.submissions.rules import Limits, Upload
from consult.teams import actions, queries
from tests.page_faults import check

PDF = b"%PDF-1.7\n%sample\n%%EOF\n"
WORDS = {"kind": "substance", "quote": "", "proposed": "", "reason": "", "language": "en", "near": None}


def founded(person, lead="cluster", members=("observer",), name="Klaster drveta (sample)"):
    body = organisations.register(person(lead), name, OrganisationKind.CLUSTER, "RS")
    for member in members:
        organisations.admit(person(lead), organisations.ask(person(member), body))
    organisations.verify(person("editor"), body)
    return body


@pytest.fixture
def round_(inside, desk):
    with transaction():
        return desk.open_round(desk.publish())


@pytest.fixture
def body(inside):
    with transaction():
        body = founded(inside)
    db.session.expire_all()
    return body


def write(inside, round_, desk, name="observer", body="We need more time."):
    return writing.save_draft(inside(name), round_, desk.uid(round_.version, "2"), CommentKind.SUBSTANCE, body)


@pytest.fixture
def team(inside, desk, round_, body):
    """A draft that the colleague `observer` has given to the organisation."""
    with transaction():
        return actions.share(inside("observer"), body, write(inside, round_, desk))


def names(hands):
    return [(hand.account.name, hand.body) for hand in hands]


def test_a_shared_draft_is_seen_by_all_colleagues_and_no_longer_among_ones_own(inside, body, team):
    assert [one.draft.body for one in queries.drafts(body)] == ["We need more time."]
    assert threads.drafts_of(inside("observer")) == []
    assert threads.draft(team.draft_id) is None, "its page is that of the organisation"


def test_only_ones_own_draft_is_shared_and_only_with_ones_own_organisation(inside, desk, round_, body):
    with transaction():
        draft = write(inside, round_, desk, "citizen")
    with pytest.raises(NotAllowed), transaction():
        actions.share(inside("citizen"), body, draft)
    with pytest.raises(Invalid), transaction():
        actions.share(inside("observer"), body, draft)


def test_colleagues_write_in_it_and_who_wrote_what_is_kept(inside, team):
    with transaction():
        actions.edit(inside("cluster"), team, 1, WORDS | {"body": "We need more time, until May."})
        actions.edit(inside("cluster"), team, team.draft.revision, WORDS | {"body": "We need more time, until June."})
        actions.edit(inside("observer"), team, team.draft.revision, WORDS | {"body": "We need time until June."})
    assert names(queries.hands([team.draft_id])[team.draft_id]) == [
        ("Observer", "We need more time."), ("Cluster", "We need more time, until June."), ("Observer", "We need time until June.")]


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(inside, team):
    with transaction():
        actions.edit(inside("cluster"), team, 1, WORDS | {"body": "The lead was quicker."})
    with pytest.raises(Conflict, match="A colleague saved"), transaction():
        actions.edit(inside("observer"), team, 1, WORDS | {"body": "And I did not see it."})
    assert team.draft.body == "The lead was quicker."


@pytest.mark.parametrize("name", ["citizen", "editor", "admin", "moderator"])
def test_nobody_outside_edits_discards_or_sends(inside, round_, body, team, name):
    for step in (lambda: actions.edit(inside(name), team, 1, WORDS | {"body": "Mine."}), lambda: actions.discard(inside(name), team),
                 lambda: actions.take_back(inside(name), team), lambda: actions.send(inside(name), body, round_, [team])):
        with pytest.raises(NotAllowed), transaction():
            step()


def test_only_a_lead_sends_and_the_comment_is_the_organisations(inside, round_, body, team):
    with pytest.raises(NotAllowed), transaction():
        actions.send(inside("observer"), body, round_, [team])
    with transaction():
        actions.edit(inside("cluster"), team, 1, WORDS | {"body": "We need more time, until May."})
        (comment,) = actions.send(inside("cluster"), body, round_, [team]).comments
    assert (comment.organisation, comment.capacity, comment.body) == (body, "organisation", "We need more time, until May.")
    assert names(queries.hands(comment_ids=[comment.id])[comment.id]) == [("Observer", "We need more time."), ("Cluster", "We need more time, until May.")]
    assert queries.drafts(body) == []
    assert db.session.scalars(select(Draft)).all() == []


def test_each_sent_comment_keeps_its_own_hands(inside, desk, round_, body):
    with transaction():
        both = [actions.share(inside(name), body, write(inside, round_, desk, name, words)) for name, words in (("cluster", "From the lead."), ("observer", "From a colleague."))]
        comments = actions.send(inside("cluster"), body, round_, both).comments
    assert {comment.body: names(queries.hands(comment_ids=[comment.id])[comment.id]) for comment in comments} == {
        "From the lead.": [("Cluster", "From the lead.")], "From a colleague.": [("Observer", "From a colleague.")]}


def test_drafts_of_another_organisation_are_not_sent_along(inside, round_, body, team):
    with transaction():
        other = founded(inside, "citizen", (), "Other (sample)")
    db.session.expire_all()
    with pytest.raises(Invalid), transaction():
        actions.send(inside("citizen"), other, round_, [team])


def test_a_draft_is_taken_back_until_a_colleague_has_written_in_it(inside, body, team):
    with pytest.raises(NotAllowed), transaction():
        actions.take_back(inside("cluster"), team)
    with transaction():
        draft = actions.take_back(inside("observer"), team)
    assert threads.drafts_of(inside("observer")) == [draft]
    with transaction():
        again = actions.share(inside("observer"), body, draft)
        actions.edit(inside("cluster"), again, draft.revision, WORDS | {"body": "The lead wrote."})
    with pytest.raises(Conflict), transaction():
        actions.take_back(inside("observer"), again)


def test_whoever_leaves_leaves_comments_and_drafts_with_the_organisation(inside, round_, body, team):
    person = inside("observer")
    with transaction():
        organisations.leave(person, bodies.current(body, person))
    db.session.expire_all()
    assert [one.draft_id for one in queries.drafts(body)] == [team.draft_id]
    with pytest.raises(NotAllowed), transaction():
        actions.edit(inside("observer"), team, 1, WORDS | {"body": "I am gone."})
    with transaction():
        (comment,) = actions.send(inside("cluster"), body, round_, [team]).comments
    assert comment.organisation == body


def test_a_file_goes_with_the_draft_to_the_colleagues_and_into_the_comment(inside, desk, round_, body):
    with transaction():
        draft = write(inside, round_, desk)
        attached = attaching.attach(inside("observer"), draft, Upload("note.pdf", "application/pdf", PDF), Limits())
        team = actions.share(inside("observer"), body, draft)
    assert queries.shared_file(draft.id, attached.id).organisation_id == body.id
    with transaction():
        (comment,) = actions.send(inside("cluster"), body, round_, [team]).comments
    assert [one.name for one in comment.attachments] == ["note.pdf"]


def test_a_closed_account_leaves_its_shared_drafts(inside, body, team):
    with transaction():
        accounts.close(inside("observer"), inside("observer"))
    assert [one.draft.body for one in queries.drafts(body)] == ["We need more time."]


def test_a_lead_says_that_the_organisation_supports_a_comment_once_and_takes_it_back(inside, desk, round_, body):
    with transaction():
        comment = desk.say(round_)
    with transaction():
        standing = actions.support(inside("cluster"), comment, body)
    with pytest.raises(Conflict), transaction():
        actions.support(inside("cluster"), comment, body)
    assert next(iter(exports.rows(Filters())))[exports.COLUMNS.index("supported_by")] == "Klaster drveta (sample)"
    with transaction():
        actions.end_support(inside("cluster"), standing)
    db.session.expire_all()
    assert threads.by_public_id(comment.public_id).supports == []
    entries = db.session.scalars(select(JournalEntry).where(JournalEntry.kind.startswith("teams.")).order_by(JournalEntry.seq)).all()
    assert [entry.kind for entry in entries] == ["teams.support", "teams.end_support"]
    assert entries[0].facts == {"comment": comment.public_id, "organisation": "Klaster drveta (sample)"}
    with transaction():
        assert actions.support(inside("cluster"), comment, body), "and may change its mind again"


def test_an_organisation_does_not_support_its_own_comment(inside, round_, body, team):
    with transaction():
        (comment,) = actions.send(inside("cluster"), body, round_, [team]).comments
    with pytest.raises(Conflict), transaction():
        actions.support(inside("cluster"), comment, body)


@pytest.mark.parametrize("name", ["observer", "citizen", "editor"])
def test_only_a_lead_speaks_for_the_organisation_in_this(inside, desk, round_, body, name):
    with transaction():
        comment = desk.say(round_, name="moderator")
    with pytest.raises((NotAllowed, Invalid)), transaction():
        actions.support(inside(name), comment, body)


class TestPages:
    """The same as people see it."""

    @pytest.fixture
    def number(self, app, people, world, within):
        return within(lambda desk: founded(desk.person).id)

    @pytest.fixture
    def drafted(self, number, world, within):
        return within(lambda desk: writing.save_draft(desk.person("observer"), db.session.get_one(Round, world.round), world.sections["2"], CommentKind.SUBSTANCE,
                                                      "We need more time.").id)

    def test_from_a_colleagues_draft_to_the_organisations_comment(self, app, number, drafted, browser_of):
        colleague, lead, page = browser_of("observer"), browser_of("cluster"), f"/teams/{number}"
        check(colleague.get(page), page)
        assert colleague.fill(page, to=page + "/share").location == page
        assert "We need more time." in lead.get(page).text
        edit = f"/teams/drafts/{drafted}"
        check(lead.get(edit), edit)
        form = {"kind": "substance", "quote": "", "proposed": "", "reason": "Members ask for it.", "language": "en", "body": "We need more time, until May."}
        assert lead.fill(edit, **form).location == page
        seen = colleague.get(page)
        check(seen, page)
        assert "Cluster changed it" in seen.text
        assert "/send?" not in seen.text, "only a lead signs"
        send = f"/teams/{number}/send"
        check(lead.get(send), send)
        receipt = lead.fill(send, drafts=str(drafted))
        assert receipt.location.startswith("/comments/receipts/")
        public = re.search(r"R1-RS-\d+", lead.get(receipt.location).text)[0]
        for name in ("observer", "cluster"):
            inside = browser_of(name).get(f"/comments/{public}")
            check(inside, f"/comments/{public}")
            assert "Observer began it" in inside.text
        for name in (None, "citizen", "editor", "admin"):
            outside = browser_of(name).get(f"/comments/{public}").text
            assert "Klaster drveta" in outside
            assert "Observer" not in outside
            assert "Who wrote what" not in outside

    def test_two_colleagues_at_once_lose_nothing(self, number, drafted, browser_of):
        colleague, lead, page, edit = browser_of("observer"), browser_of("cluster"), f"/teams/{number}", f"/teams/drafts/{drafted}"
        colleague.fill(page, to=page + "/share")
        form = {"kind": "substance", "quote": "", "proposed": "", "reason": "", "language": "en"}
        before = re.search(r'name="revision" type="hidden" value="(\d+)"|name="revision" value="(\d+)"', colleague.get(edit).text)
        seen = next(filter(None, before.groups()))
        lead.fill(edit, body="The lead was quicker.", **form)
        refused = colleague.fill(edit, body="Mine, written meanwhile.", revision=seen, **form)
        assert refused.status_code == 409
        assert "The lead was quicker." in refused.text
        assert "Mine, written meanwhile." in refused.text

    @pytest.mark.parametrize("name", [None, "citizen", "editor", "admin"])
    def test_X4_drafts_of_an_organisation_are_for_its_people(self, number, drafted, browser_of, name):
        colleague = browser_of("observer")
        colleague.fill(f"/teams/{number}", to=f"/teams/{number}/share")
        for page in (f"/teams/{number}", f"/teams/drafts/{drafted}", f"/teams/{number}/send", f"/comments/drafts/{drafted}"):
            assert browser_of(name).get(page).status_code in {302, 303, 403, 404}, page

    def test_support_stands_by_name_beside_the_comment(self, number, world, within, browser_of):
        said = within(lambda desk: desk.say(db.session.get_one(Round, world.round)).public_id)
        page, lead = f"/comments/{said}", browser_of("cluster")
        assert f"/teams/support/{said}" not in browser_of("observer").get(page).text, "a colleague does not lead"
        check(lead.get(f"/teams/support/{said}"), f"/teams/support/{said}")
        assert lead.fill(f"/teams/support/{said}", organisation=str(number)).status_code == 303
        for address in (page, "/comments/"):
            assert "Klaster drveta (sample)" in browser_of(None).get(address).text
        shown = lead.get(page)
        check(shown, page)
        lead.fill(page, to=re.search(r"/teams/support/\d+/end", shown.text)[0])
        assert "Klaster drveta (sample)" not in browser_of(None).get(page).text


def test_the_list_reads_support_in_a_constant_number_of_statements(inside, desk, round_, body):
    def reading():
        db.session.expunge_all()
        person, seen = inside("citizen"), []
        event.listen(db.engine, "before_cursor_execute", note := lambda *told: seen.append(told[2]))
        for comment in threads.mine(person):
            assert [one.organisation.name for one in comment.supports]
        event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    def add():
        with transaction():
            actions.support(inside("cluster"), desk.say(db.session.get_one(Round, round_id)), db.session.get_one(Organisation, body_id))

    round_id, body_id = round_.id, body.id
    add()
    first = reading()
    for _ in range(4):
        add()
    assert reading() == first


def test_a_colleague_does_not_send_under_the_organisation_alone(inside, desk, round_, body):
    with transaction():
        draft = write(inside, round_, desk)
    with pytest.raises(Invalid, match="Only a lead signs"), transaction():
        writing.submit(inside("observer"), round_, [draft], Capacity.ORGANISATION, body)
