"""The automatic part of accessibility: axe finds nothing on the page as it stands."""
from weakref import WeakSet

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

#: Browsers without scripts: axe would wait in them for ever; the same pages are asked in a browser with scripts.
SCRIPTLESS: WeakSet[BrowserContext] = WeakSet()


def axe(page: Page) -> None:
    """Fail with every violation, its rule and where it is."""
    if page.context in SCRIPTLESS:
        return
    found = Axe().run(page).response["violations"]
    told = [f"{v['id']} ({v['impact']}): {v['help']}: {n['target']} {n['html'][:120]}" for v in found for n in v["nodes"]]
    assert not told, f"{page.url}\n" + "\n".join(told)
