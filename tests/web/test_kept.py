"""What takes long to count is counted once for each change; and what is shown although something has happened since says so."""
import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from consult import clock
from consult import db as database
from consult.comments.actions import moderating
from consult.comments.queries import threads
from consult.db import db, transaction
from consult.documents.models import Document
from consult.documents.views import publishing
from consult.journal.actions import record
from consult.reporting.views import page as page_of_report
from consult.web import kept
from tests import factories
from tests.comments.conftest import desk, within, world  # noqa: F401 - fixtures of the same people
from tests.conftest import Browser, make_app
from tests.reporting.conftest import being_answered, complete  # noqa: F401 - a round with its answers


@pytest.fixture
def tally(inside):
    """Count something, and how often it was counted."""
    times = []

    def counting(dear=None):
        return kept.counted("test", lambda: times.append(1) or len(times), dear)

    return counting


def happens(person, kind, **facts):
    """One entry in the journal."""
    with transaction():
        record(kind, person, person, **facts)


def test_nothing_is_counted_twice_until_something_happens(inside, tally):
    assert [tally().value for _ in range(3)] == [1, 1, 1]
    happens(inside("editor"), "organisations.leave", name="A")
    assert tally().value == 2


def test_signing_in_changes_no_figure(inside, tally):
    tally()
    happens(inside("editor"), "accounts.sign_in")
    assert tally().value == 1


def test_what_is_not_dear_is_never_old(inside, tally, monkeypatch):
    monkeypatch.setattr(kept, "SPARE", 1e12)
    tally()
    happens(inside("editor"), "organisations.leave", name="A")
    assert (tally(lambda value: value > 1).value, tally(lambda value: value > 1).true) == (2, True)


def test_what_is_dear_may_be_old_where_that_is_said_and_nowhere_else(inside, tally, monkeypatch):
    monkeypatch.setattr(kept, "SPARE", 1e12)
    assert tally(bool).true
    happens(inside("editor"), "organisations.leave", name="A")
    assert (tally(bool).value, tally(bool).true) == (1, False)
    assert (tally().value, tally().true) == (2, True)


def hide(being_answered):  # noqa: F811 - the fixture of that name
    being_answered.within(lambda one: moderating.hide(one.person("moderator"), threads.by_public_id(being_answered.first), "Names a person."))


def test_the_report_is_counted_anew_when_a_comment_is_hidden(browser_of, being_answered):  # noqa: F811
    visitor = browser_of(None)
    assert "2 answered + 0 not answered yet + 0 withdrawn by the author + 0 hidden by the moderators = 2." in visitor.get("/rounds/1/report").text
    hide(being_answered)
    page = visitor.get("/rounds/1/report").text
    assert "1 answered + 0 not answered yet + 0 withdrawn by the author + 1 hidden by the moderators = 2." in page
    assert "something has happened since then" not in page


def test_old_figures_of_a_report_say_when_they_were_counted_and_its_files_are_never_old(browser_of, being_answered, monkeypatch):  # noqa: F811
    monkeypatch.setattr(page_of_report, "MANY", 1)
    monkeypatch.setattr(kept, "SPARE", 1e12)
    visitor = browser_of(None)
    visitor.get("/rounds/1/report")
    hide(being_answered)
    page = visitor.get("/rounds/1/report").text
    assert "2 answered + 0 not answered yet + 0 withdrawn by the author + 0 hidden by the moderators = 2." in page
    assert "These figures were counted" in page
    assert visitor.get("/rounds/1/report.json").json["counts"]["hidden"] == 1


def test_the_checklist_counts_threads_anew_when_the_text_has_changed(browser_of, being_answered):  # noqa: F811
    editor = browser_of("editor")
    assert "2 threads are carried to the new version" in editor.get("/documents/model/0.2/edit/publish").text
    assert 'becomes=kept">' in editor.get("/documents/model/0.2/edit/publish").text
    editor.fill("/documents/model/0.2/edit/remove/3", sure="y")
    assert "1 comment has no passage in the new text" in editor.get("/documents/model/0.2/edit/publish").text


def test_an_editor_reads_what_carrying_many_threads_means_for_the_others(browser_of, being_answered, monkeypatch):  # noqa: F811
    complete(being_answered)
    editor = browser_of("editor")
    assert "Choose a quiet hour" not in editor.get("/documents/model/0.2/edit/publish").text
    monkeypatch.setattr(publishing, "MANY_THREADS", 1)
    assert "Choose a quiet hour" in editor.get("/documents/model/0.2/edit/publish").text


def test_who_saves_while_something_large_is_stored_is_told_so_and_keeps_the_words(tmp_path, monkeypatch):
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    app = make_app(f"sqlite:///{tmp_path / 'consult.sqlite'}", MAIL_FOLDER=str(tmp_path / "mail"))
    with app.app_context(), clock.at(factories.DAY):
        upgrade()
        editor = factories.cast()["editor"]
        db.session.remove()
    with clock.at(factories.DAY):
        browser = Browser(app.test_client()).sign_in(editor)
        assert browser.get("/documents/new").status_code == 200
    with app.app_context():
        other = db.engine.dialect.loaded_dbapi.connect(tmp_path / "consult.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with clock.at(factories.DAY):
        refused = browser.fill("/documents/new", slug="model", title="Words that are kept", language="en")
        other.execute("ROLLBACK")
        other.close()
        assert refused.status_code == 409
        assert "Something large is being stored at this moment" in refused.text
        assert "Words that are kept" in refused.text
        assert browser.fill("/documents/new", slug="model", title="Words that are kept", language="en").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Document.title)).all() == ["Words that are kept"]
        db.session.remove()
        db.engine.dispose()
