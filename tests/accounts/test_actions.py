"""What people do with their accounts, below the pages."""
import pytest

from consult.accounts import actions, queries
from consult.accounts.models import RoleGrant
from consult.accounts.rules import AccountState, Role
from consult.db import db, transaction
from consult.errors import Conflict, Invalid, NotAllowed
from consult.permissions.conditions import SYSTEM
from consult.permissions.table import allowed

GOOD = "rain on the Drina"


def test_an_account_waits_until_its_address_is_confirmed(inside):
    with transaction():
        account = actions.sign_up(None, "Ana@Example.org", "Ana", GOOD, "sr-Latn", "RS")
        assert (account.state, account.is_active) == (AccountState.UNCONFIRMED, False)
        actions.confirm(None, account)
    assert queries.by_email(" ana@EXAMPLE.org ").is_active


def test_an_address_has_one_account_however_it_is_spelled(inside):
    with transaction():
        actions.confirm(None, actions.sign_up(None, "ana@example.org", "Ana", GOOD, "en"))
    with pytest.raises(Conflict), transaction():
        actions.sign_up(None, "ANA@example.ORG", "Another", GOOD, "en")


def test_a_sign_up_before_confirmation_starts_anew(inside):
    with transaction():
        first = actions.sign_up(None, "ana@example.org", "Mallory", "the words of mallory", "en")
        again = actions.sign_up(None, "ana@example.org", "Ana", GOOD, "en")
    assert first is again
    assert again.name == "Ana"


def test_who_is_suspended_meanwhile_may_what_a_visitor_may_whatever_the_roles(inside):
    with transaction():
        actions.suspend(inside("admin"), inside("editor"), "Away for a while")
    editor = inside("editor")
    assert "editor" in editor.roles
    assert not [action for action in ("desk", "own", "documents.create", "organisations.register") if allowed(editor, action)]
    assert allowed(editor, "read")


def test_somebody_signed_in_does_not_sign_up(inside):
    with pytest.raises(NotAllowed), transaction():
        actions.sign_up(inside("citizen"), "ana@example.org", "Ana", GOOD, "en")


def test_sample_addresses_are_refused_outside_the_demonstration(inside):
    with pytest.raises(Invalid, match="demonstration"), transaction():
        actions.sign_up(None, "ana@sample.test", "Ana", GOOD, "en")
    with transaction():
        assert actions.sign_up(None, "ana@sample.test", "Ana", GOOD, "en", demonstration=True)


def test_a_person_holds_a_role_once(inside):
    with transaction():
        actions.grant_role(inside("admin"), inside("citizen"), Role.MODERATOR)
    with pytest.raises(Conflict), transaction():
        actions.grant_role(inside("admin"), inside("citizen"), Role.MODERATOR)
    assert "moderator" in inside("citizen").roles


def test_only_a_coordinator_has_a_party(inside):
    for role, party in ((Role.EDITOR, "RS"), (Role.COORDINATOR, None)):
        with pytest.raises(Invalid), transaction():
            actions.grant_role(SYSTEM, inside("citizen"), role, party)


def test_a_role_that_ended_can_be_given_again(inside):
    with transaction():
        grant = actions.grant_role(inside("admin"), inside("citizen"), Role.EDITOR)
    with transaction():
        actions.end_role(inside("admin"), inside("citizen"), db.session.get(RoleGrant, grant.id))
    assert inside("citizen").roles == frozenset()
    with transaction():
        actions.grant_role(inside("admin"), inside("citizen"), Role.EDITOR)
    assert inside("citizen").roles == {"editor"}


def test_nobody_gives_roles_to_themselves(inside):
    with pytest.raises(NotAllowed), transaction():
        actions.grant_role(inside("admin"), inside("admin"), Role.EDITOR)
