"""Names of organisations and people: what acts or stands unseen in them is not kept, and what nobody could read is refused, also below the forms."""
import pytest

from consult.accounts import actions as accounts
from consult.db import db, transaction
from consult.errors import Conflict, Invalid
from consult.organisations import actions
from consult.organisations.models import Organisation
from consult.organisations.rules import OrganisationKind

GOOD = ["Klaster drveta", "Кластер дрвета", "Σύμπλεγμα ξύλου", "Ağaç Kümesi İzmir", "Ștefan’s “Wood” & Sons – 1"]
ACTING = {"right to left": "Wood \u202ecluster", "isolate": "\u2066Wood\u2069 cluster", "no width": "Wo\u200bod cluster",
          "soft hyphen": "Wo\u00adod cluster", "control": "Wood\x07 cluster"}
BAD = {"only without width": "\u200b\u200b\u200d", "empty letters": "\u3164\u3164", "piled": "K" + "\u0300\u0301\u0302\u0303\u0304\u0305" + "laster",
       "damaged": "Klaster \ufffd", "blank": " "}


def register(inside, name):
    with transaction():
        return actions.register(inside("cluster"), name, OrganisationKind.CLUSTER, "RS")


@pytest.mark.parametrize("what", ACTING)
def test_what_acts_unseen_is_not_kept_in_a_name(inside, what):
    assert register(inside, ACTING[what]).name == "Wood cluster"
    with transaction():
        accounts.change_profile(inside("citizen"), inside("citizen"), ACTING[what], "en", None)
    assert inside("citizen").name == "Wood cluster"


@pytest.mark.parametrize("what", BAD)
def test_a_name_that_nobody_can_read_is_refused(inside, what):
    for step in (lambda: actions.register(inside("cluster"), BAD[what], OrganisationKind.CLUSTER, "RS"),
                 lambda: accounts.change_profile(inside("citizen"), inside("citizen"), BAD[what], "en", None),
                 lambda: accounts.sign_up(None, "new@example.org", BAD[what], "three plain words", "en")):
        with pytest.raises(Invalid) as refused, transaction():
            step()
        assert refused.value.field == "name"
    assert inside("citizen").name == "Citizen"
    assert db.session.query(Organisation).count() == 0


@pytest.mark.parametrize("twin", [*ACTING.values(), "Wo\u200dod cluster", "Wood\u200c cluster"])
def test_two_names_are_not_told_apart_by_what_nobody_sees(inside, twin):
    register(inside, "Wood cluster")
    with pytest.raises(Conflict):
        register(inside, twin)


@pytest.mark.parametrize("what", ["only without width", "piled", "damaged"])
def test_the_pages_say_so_at_the_field(browser_of, what):
    for name, page, more in (("cluster", "/organisations/register", {"kind": "cluster", "party": "RS", "website": ""}),
                             ("citizen", "/accounts/me/profile", {"language": "en", "party": ""}),
                             (None, "/accounts/sign-up", {"email": "new@example.org", "password": "three plain words", "party": ""})):
        refused = browser_of(name).fill(page, name=BAD[what], **more)
        assert refused.status_code == 422, page
        assert 'href="#name"' in refused.text, page


@pytest.mark.parametrize("name", GOOD)
def test_names_in_every_script_of_the_parties_are_kept_as_they_are(inside, name):
    assert register(inside, name).name == name
