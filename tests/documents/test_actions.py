"""The life of a version: V1 to V6, and what an editor may and may not do."""
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql
from sqlalchemy.exc import DatabaseError

from consult.accounts.models import Account
from consult.comments.actions import writing
from consult.comments.models import CommentPlace
from consult.comments.rules import Capacity, CommentKind, PlaceStatus
from consult.db import db, transaction
from consult.documents.actions import concording, editing, publishing, starting
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass, VersionState
from consult.errors import Conflict, IllegalMove, Invalid, NotAllowed
from consult.journal.actions import record
from consult.journal.models import JournalEntry
from consult.text import normalise
from tests.documents.conftest import FIRST, SECOND


def test_only_editors_start_and_publish(desk, inside):
    with transaction():
        version = desk.start()
    for name in ("citizen", "admin", "moderator"):
        with pytest.raises(NotAllowed), transaction():
            publishing.publish(inside(name), version, "note")
        with pytest.raises(NotAllowed), transaction():
            starting.create(inside(name), "other", "Other")


TRICKY = [
    "Нема наслова.\n",
    "# Члан 1.\n\nТекст – „наводници“.\n\n# Члан 2.\n\n* а\n* б\n",
    "Setext\n======\n\nΆρθρο 1\n-------\n\nΚείμενο με τόνους: ή ώ ΐ\n",
    "# A\n## B\n### C\n#### D\n##### E\n###### F\nend",
    "# A\n\n| a | b |\n|---|---|\n| # no | 2 |\n\n```\n# no heading\n```\n\nnote[^1]\n\n[^1]: # neither\n",
    "\n\n# Late\n\n\n\ntext  \nwith two spaces\t\n\n\n",
    "# Same\n\na\n\n# Same\n\nb\n\n# Same {#same}\n",
    "#### Deep first\n\n# Then top\n",
    "<!-- # hidden\n-->\n\n# Shown #\n\n<div>\n# raw\n</div>\n",
    "# Long {#" + "x" * 200 + "}\n\nA key that is too long is not taken over, the text is.\n",
]


@pytest.mark.parametrize("text", TRICKY)
def test_import_keeps_every_character(desk, text):
    with transaction():
        version = desk.publish(desk.start(text))
    assert stored.source(version) == normalise.canonical(text)
    assert version.digest == normalise.digest(text)


PIECES = ["# ", "## ", "члан", "Άρθρο", "\n", "\n\n", "- a", "> q", "| a |", "|---|", "```", "===", "1. ", "x\u0301", " ", "\t", "[^1]: n"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25))
def test_V1_any_text_is_taken_to_the_character_and_hashed(app, people, parts):
    text = "x" + "".join(parts)
    with app.app_context():
        try:
            with transaction():
                editor = db.session.get_one(Account, people["editor"])
                document = starting.create(editor, f"d{normalise.digest(text)[:20]}", "Title")
                version = publishing.publish(editor, starting.start(editor, document, "1", "Title", text, None, ChangeClass.INITIAL), "note")
                assert stored.source(version) == normalise.canonical(text)
                assert version.digest == normalise.digest(normalise.canonical(text))
                raise Undo
        except Undo:
            pass


class Undo(Exception):
    """Ends an example without keeping its rows."""


@pytest.mark.parametrize("change", [
    "UPDATE section SET body = 'x' WHERE version_id = :v", "UPDATE section SET number = '9' WHERE version_id = :v", "DELETE FROM section WHERE version_id = :v",
    "UPDATE version SET label = '9' WHERE id = :v", "UPDATE version SET digest = 'x' WHERE id = :v", "DELETE FROM section_link WHERE version_id = :v",
    "INSERT INTO section (version_id, uid, position, address, number, heading, level, head, body, digest, revision) VALUES (:v, 'u', 99, 'u', '', '', 1, '', '', '', 1)",
])
def test_V1_not_even_the_database_changes_a_published_text(desk, change):
    with transaction():
        _, two = desk.two()
        desk.publish(two)
    with pytest.raises(DatabaseError, match="V1"), transaction():
        db.session.execute(sql(change), {"v": two.id})


