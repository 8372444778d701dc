"""Forms lead on to pages of this site only."""
import pytest

from consult.web.paths import local, public


@pytest.mark.parametrize("target", ["/", "/accounts/me", "/comments/new?round=1&section=3.2", "/rounds/", "/rounds/1/#notice"])
def test_pages_of_this_site_are_taken(app, target):
    with app.test_request_context():
        assert local(target) == target


@pytest.mark.parametrize("target", [
    None, "", "accounts/me", "https://example.com", "//example.com/accounts/me", "/\\example.com", "\\/example.com", "/\t/example.com", "/accounts/me\r\nSet-Cookie: a=b",
    "/nothing/here", "javascript:alert(1)", "/accounts/sign-out", "/" + "a" * 600, "///example.com", "/%0a/example.com",
])
def test_everything_else_is_refused(app, target):
    with app.test_request_context():
        assert local(target) is None


def test_addresses_in_mails_come_from_the_settings(app):
    app.config["PUBLIC_URL"] = "https://consult.example.org/"
    with app.test_request_context(headers={"Host": "evil.example"}):
        assert public("/accounts/me") == "https://consult.example.org/accounts/me"
