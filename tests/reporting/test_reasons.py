"""Every change has a comment behind it or the reason of an editor."""
import pytest
from sqlalchemy.exc import IntegrityError

from consult import clock
from consult.comments.rules import Code
from consult.db import db, transaction
from consult.documents.actions import concording
from consult.documents.queries import stored
from consult.errors import Conflict, Invalid, NotAllowed
from consult.journal import queries as journal
from consult.reporting.actions import explaining
from consult.reporting.models import EditorialReason
from consult.reporting.queries import reasons
from consult.rounds import actions as rounds
from tests.comments.conftest import AFTER, FIRST, SECOND


@pytest.fixture
def working(desk):
    """Version 0.2 in work: sections 1 and 2 changed; a comment stands behind the change of section 2."""
    with transaction():
        round_ = desk.open_round(desk.publish())
        comment = desk.say(round_)
    with clock.at(AFTER), transaction():
        version = desk.start(SECOND, "0.2", round_.version)
        rounds.begin_disposition(desk.person("editor"), round_)
        desk.answer(comment, Code.ACCEPTED, "", changes=[(desk.uid(version, "2"), version)])
    return version


def numbers(found):
    return [one.section.number for one in found]


def test_a_change_without_a_comment_waits_for_its_reason(desk, working):
    assert numbers(reasons.changed(working)) == ["1", "2"]
    assert numbers(reasons.unexplained(working)) == ["1"]
    with transaction():
        explaining.explain(desk.person("editor"), working, [desk.uid(working, "1")], "Schools were forgotten.")
    assert reasons.unexplained(working) == []


def test_a_removed_and_a_new_section_need_a_reason_and_a_renumbered_one_does_not(desk):
    with transaction():
        first = desk.publish()
        version = desk.start(FIRST.replace("## 1 Purpose\n\nThe Model speaks to cluster managers and their member firms.\n\n", "").replace("## 3 Funding", "## 2 Funding").replace(
            "## 2 Size", "## 1 Size") + "\n## 4 Review\n\nThe Model is reviewed every year.\n", "0.2", first)
    assert sorted(numbers(reasons.unexplained(version))) == ["1", "4"]
    assert {frozenset(one.kinds) for one in reasons.unexplained(version)} == {frozenset({"deleted"}), frozenset({"inserted"})}


def test_the_later_reason_counts_and_the_earlier_one_is_kept(desk, working):
    uid = desk.uid(working, "1")
    with transaction():
        explaining.explain(desk.person("editor"), working, [uid], "Schools were forgotten.")
    first = reasons.changed(working)[0].reason
    with transaction():
        explaining.explain(desk.person("editor2"), working, [uid], "Schools train the people.", seen=first.id)
    assert reasons.changed(working)[0].reason.reason == "Schools train the people."
    assert db.session.query(EditorialReason).count() == 2


def test_two_editors_never_overwrite_one_another_unseen(desk, working):
    uid = desk.uid(working, "1")
    with transaction():
        explaining.explain(desk.person("editor"), working, [uid], "Schools were forgotten.")
    with pytest.raises(Conflict, match="meanwhile"), transaction():
        explaining.explain(desk.person("editor2"), working, [uid], "Schools train the people.", seen=0)


@pytest.mark.parametrize(("uids", "reason", "field"), [([], "Why.", "sections"), (["nothing"], "Why.", "sections"), (["1"], " \u200b", "reason")])
def test_a_reason_names_changes_and_has_words(desk, working, uids, reason, field):
    chosen = [desk.uid(working, "1") if uid == "1" else uid for uid in uids]
    with pytest.raises(Invalid) as refused, transaction():
        explaining.explain(desk.person("editor"), working, chosen, reason)
    assert refused.value.field == field


def test_an_unchanged_section_takes_no_reason(desk, working):
    with pytest.raises(Invalid), transaction():
        explaining.explain(desk.person("editor"), working, [desk.uid(working, "3")], "Why not.")


def test_a_reason_given_before_publication_is_not_public_work(desk, working):
    with transaction():
        explaining.explain(desk.person("editor"), working, [desk.uid(working, "1")], "Schools were forgotten.")
    assert journal.page(noun="reporting") == []
    assert journal.page()[0].facts == {"label": "0.2", "sections": [desk.uid(working, "1")]}


def test_after_publication_a_missing_reason_can_be_given_once_and_everybody_is_told(desk):
    with transaction():
        second = desk.publish(SECOND, "0.2", desk.publish())
    uid = desk.uid(second, "1")
    with pytest.raises(NotAllowed), transaction():
        explaining.explain(desk.person("editor"), second, [uid], "Schools were forgotten.")
    with transaction():
        explaining.explain_late(desk.person("editor"), second, [uid], "Schools were forgotten.")
    assert [e.kind for e in journal.page(noun="reporting")] == ["reporting.explain_late"]
    with pytest.raises(Conflict, match="stays as it is"), transaction():
        explaining.explain_late(desk.person("editor2"), second, [uid], "Another reason.", seen=99)


def test_only_editors_give_reasons(desk, working):
    for name in ("citizen", "moderator", "admin", "observer"):
        with pytest.raises(NotAllowed), transaction():
            explaining.explain(desk.person(name), working, [desk.uid(working, "1")], "Because.")


def test_the_database_refuses_to_change_or_delete_a_reason(desk, working):
    with transaction():
        explaining.explain(desk.person("editor"), working, [desk.uid(working, "1")], "Schools were forgotten.")
    db.session.rollback()
    for statement in ("UPDATE editorial_reason SET reason = 'x'", "DELETE FROM editorial_reason"):
        with pytest.raises(IntegrityError, match="editorial_reason"), db.engine.begin() as connection:
            connection.exec_driver_sql(statement)


def test_a_corrected_concordance_takes_the_reason_along(desk):
    with transaction():
        first = desk.publish()
        other = FIRST.replace("## 3 Funding\n\nSupport lasts three years. It is paid once a year.", "## 3 Money\n\nGrants run for thirty-six months, in twelve instalments.")
        version = desk.start(other, "0.2", first)
    old, new = desk.uid(first, "3"), desk.uid(version, "3")
    assert old != new, "the engine recognises the section by itself: take words that are further apart"
    with transaction():
        explaining.explain(desk.person("editor"), version, [new], "Plain words.")
    with transaction():
        concording.correct_concordance(desk.person("editor"), version, old, [new])
    assert next(r for r in stored.sections(version) if r.number == "3").uid == old
    assert reasons.unexplained(version) == []
