"""Two registrations of one body become one, and a name is corrected; nothing that was said is lost."""
import pytest

from consult.accounts.models import Account
from consult.comments.actions import writing
from consult.comments.rules import Capacity, CommentKind
from consult.db import db, transaction
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.organisations import actions, queries
from consult.organisations.models import Organisation
from consult.organisations.rules import MembershipState, OrganisationKind
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.teams import actions as teams
from tests.page_faults import check

WHY = "Registered twice by two colleagues."


@pytest.fixture
def two(inside):
    """The wood cluster, led by `cluster` and verified; the same once more, led by `citizen`."""
    with transaction():
        first = actions.register(inside("cluster"), "Wood Cluster", OrganisationKind.CLUSTER, "RS")
        actions.verify(inside("editor"), first)
        twin = actions.register(inside("citizen"), "Klaster drveta", OrganisationKind.CLUSTER, "RS")
        return first.id, twin.id


def merge(inside, two, **more):
    with transaction():
        actions.merge(inside("admin"), queries.get(two[1]), queries.get(two[0]), WHY, **more)
    db.session.expire_all()
    return queries.get(two[0]), queries.get(two[1])


def states(organisation):
    return {m.account.name: (m.state, m.lead) for m in organisation.memberships}


def test_people_of_the_twin_ask_and_the_lead_decides(inside, two):
    into, merged = merge(inside, two)
    assert states(into) == {"Cluster": (MembershipState.MEMBER, True), "Citizen": (MembershipState.ASKED, False)}
    assert states(merged) == {"Citizen": (MembershipState.LEFT, False)}


def test_people_whom_the_administrator_knows_belong_at_once_and_lead_nothing(inside, two):
    assert states(merge(inside, two, admit_people=True)[0])["Citizen"] == (MembershipState.MEMBER, False)


def test_who_led_leads_on_where_nobody_does(inside, two):
    with transaction():
        actions.leave(inside("cluster"), queries.current(queries.get(two[0]), inside("cluster")))
    assert states(merge(inside, two, admit_people=True)[0])["Citizen"] == (MembershipState.MEMBER, True)


def test_invitations_and_open_drafts_move(inside, two, desk):
    with transaction():
        round_ = desk.open_round(desk.publish())
    with transaction():
        actions.invite(inside("citizen"), queries.get(two[1]), "new@example.org")
        draft = writing.save_draft(inside("citizen"), round_, None, CommentKind.GENERAL, "Ours.")
        teams.share(inside("citizen"), queries.get(two[1]), draft)
    into, merged = merge(inside, two)
    assert len(queries.invitations(into)) == 1
    assert queries.invitations(merged) == []
    assert draft.team.organisation_id == into.id
    facts = db.session.query(JournalEntry).filter_by(kind="organisations.merge").one().facts
    assert facts["moved"] == {"people": 1, "invitations": 1, "drafts": 1}


def test_what_was_sent_keeps_its_name_and_is_in_the_hands_of_the_body(inside, two, desk):
    with transaction():
        round_ = desk.open_round(desk.publish())
    with transaction():
        draft = writing.save_draft(inside("citizen"), round_, None, CommentKind.GENERAL, "Ours.")
        comment = writing.submit(inside("citizen"), round_, [draft], Capacity.ORGANISATION, queries.get(two[1])).comments[0]
    merge(inside, two)
    assert comment.organisation.name == "Klaster drveta"
    assert allowed(inside("cluster"), Action.COMMENTS_WITHDRAW, comment)
    assert not allowed(inside("citizen"), Action.COMMENTS_WITHDRAW, comment), "the author has asked, and belongs to it again when admitted"


def test_the_twin_is_in_no_list_takes_nobody_in_and_is_verified_with_the_other(inside, two):
    merge(inside, two)
    assert [one.name for one in queries.listed()] == ["Wood Cluster"]
    with pytest.raises(Conflict, match="goes on as"), transaction():
        actions.ask(inside("observer"), queries.get(two[1]))


