"""Plain pages, and whether the installation is well."""
import pytest

from consult.permissions.conditions import SENTENCES
from consult.permissions.words import Action


@pytest.mark.parametrize("address", ["/", "/help/", "/permissions", "/privacy", "/accessibility", "/journal/", "/rounds/", "/search"])
@pytest.mark.parametrize("who", [None, "citizen", "editor"])
def test_everybody_reads_the_plain_pages_before_anything_is_published(browser_of, who, address):
    assert browser_of(who).get(address).status_code == 200


def test_the_table_of_permissions_is_the_one_the_system_asks(browser_of):
    page = browser_of(None).get("/permissions").text
    for action in Action:
        assert f"<code>{action.value}</code>" in page
    assert SENTENCES["not_drafter"] in page


def test_an_empty_home_page_says_what_will_be_there(browser_of):
    assert "No draft has been published yet" in browser_of(None).get("/").text


def test_healthy_and_ready(browser_of):
    assert browser_of(None).get("/healthz").text == "ok\n"
    ready = browser_of(None).get("/readyz")
    assert ready.status_code == 200
    assert ready.json["database"] == "sqlite"
    assert ready.json["library"].count(".") == 2


def test_the_page_of_parts_exists_only_in_the_demonstration(browser_of):
    assert browser_of("admin").get("/styles").status_code == 404