def test_V1_a_published_text_takes_no_edit(desk):
    with transaction():
        version = desk.publish(desk.start())
    with pytest.raises(NotAllowed), transaction():
        desk.edit(version, "1", body="Other.")
    with pytest.raises(NotAllowed), transaction():
        desk.publish(version)


def test_V2_labels_are_unique_and_places_increase(desk):
    with transaction():
        one, two = desk.two()
        desk.publish(two)
    assert one.seq < two.seq
    with pytest.raises(Invalid) as refusal, transaction():
        desk.start(SECOND, "0.1", two)
    assert refusal.value.field == "label"


def test_V2_a_label_in_other_letters_of_the_same_name_is_taken(desk):
    with transaction():
        one = desk.publish(desk.start(label="0.1-rc"))
    for label in ("0.1-RC", "0.1-Rc"):
        with pytest.raises(Invalid, match="has the label"), transaction():
            desk.start(FIRST, label, one)
    with pytest.raises(Invalid, match="Latin letters"), transaction():
        desk.start(FIRST, "Latest", one)


def test_V2_only_one_working_text_at_a_time_and_its_label_is_free_after_discarding(desk):
    with transaction():
        one, two = desk.two()
    with pytest.raises(IllegalMove, match=r"0\.2"), transaction():
        desk.start(SECOND, "0.3", one)
    with transaction():
        starting.discard(desk.editor, two)
    with transaction():
        assert desk.start(SECOND, "0.2", one).state == VersionState.WORKING


def test_V2_a_base_is_published_and_of_the_same_document(desk):
    with transaction():
        one, two = desk.two()
        starting.discard(desk.editor, two)
        other = starting.create(desk.editor, "other", "Other")
    for document, base in ((one.document, two), (other, one)):
        with pytest.raises(Invalid) as refusal, transaction():
            starting.start(desk.editor, document, "0.9", "Title", SECOND, base, ChangeClass.SUBSTANTIVE)
        assert refusal.value.field == "base"


def test_a_later_version_follows_the_latest_when_no_base_is_named(desk):
    with transaction():
        one = desk.publish(desk.start())
        assert starting.start(desk.editor, one.document, "0.2", "Title", SECOND, None, ChangeClass.SUBSTANTIVE).base_id == one.id


def test_V3_a_section_keeps_its_key_when_renumbered_and_moved(desk):
    moved = FIRST.replace("## 3 Funding", "## 9 Funding").replace("## 1 Purpose\n\nThe Model speaks to cluster managers and their member firms in every party.\n\n", "")
    moved += "\n## 10 Purpose\n\nThe Model speaks to cluster managers and their member firms in every party.\n"
    with transaction():
        one, two = desk.two(FIRST, moved)
    assert desk.row(one, "3").uid == desk.row(two, "9").uid
    assert desk.row(one, "1").uid == desk.row(two, "10").uid


def test_V3_a_removed_key_is_never_given_again(desk):
    with transaction():
        one = desk.publish(desk.start())
        gone = desk.row(one, "3").uid
        two = desk.publish(desk.start(FIRST[:FIRST.index("## 3")], "0.2", one))
        three = desk.start(FIRST, "0.3", two)
    assert gone not in {s.uid for s in stored.sections(three)}
    uids = [s.uid for s in stored.sections(three)]
    assert len(uids) == len(set(uids))


def test_V4_a_copy_of_the_base_changes_nothing(desk):
    with transaction():
        one = desk.publish(desk.start())
        copy = desk.start(None, "0.2", one)
    assert stored.source(copy) == stored.source(one)
    assert {link.kinds for link in versions.concordance(copy)} == {"unchanged"}


def test_V4_an_editorial_version_adds_and_removes_no_section(desk):
    with transaction():
        one = desk.publish(desk.start())
        two = desk.start(FIRST + "\n## 4 New\n\nAn entirely different matter, about archives.\n", "0.2", one)
    with pytest.raises(Invalid) as refusal, transaction():
        desk.publish(two, change_class=ChangeClass.EDITORIAL)
    assert refusal.value.field == "change_class"
    with transaction():
        desk.publish(two, change_class=ChangeClass.SUBSTANTIVE)


