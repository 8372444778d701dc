"""The world of comments, and a round whose answering has begun."""
import pytest

from consult import clock
from consult.db import transaction
from consult.rounds import actions as rounds
from tests.comments import conftest as comments
from tests.comments.conftest import AFTER

desk, world, within = comments.desk, comments.world, comments.within


@pytest.fixture
def round_(desk):
    with transaction():
        return desk.open_round(desk.publish())


@pytest.fixture
def asked(desk, round_):
    """Three comments in a round whose answering has begun."""
    with transaction():
        made = [desk.say(round_, f"Words {n}.", number=n) for n in "123"]
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
    with clock.at(AFTER):
        yield made
