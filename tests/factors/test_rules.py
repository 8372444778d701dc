"""Codes, recovery codes and sealed secrets, over all moments; and who needs a second factor."""
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.accounts.rules import Role
from consult.errors import IllegalMove
from consult.factors.rules import (
    RECOVERY_CODES,
    RESET_LIFE,
    STEP_SECONDS,
    WINDOW,
    ResetState,
    code_of,
    in_groups,
    matching_step,
    needs_factor,
    new_recovery_codes,
    new_secret,
    opened,
    plain,
    recovery_digest,
    sealed,
    step_at,
)

KEY = "0123456789abcdef-only-for-tests-0123456789"
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B: the secret of SHA-1, cut to six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")):
        assert code_of(secret, step_at(datetime.fromtimestamp(seconds, UTC))) == code


@given(MOMENTS, st.integers(-5, 5))
def test_a_code_counts_one_step_around_its_own_and_no_further(moment, off):
    now = step_at(moment)
    found = matching_step(SECRET, code_of(SECRET, now + off), moment)
    if abs(off) <= WINDOW:
        assert found is not None
    else:
        near = [code_of(SECRET, step) for step in range(now - WINDOW, now + WINDOW + 1)]
        assert found is None or code_of(SECRET, now + off) in near


@given(MOMENTS, st.integers(0, 3 * STEP_SECONDS))
def test_a_code_is_never_good_twice(moment, later):
    used = matching_step(SECRET, code_of(SECRET, step_at(moment)), moment)
    again = matching_step(SECRET, code_of(SECRET, used), moment + timedelta(seconds=later), used)
    assert again is None or (code_of(SECRET, again) == code_of(SECRET, used) and again > used)


@given(MOMENTS, st.text(max_size=12))
def test_nothing_else_is_a_code(moment, typed):
    near = [code_of(SECRET, step) for step in range(step_at(moment) - WINDOW, step_at(moment) + WINDOW + 1)]
    assert (matching_step(SECRET, typed, moment) is not None) == (typed in near)


def test_a_sealed_secret_opens_with_its_key_only():
    kept = sealed(SECRET, KEY)
    assert SECRET not in kept
    assert opened(kept, KEY) == SECRET
    assert opened(kept, KEY[::-1]) is None
    assert opened(kept[:-4] + "AAA=", KEY) is None
    assert opened("", KEY) is None


def test_secrets_and_recovery_codes_are_never_the_same():
    assert len({new_secret() for _ in range(50)}) == 50
    codes = [code for _ in range(20) for code in new_recovery_codes()]
    assert len(set(codes)) == 20 * RECOVERY_CODES
    assert in_groups("ABCDEFGH") == "ABCD EFGH"


@given(st.sampled_from(new_recovery_codes()), st.sampled_from([" ", "-", "", " - "]))
def test_a_recovery_code_is_known_however_it_is_typed(code, between):
    typed = between.join(code.upper().split("-"))
    assert plain(typed) == code.replace("-", "")
    assert recovery_digest(1, typed) == recovery_digest(1, code)
    assert recovery_digest(2, code) != recovery_digest(1, code)


def mandate(starts, ends=None, verified=True):
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return SimpleNamespace(starts_at=at + timedelta(days=starts), ends_at=None if ends is None else at + timedelta(days=ends), verified_at=at if verified else None, end_reason="")


@pytest.mark.parametrize(("roles", "mandates", "needed"), [
    ((), [], False), ((Role.OBSERVER, Role.COORDINATOR), [], False),
    ((Role.EDITOR,), [], True), ((Role.ADMINISTRATOR,), [], True), ((Role.MODERATOR,), [], True),
    ((), [mandate(-1)], True), ((), [mandate(-1, 0)], False), ((), [mandate(1)], False), ((), [mandate(-1, verified=False)], False),
])
def test_the_secretariat_and_members_in_force_need_a_factor(roles, mandates, needed):
    person = SimpleNamespace(roles=frozenset(role.value for role in roles), mandates=mandates)
    assert needs_factor(person, datetime(2026, 11, 1, tzinfo=UTC)) is needed


@pytest.mark.parametrize("state", [ResetState.DONE, ResetState.DECLINED])
@pytest.mark.parametrize("step", ["reset", "decline"])
def test_a_decided_request_is_not_decided_again(state, step):
    with pytest.raises(IllegalMove):
        RESET_LIFE.advance(state, step)
