"""What is published can be found, and by its number too; what is hidden cannot."""
from consult.comments.actions import moderating
from consult.comments.queries import threads
from consult.db import transaction
from consult.search import queries
from tests.rounds.conftest import planned, published  # noqa: F401 - fixtures
from tests.rounds.test_actions import announce, comment


def test_sections_and_comments_are_found_and_hidden_ones_are_not(planned):  # noqa: F811
    assert [(row.kind, row.title) for row in queries.find("clusters matter")] == [("section", "1 Aim")]
    announce(planned)
    public_id = comment(planned, 2)
    assert [row.ref for row in queries.find(public_id.lower())] == [public_id]
    assert [row.ref for row in queries.find("good", kind="comment")] == [public_id]
    with transaction():
        moderating.hide(planned.inside("moderator"), threads.by_public_id(public_id), "Advertising.")
    assert queries.find(public_id) == []
    assert queries.find("good") == []