def test_V4_an_editorial_version_may_reword(desk):
    with transaction():
        _, two = desk.two()
        assert desk.publish(two, change_class=ChangeClass.EDITORIAL).change_class == ChangeClass.EDITORIAL


def test_V6_every_thread_is_carried_and_the_journal_counts_the_places(desk, inside):
    with transaction():
        one = desk.publish(desk.start())
        round_ = desk.open_round(one)
        draft = writing.save_draft(inside("citizen"), round_, desk.row(one, "2").uid, CommentKind.SUBSTANCE, "Fewer.", quote="at least ten members")
        writing.submit(inside("citizen"), round_, [draft], Capacity.SELF)
        two = desk.start(SECOND, "0.2", one)
        round_.state = "complete"
        round_.report_at = round_.completed_at = round_.closes_at
        record("rounds.complete", desk.editor, round_, round=round_.number, counts={}, report="0" * 64)
        desk.publish(two)
    places = db.session.query(CommentPlace).filter_by(version_id=two.id).all()
    assert [(p.section_uid, p.status) for p in places] == [(desk.row(two, "2").uid, PlaceStatus.KEPT)]
    entry = db.session.query(JournalEntry).filter_by(kind="documents.publish").order_by(JournalEntry.seq.desc()).first()
    assert entry.facts["places"] == {"kept": 1}
    assert entry.facts["digest"] == two.digest


def test_the_gate_holds_while_a_round_is_not_complete(desk):
    with transaction():
        one, two = desk.two()
        desk.open_round(one)
    with pytest.raises(IllegalMove, match="Round 1 is not complete"), transaction():
        desk.publish(two)


def test_publishing_needs_a_note_and_a_text(desk):
    with transaction():
        version = desk.start("# Only\n")
    with pytest.raises(Invalid) as refusal, transaction():
        publishing.publish(desk.editor, version, "  ")
    assert refusal.value.field == "change_note"
    with pytest.raises(Invalid, match="no text"), transaction():
        editing.remove_section(desk.editor, version, stored.sections(version)[0])


def test_publishing_what_one_has_not_seen_is_refused(desk):
    with transaction():
        version = desk.start()
        seen = normalise.digest(stored.source(version))
        desk.edit(version, "1", body="Changed behind the back.")
    with pytest.raises(Conflict), transaction():
        desk.publish(version, seen=seen)


def test_a_withdrawn_version_stays_readable_with_its_reason(desk):
    with transaction():
        version = desk.publish(desk.start())
        with pytest.raises(Invalid):
            publishing.withdraw(desk.editor, version, " ")
        publishing.withdraw(desk.editor, version, "Published by mistake.")
    assert version.state == VersionState.WITHDRAWN
    assert versions.latest(version.document) is None
    assert versions.published(version.document) == [version]


def test_every_step_is_in_the_journal(desk):
    with transaction():
        one, two = desk.two()
        desk.edit(two, "1", body="Other.")
        row = editing.add_section(desk.editor, two, desk.row(two, "1").uid, "1.1", "More", 3, "Words.")
        editing.move_section(desk.editor, two, row, None)
        editing.remove_section(desk.editor, two, desk.row(two, "1.1"))
        concording.correct_concordance(desk.editor, two, desk.row(one, "3").uid, [])
        desk.publish(two)
    kinds = [entry.kind.split(".")[1] for entry in db.session.query(JournalEntry).filter(JournalEntry.kind.like("documents.%")).order_by(JournalEntry.seq)]
    assert kinds == ["create", "start", "publish", "start", "edit_section", "add_section", "move_section", "remove_section", "correct_concordance", "publish"]


def test_a_version_is_not_withdrawn_under_an_open_round(desk):
    with transaction():
        version = desk.publish(desk.start())
        desk.open_round(version)
    with pytest.raises(IllegalMove, match="Round 1"), transaction():
        publishing.withdraw(desk.editor, version, "Mistake.")
