"""One network address does not ask for accounts and links without end."""
import shutil

from consult.db import db
from tests.conftest import Browser, make_app
from tests.page_faults import check


def test_requests_for_links_are_limited_per_network_address(template, tmp_path):
    shutil.copy(template, tmp_path / "own.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'own.sqlite'}", RATELIMIT_ENABLED=True)
    browser = Browser(app.test_client())
    answers = [browser.fill("/accounts/reset", email="nobody@example.org") for _ in range(31)]
    assert [answer.status_code for answer in answers] == [303] * 30 + [429]
    check(answers[-1], "/accounts/reset")
    assert browser.get("/accounts/reset").status_code == 200
    browser.client.environ_base["REMOTE_ADDR"] = "198.51.100.9"
    assert browser.fill("/accounts/reset", email="nobody@example.org").status_code == 303
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
