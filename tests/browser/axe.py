"""The automatic part of accessibility: axe finds nothing on the page as it stands."""
from weakref import WeakSet

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

#: Browsers without scripts: axe would wait in them for ever; the same pages are asked in a browser with scripts.
SCRIPTLESS: WeakSet[BrowserContext] = WeakSet()
SCRIPT = Axe().axe_script
#: Every rule of axe; only what is wrong is told, because carrying over what is right takes longer than some pages take to be asked.
ASKED = "() => axe.run({resultTypes: ['violations']}).then(found => found.violations)"


def axe(page: Page) -> None:
    """Fail with every violation, its rule and where it is."""
    if page.context in SCRIPTLESS:
        return
    page.evaluate(SCRIPT)
    found = page.evaluate(ASKED)
    told = [f"{v['id']} ({v['impact']}): {v['help']}: {n['target']} {n['html'][:120]}" for v in found for n in v["nodes"]]
    assert not told, f"{page.url}\n" + "\n".join(told)