@pytest.mark.parametrize("pair", [(0, 0), (1, 1)])
def test_one_is_not_merged_with_itself(inside, two, pair):
    with pytest.raises(Conflict), transaction():
        actions.merge(inside("admin"), queries.get(two[pair[0]]), queries.get(two[pair[1]]), WHY)


def test_a_merged_one_is_not_merged_again_nor_into(inside, two):
    merge(inside, two)
    for one, other in (two, two[::-1]):
        with pytest.raises(Conflict), transaction():
            actions.merge(inside("admin"), queries.get(one), queries.get(other), WHY)


@pytest.mark.parametrize("name", ["editor", "cluster", "citizen", "moderator"])
def test_X4_only_administrators_merge(inside, two, name):
    with pytest.raises(NotAllowed), transaction():
        actions.merge(inside(name), queries.get(two[1]), queries.get(two[0]), WHY)


def test_a_corrected_name_keeps_the_former_one(inside, two):
    with transaction():
        actions.correct_name(inside("editor"), queries.get(two[1]), "Klaster drveta Niš", WHY)
    assert [one.name for one in queries.former_names(queries.get(two[1]))] == ["Klaster drveta"]
    assert queries.get(two[1]).name == "Klaster drveta Niš"
    with pytest.raises(Conflict), transaction():
        actions.correct_name(inside("editor"), queries.get(two[1]), "WOOD cluster", WHY)
    with pytest.raises(Invalid), transaction():
        actions.correct_name(inside("editor"), queries.get(two[1]), "Klaster drveta Niš", WHY)


def test_the_pages_lead_from_the_search_to_the_other_one(app, people, browser_of):
    for name, words in (("cluster", "Wood Cluster"), ("citizen", "Klaster drveta")):
        browser_of(name).fill("/organisations/register", name=words, kind="cluster", party="RS", website="")
    admin = browser_of("admin")
    with app.app_context():
        first, twin = (db.session.query(Organisation).filter_by(name=name).one().id for name in ("Wood Cluster", "Klaster drveta"))
    found = admin.get(f"/organisations/{twin}/merge?q=wood")
    check(found, "merge")
    assert f"/organisations/{twin}/merge?into={first}" in found.text
    address = f"/organisations/{twin}/merge?into={first}"
    check(admin.get(address), address)
    assert admin.fill(address, to=f"/organisations/{twin}/merge", reason=WHY, typed="yes").status_code == 422
    assert admin.fill(address, to=f"/organisations/{twin}/merge", reason=WHY, typed="make them one").status_code == 303
    assert "goes on as another" in browser_of(None).get(f"/organisations/{twin}").text
    shown = browser_of(None).get(f"/organisations/{first}")
    check(shown, "show")
    assert "Comments sent in that name" in shown.text
    assert admin.get(f"/organisations/{first}/correct-name").status_code == 200
    assert admin.fill(f"/organisations/{first}/correct-name", name="Wood Cluster Niš", reason=WHY).status_code == 303
    assert "Wood Cluster, until" in browser_of(None).get(f"/organisations/{first}").text


def test_a_long_list_of_organisations_has_pages_and_filters(app, people, browser_of):
    with app.app_context(), transaction():
        person = db.session.get_one(Account, people["cluster"])
        for number in range(60):
            row = actions.register(person, f"Cluster {number:03}", OrganisationKind.CLUSTER, "RS")
        actions.verify(db.session.get_one(Account, people["editor"]), row)
    page = browser_of(None).get("/organisations/").text
    assert "60 organisations" in page
    assert "Cluster 049" in page
    assert "Cluster 050" not in page
    assert "Cluster 059" in browser_of(None).get("/organisations/?after=cluster+049").text
    verified = browser_of(None).get("/organisations/?verified=yes&q=cluster&party=RS&kind=cluster").text
    assert "Cluster 059" in verified
    assert "Cluster 058" not in verified
    assert "No organisation found" in browser_of(None).get("/organisations/?q=nothing").text
