"""The served application is the one of the test: its database, its day."""
import threading
from datetime import timedelta

from sqlalchemy import func, select

from consult import clock
from consult.accounts.models import Account
from consult.db import db
from tests import factories


def test_the_pages_see_the_rows_of_the_test(app, people, site):
    found = []

    def count() -> None:
        with app.app_context():
            found.append(db.session.scalar(select(func.count()).select_from(Account)))

    thread = threading.Thread(target=count)
    thread.start()
    thread.join()
    assert found == [len({number for name, number in people.items()})]


def test_time_moves_between_two_requests(app, time, page_at):
    app.add_url_rule("/what-time-is-it", "what_time", lambda: clock.now().isoformat())
    page = page_at(390)
    page.goto("/what-time-is-it")
    assert page.inner_text("body") == factories.DAY.isoformat()
    time.now += timedelta(days=1)
    page.reload()
    assert page.inner_text("body") == (factories.DAY + timedelta(days=1)).isoformat()
