"""Reading versions: comparisons in every direction, keys and places, kept renderings."""
import pytest
from sqlalchemy import delete, event

from consult.db import db, transaction
from consult.documents.actions import concording
from consult.documents.models import KeptComparison, KeptRendering
from consult.documents.queries import comparing, stored
from consult.text import sections as texts
from tests.documents.conftest import FIRST, SECOND

THIRD = SECOND.replace("Support lasts three years.", "Support lasts four years.").replace("### 2.1 Counting", "### 2.1 How firms are counted")


@pytest.fixture
def three(desk):
    """Three published versions."""
    with transaction():
        one, two = desk.two()
        desk.publish(two)
        return one, two, desk.publish(desk.start(THIRD, "0.3", two))


def kinds(one, other):
    """What happened to the section of each number of the later side."""
    return {(change.new or change.old)[0].number: set(change.kinds) for change in comparing.comparison(one, other)}


def test_V4_a_version_against_itself_has_no_change(three):
    for version in three:
        assert {kind for change in comparing.comparison(version, version) for kind in change.kinds} == {"unchanged"}


def test_V4_a_comparison_names_every_section_of_both_sides_once(three):
    for one in three:
        for other in three:
            changes = comparing.comparison(one, other)
            assert sorted(r.uid for c in changes for r in c.old) == sorted(r.uid for r in stored.sections(one))
            assert [r.uid for c in changes for r in c.new] == [r.uid for r in stored.sections(other)]


def test_V4_the_texts_after_all_changes_are_the_other_version(three):
    one, _, last = three
    assert [c.new_text for c in comparing.comparison(one, last) if c.new] == [r.body for r in stored.sections(last)]


def test_versions_that_are_no_neighbours_are_compared_over_those_between(three):
    one, _, last = three
    assert kinds(one, last) == {"": {"unchanged"}, "1": {"edited"}, "2": {"unchanged"}, "2.1": {"retitled"}, "3": {"edited", "retitled"}}
    assert kinds(last, one) == kinds(one, last)


def test_what_the_editor_said_counts_in_every_later_comparison(desk):
    with transaction():
        one, two = desk.two()
        old, new = desk.row(one, "3").uid, desk.row(two, "2.1").uid
        concording.correct_concordance(desk.editor, two, old, [new])
        desk.publish(two)
        three = desk.publish(desk.start(None, "0.3", two))
    pairs = {(c.old[0].number, c.new[0].number) for c in comparing.comparison(one, three) if c.old and c.new}
    assert ("3", "2.1") in pairs


def test_a_split_is_one_change_with_both_parts(desk):
    text = FIRST.replace(" A party may accept fewer, but not fewer than eight.", "\n\n## 2.9 Exceptions\n\nA party may accept fewer, but not fewer than eight.")
    with transaction():
        one, two = desk.two(FIRST, text)
        concording.correct_concordance(desk.editor, two, desk.row(one, "2").uid, [desk.row(two, "2").uid, desk.row(two, "2.9").uid])
        desk.publish(two)
    change = next(c for c in comparing.comparison(one, two) if "split" in c.kinds)
    assert [r.number for r in change.new] == ["2", "2.9"]
    back = next(c for c in comparing.comparison(two, one) if "merged" in c.kinds)
    assert [r.number for r in back.old] == ["2", "2.9"]


def test_a_removed_section_stands_where_it_stood(desk):
    with transaction():
        one = desk.publish(desk.start())
        text = FIRST[:FIRST.index("### 2.1")] + FIRST[FIRST.index("## 3"):]
        two = desk.publish(desk.start(text, "0.2", one))
    assert [(c.new or c.old)[0].number for c in comparing.comparison(one, two)] == ["", "", "1", "2", "2.1", "3"]


def test_renderings_and_comparisons_are_kept_at_publication_and_can_be_made_anew(three):
    one, two, _ = three
    rows = stored.sections(two)
    before = stored.shown(rows)
    assert set(stored.renderings(rows)) == {(r.digest, r.address) for r in rows}
    changes = [c for c in comparing.comparison(one, two) if c.differs]
    assert set(comparing.kept_comparisons(changes)) == {c.digests for c in changes}
    with transaction():
        db.session.execute(delete(KeptRendering))
        db.session.execute(delete(KeptComparison))
    assert stored.shown(rows) == before


def test_paragraphs_know_which_characters_are_theirs(three):
    row = next(r for r in stored.sections(three[0]) if r.number == "2")
    shown = stored.shown([row])[row.uid]
    assert [p.number for p in shown] == [1]
    assert (shown[0].start, shown[0].end) == (0, len(row.body.strip()))


def test_the_history_of_a_section_names_every_public_version(three):
    uid = next(r.uid for r in stored.sections(three[0]) if r.number == "3")
    assert [(v.label, s.heading if s else None) for v, s in stored.history(three[0].document, uid)] == [("0.1", "Funding"), ("0.2", "Money"), ("0.3", "Money")]


def test_lists_read_no_texts_and_take_one_statement(three):
    assert three[0].id  # read anew after the commit
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    rows = stored.contents(three[0])
    assert texts.plain_heading(rows[1]) == "Sample Model"
    assert len(statements) == 1
    assert "body" not in statements[0]
