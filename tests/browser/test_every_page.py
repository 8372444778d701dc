"""Every kind of page of the demonstration, one wide in English, the next narrow in Cyrillic: axe finds nothing, and nothing sticks out."""
import shutil
from itertools import cycle, groupby
from operator import itemgetter

import pytest

from consult import clock
from tests import factories
from tests.browser.axe import axe
from tests.lending import lent
from tests.story.copies import memory
from tests.story.crawling import ROLES, VISITOR, World

#: Who opens the pages, in this order; each page is looked at by the first who may.
PEOPLE = (VISITOR, "cluster.rs", "citizen", "coordinator.ba", "coordinator.ro", "member.rs", "moderator", "editor", "editor2", "admin")
#: Answers that are no pages.
FILES = (".csv", ".json", ".xlsx", ".docx", ".pdf", ".md", ".txt", ".png", ".svg", ".ics", ".ico", ".xlf", "/pdf", "/copy")


PARTS = 6


@pytest.fixture
def app(told, tmp_path):
    shutil.copy(told, tmp_path / "told.sqlite")
    with lent(f"sqlite:///{tmp_path / 'told.sqlite'}", MAIL_FOLDER=str(tmp_path / "mail"), DEMONSTRATION=True) as app, clock.at(factories.DAY):
        yield app


@pytest.fixture(scope="module")
def pages(told, sweeps):
    """One address of every kind of page, with the name of the first who may open it."""
    found = {}
    with memory(told, DEMONSTRATION=True) as app:
        world = World(app)
        for name in PEOPLE:
            browser, answers = world.browser(name), sweeps.of(name).answers if name in ROLES else {}
            for endpoint, _, address in world.addresses():
                if endpoint not in found and not address.endswith(FILES):
                    response = answers.get(address) or browser.get(address, buffered=True)
                    if response.status_code == 200 and response.mimetype == "text/html":
                        found[endpoint] = (name, address)
    assert len(found) > 100
    return sorted(found.values())


@pytest.mark.parametrize("part", range(PARTS))
def test_every_kind_of_page_can_be_read_by_everybody(app, site, page_at, pages, part):
    world, wrong, size = World(app), [], -(-len(pages) // PARTS)
    for name, own in groupby(pages[part * size:][:size], key=itemgetter(0)):
        wide, narrow = page_at(1280), page_at(390)
        if name != VISITOR:
            for page in (wide, narrow):
                page.context.add_cookies([{"name": "consult", "value": world.browser(name).client.get_cookie("consult").value, "url": site}])
        for (_, address), (page, language) in zip(own, cycle(((wide, "en"), (narrow, "sr-Cyrl"))), strict=False):
            page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
            try:
                axe(page)
            except AssertionError as found:
                wrong.append(str(found))
            if not page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"):
                wrong.append(f"{address}: something sticks out")
    assert not wrong, "\n".join(wrong)
