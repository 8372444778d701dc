"""The demonstration in other languages: every kind of page renders, says which language it speaks, and says dates as its readers do."""
import pytest

from tests import page_faults
from tests.story.crawling import VISITOR

#: A date of the story as it stands on the page of round 1 (its opening day), by language of the page.
MONTHS = {"en": "July 2026", "sr-Cyrl": "јул"}


#: A letter speaks the language of the person it was written to.
LETTER = "mailbox.letter"


@pytest.mark.parametrize("code", ["en", "sr-Cyrl"])
@pytest.mark.parametrize("name", [VISITOR, "editor"])
def test_every_page_renders_in_the_language(reading, code, name):
    browser, wrong = reading.browser(name), []
    opened = set()
    for endpoint, _, address in reading.addresses():
        if endpoint in {*opened, LETTER} or "." in address.rpartition("/")[2]:
            continue
        response = browser.get(f"{address}{'&' if '?' in address else '?'}lang={code}")
        if response.status_code != 200 or response.mimetype != "text/html":
            continue
        opened.add(endpoint)
        if page_faults.parsed(response.text).get("lang") != code:
            wrong.append(f"{address} says {page_faults.parsed(response.text).get('lang')}")
        wrong += [f"{address}: {fault}" for fault in page_faults.faults_of(response.text, address, valid=False)]
    assert not wrong, "\n".join(wrong)
    assert len(opened) > 25


@pytest.mark.parametrize(("code", "month"), MONTHS.items())
def test_dates_are_said_in_the_language(reading, code, month):
    assert month in reading.browser(VISITOR).get(f"/rounds/1/?lang={code}").text
