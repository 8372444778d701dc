"""Tests that use one application one after another know nothing of each other."""
import pytest
from flask_migrate import upgrade
from sqlalchemy import event, select

from consult.accounts.models import Account
from consult.db import db
from consult.web.limits import limiter
from tests import factories
from tests.conftest import fill
from tests.lending import lent


def names(app):
    """Whom the database knows."""
    with app.app_context():
        return list(db.session.scalars(select(Account.name)))


def test_one_application_is_lent_again_with_its_settings_put_right():
    with lent() as app:
        app.config["INTEREST"] = "required"
        app.extensions["settings_shown"] = (float("inf"), "what another database said")
        app.extensions["spoken"] = ()
    with lent() as again:
        assert again is app
        assert again.config["INTEREST"] == "off"
        assert "settings_shown" not in again.extensions
        assert len(again.extensions["spoken"]) > 1


def test_what_is_lent_at_the_same_time_is_two():
    with lent() as one, lent() as other:
        assert one is not other


def test_the_next_finds_a_database_of_its_own(template):
    for _ in range(2):
        with lent() as app:
            with app.app_context():
                fill(template)
            assert names(app) == []
            with app.app_context():
                factories.cast()
            assert "Editor" in names(app)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_same_application_answers_for_the_database_it_is_lent_with(kind, request, tmp_path):
    first = f"sqlite:///{tmp_path / 'one.sqlite'}" if kind == "sqlite" else request.getfixturevalue("postgres_url")
    second = f"sqlite:///{tmp_path / 'two.sqlite'}" if kind == "sqlite" else first.replace(first.partition("?")[0].rpartition("/")[2], "postgres")
    with lent(first) as app, app.app_context():
        upgrade()
        factories.cast()
    with lent(second) as again, again.app_context():
        assert again is app
        assert not db.inspect(db.engine).has_table("account")
    with lent(first) as once_more:
        assert "Editor" in names(once_more)


def test_an_application_with_another_page_is_not_lent_again(template):
    with lent() as app:
        with app.app_context():
            fill(template)
        assert app.test_client().get("/healthz").status_code == 200
    with lent() as again:
        assert again is app
        again.add_url_rule("/another", view_func=lambda: "page")
    with lent() as next_one:
        assert next_one is not app


def test_limits_are_those_of_the_application_that_is_lent():
    with lent(RATELIMIT_ENABLED=True):
        assert limiter.enabled
    with lent():
        assert not limiter.enabled


def test_an_application_that_is_still_listened_to_is_not_lent_again():
    with lent() as app, app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *_: None)
    with lent() as next_one:
        assert next_one is not app
