"""V1 to V6 over random edits: whatever editors do to a working text, publication keeps what it promises."""
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult import clock
from consult.accounts.models import Account
from consult.comments.models import CommentPlace
from consult.comments.queries import places
from consult.comments.rules import Concordance, PlaceStatus, Standing, carried
from consult.db import db, transaction
from consult.documents.actions import editing, publishing, starting
from consult.documents.models import Section, Version
from consult.documents.queries import comparing, stored, versions
from consult.documents.rules import ChangeClass, editorial
from consult.errors import ConsultError
from consult.text import anchors, normalise
from consult.text import sections as texts
from tests.comments.conftest import AFTER, FIRST, Desk
from tests.comments.test_placing import finish

WORDS = st.lists(st.sampled_from("members schools firms fund report region yearly support eight ten council draft кластер подршка".split()), min_size=1, max_size=12).map(" ".join)
PLACE = st.integers(0, 9)
STEP = (st.tuples(st.just("reword"), PLACE, WORDS) | st.tuples(st.just("append"), PLACE, WORDS) | st.tuples(st.just("add"), PLACE, WORDS)
        | st.tuples(st.just("remove"), PLACE, st.just("")) | st.tuples(st.just("move"), PLACE, PLACE) | st.tuples(st.just("retitle"), PLACE, WORDS))
RANDOM = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


class Refused(Exception):
    """Thrown at the end of each example, so that nothing of it is stored."""


@pytest.fixture
def base(app, people):
    """Version 0.1 with five comments on it, all answered; its number."""
    with app.app_context():
        desk = Desk(lambda name: db.session.get_one(Account, people[name]))
        with transaction():
            round_ = desk.open_round(desk.publish())
            desk.say(round_, "Too high.", quote="not fewer than eight")
            desk.say(round_, "Good.", number="3", quote="Support lasts three years.")
            desk.say(round_, "On 1.", number="1")
            desk.say(round_, "On all.", number=None)
            desk.say(round_, "Which?", number="1", quote="member firms")
        with clock.at(AFTER), transaction():
            finish(desk, round_)
        number = round_.version_id
        db.session.remove()
    return number


def edited(editor, version, steps):
    """Do the steps as an editor would; what the text rules refuse is not done."""
    for verb, at, what in steps:
        rows = stored.sections(version)
        row = rows[at % len(rows)]
        try:
            if verb in {"reword", "append", "retitle"}:
                body = {"reword": f"\n{what}.\n", "append": f"{row.body.rstrip()} {what}.\n"}.get(verb, row.body)
                editing.edit_section(editor, version, row, row.number, what if verb == "retitle" else row.heading, row.level, body, row.revision)
            elif verb == "add":
                editing.add_section(editor, version, row.uid, "", what, 2, f"{what} {what}.\n")
            elif verb == "remove":
                editing.remove_section(editor, version, row)
            else:
                editing.move_section(editor, version, row, rows[what % len(rows)].uid)
        except ConsultError:
            continue


def following(app, people, base, steps, check):
    """A working text on the base, edited at random, handed to the check with its editor; nothing is kept of it."""
    with app.app_context(), clock.at(AFTER):
        with suppress(Refused), transaction():
            editor, one = db.session.get_one(Account, people["editor"]), db.session.get_one(Version, base)
            version = starting.start(editor, one.document, "0.2", "Sample Model", None, one, ChangeClass.SUBSTANTIVE)
            edited(editor, version, steps)
            check(editor, version)
            raise Refused
        db.session.remove()


@RANDOM
@given(st.lists(STEP, max_size=6))
def test_V1_what_is_published_has_the_hash_of_its_text_and_takes_no_edit_after_any_edits(app, people, base, steps):
    def check(editor, version):
        publishing.publish(editor, version, "Note.")
        assert version.digest == normalise.digest(stored.source(version)) == normalise.digest(texts.join(stored.textual(stored.sections(version))))
        with pytest.raises(ConsultError):
            editing.remove_section(editor, version, stored.sections(version)[0])
        assert list(stored.broken()) == []

    following(app, people, base, steps, check)


