"""One clock for all."""
from datetime import UTC, date, datetime, timedelta

import pytest

from consult import clock


def test_a_story_sets_the_clock_and_gives_it_back():
    moment = datetime(2017, 9, 14, 12, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
        with clock.at(moment + timedelta(days=1)):
            assert clock.now() == moment + timedelta(days=1)
        assert clock.now() == moment
    assert clock.now() > moment + timedelta(days=3000)


@pytest.mark.parametrize(("day", "ends"), [
    (date(2027, 1, 15), datetime(2027, 1, 15, 23, tzinfo=UTC)), (date(2026, 7, 1), datetime(2026, 7, 1, 22, tzinfo=UTC)),
    (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)), (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
])
def test_a_bare_date_ends_with_that_day_in_brussels_summer_and_winter(day, ends):
    assert clock.end_of_day(day) == ends


def test_open_includes_the_opening_and_excludes_the_closing_instant():
    opens, closes = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    assert clock.is_open(opens, closes, opens)
    assert not clock.is_open(opens, closes, closes)
    assert clock.is_open(opens, closes, closes - timedelta(milliseconds=1))


def test_the_clock_of_a_process_can_run_from_another_day():
    try:
        clock.run_from(datetime(2030, 1, 1, tzinfo=UTC))
        assert clock.now().year == 2030
    finally:
        clock.run_from(datetime.now(UTC))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
