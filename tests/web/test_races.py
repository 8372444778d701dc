"""What a person is told whom somebody else was quicker than, and what is sent in such numbers that nobody means it."""
import pytest
from sqlalchemy import text

from consult import clock
from consult.accounts.models import SpentForm
from consult.db import db, transaction


def test_a_row_that_went_meanwhile_is_a_conflict_and_no_fault(app, people, browser_of):
    with app.app_context(), transaction():
        db.session.add(SpentForm(key="once", location="/", at=clock.now()))

    def gone():
        row = db.session.get(SpentForm, "once")
        db.session.execute(text("DELETE FROM spent_form"))
        db.session.expire_all()
        return row.location

    app.add_url_rule("/gone", view_func=gone)
    page = browser_of("citizen").get("/gone")
    assert page.status_code == 409
    assert "not possible now" in page.text


@pytest.mark.parametrize(("fields", "status"), [(200_000, 413), (100, 400)])
def test_a_form_with_endless_fields_is_refused_before_it_is_read(app, people, browser_of, fields, status):
    body = "&".join(f"f{n}=1" for n in range(fields))
    assert browser_of("citizen").client.post("/accounts/me/profile", data=body, content_type="application/x-www-form-urlencoded").status_code == status