@RANDOM
@given(st.lists(STEP, max_size=6))
def test_V2_V3_labels_and_keys_are_unique_and_a_key_that_is_gone_never_comes_back(app, people, base, steps):
    def check(editor, version):
        before = {row.uid for row in stored.sections(version.base)}
        now = [row.uid for row in stored.sections(version)]
        assert len(now) == len(set(now))
        gone = before - set(now)
        assert version.seq > version.base.seq
        publishing.publish(editor, version, "Note.")
        third = starting.start(editor, version.document, "0.3", "Sample Model", FIRST, version, ChangeClass.SUBSTANTIVE)
        assert gone.isdisjoint(row.uid for row in stored.sections(third))
        with pytest.raises(ConsultError):
            starting.start(editor, version.document, "0.2", "Sample Model", FIRST, version, ChangeClass.SUBSTANTIVE)

    following(app, people, base, steps, check)


@RANDOM
@given(st.lists(STEP, max_size=6))
def test_V4_the_changes_lead_from_one_text_to_the_other_and_an_editorial_version_keeps_every_section(app, people, base, steps):
    def check(editor, version):
        changes = comparing.comparison(version.base, version)
        assert sorted(row.uid for change in changes for row in change.old) == sorted(row.uid for row in stored.sections(version.base))
        assert sorted(row.uid for change in changes for row in change.new) == sorted(row.uid for row in stored.sections(version))
        same = {row.uid: row.body.strip() for row in stored.sections(version.base)}
        assert all(same[change.old[0].uid] == change.new[0].body.strip() for change in changes if "unchanged" in change.kinds)
        kinds = {kind for link in versions.concordance(version) for kind in link.kinds.split()}
        if editorial(kinds):
            publishing.publish(editor, version, "Note.", change_class=ChangeClass.EDITORIAL)
            assert len(stored.sections(version)) == len(stored.sections(version.base))
        else:
            with pytest.raises(ConsultError, match="adds and removes no section"):
                publishing.publish(editor, version, "Note.", change_class=ChangeClass.EDITORIAL)

    following(app, people, base, steps, check)


@RANDOM
@given(st.lists(STEP, max_size=6))
def test_V6_the_dry_run_adds_up_and_says_of_every_thread_what_publication_does(app, people, base, steps):
    def check(editor, version):
        said = {one.comment_id: one.after for one in places.dry_run(version)}
        counts = places.summed(places.forecast(version))
        assert len(said) == sum(counts.values()) == 5
        assert {status: sum(1 for at in said.values() if at.status == status) for status in counts} == counts
        listed = [one.comment_id for status in PlaceStatus for one in places.becoming(version, status, 0, 100)]
        assert sorted(listed) == sorted(said)
        publishing.publish(editor, version, "Note.")
        rows = db.session.query(CommentPlace).filter_by(version_id=version.id).all()
        assert {row.comment_id: Standing(row.section_uid, row.start, row.end, row.status, row.score) for row in rows} == said
        bodies = {row.uid: anchors.plain(row.body) for row in db.session.query(Section).filter_by(version_id=version.id)}
        assert all(row.section_uid is None or row.section_uid in bodies for row in rows), "a thread stands in a section that is there, or says that it has none"
        assert all(0 <= row.start < row.end <= len(bodies[row.section_uid]) for row in rows if row.start is not None)

    following(app, people, base, steps, check)


@given(WORDS, WORDS, WORDS)
def test_V6_in_a_section_that_did_not_change_every_quotation_stays_where_it_was(one, two, three):
    text = f"{one}. {two}. {three}."
    start = len(anchors.plain(text)) // 3
    quoted = anchors.Selector(anchors.plain(text)[start:start + 9], "", "", start, start + 9)
    between = Concordance({"a": text, "b": two}, {"a": text, "b": three}, [("a", "a", frozenset({"unchanged"})), ("b", "b", frozenset({"edited"}))])
    place = carried(Standing("a", start, start + 9, PlaceStatus.KEPT), quoted, between)
    assert place == Standing("a", start, start + 9, PlaceStatus.KEPT)


def test_threads_are_listed_page_by_page_and_none_twice(app, people, base, monkeypatch):
    monkeypatch.setattr(places, "CHUNK", 2)

    def check(_, version):
        first = places.becoming(version, None, 0, 2)
        second = places.becoming(version, None, first[-1].comment_id, 9)
        assert [one.comment_id for one in (*first, *second)] == [one.comment_id for one in places.dry_run(version)]

    following(app, people, base, [("remove", 3, "")], check)
