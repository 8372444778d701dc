"""A round that takes comments, as in tests/comments."""
import pytest

from consult.db import db, transaction
from consult.similar.actions import searching
from consult.similar.models import Place
from consult.similar.queries import comparing
from tests.comments.conftest import desk, within, world  # noqa: F401 - fixtures

CAMPAIGN = "The exemption from the own contribution must not end after five years, because clusters without a market for their services cannot pay for them."
EDITED = CAMPAIGN.replace("five years", "four years")
CYRILLIC = "Праксе у фирмама морају бити плаћене, јер неплаћена пракса није шанса него бесплатан рад младих људи."
LATIN = "Prakse u firmama moraju biti plaćene, jer neplaćena praksa nije šansa nego besplatan rad mladih ljudi."
OTHER = "Internships abroad should be listed in the annex with the name of the school and of the firm that offers them."


@pytest.fixture
def round_(desk):  # noqa: F811
    with transaction():
        return desk.open_round(desk.publish())


def grouped(*comments):
    """The comments by the group they stand in, each as a set of public numbers; those that stand alone included."""
    found = {}
    for comment in comments:
        db.session.refresh(comment)
        found.setdefault(db.session.get_one(Place, comment.id).stands.group_no, set()).add(comment.public_id)
    return sorted(found.values(), key=sorted)


def search(round_):
    """What `flask consult similar` does."""
    found = comparing.compare(round_)
    with transaction():
        searching.store(round_, found, found.comments)
    with transaction():
        searching.find(round_, found)
    db.session.expire_all()
