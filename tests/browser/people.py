"""People at their browsers: they read labels and press buttons, and every page they meet is asked for its accessibility."""
import re
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.axe import axe

PASSWORD = "a walk through the story 2026"


class Person:
    """One person at one browser."""

    def __init__(self, page: Page):
        self.page = page
        self.met: set[str] = set()

    def goes(self, address: str) -> "Person":
        """Open an address; it must answer well."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, (address, answer.status)
        return self.looks()

    def looks(self) -> "Person":
        """Ask the page for its accessibility, each address once."""
        address = re.sub(r"^https?://[^/]+", "", self.page.url).split("?")[0]
        if address not in self.met:
            self.met.add(address)
            axe(self.page)
        return self

    def types(self, **words: str) -> "Person":
        """Fill fields by their names in the form: text, choices, dates, files."""
        for name, value in words.items():
            field = self.page.locator(f'main [name="{name}"]')
            kind = field.first.get_attribute("type") or field.first.evaluate("f => f.tagName.toLowerCase()")
            if kind in {"radio", "checkbox"}:
                self.page.locator(f'main [name="{name}"][value="{value}"]').check()
            elif kind == "select":
                field.select_option(value)
            elif kind == "file":
                field.set_input_files({"name": value, "mimeType": "text/plain", "buffer": b"SAMPLE - not an official document.\n"})
            else:
                field.fill(value)
        return self

    def presses(self, words: str) -> "Person":
        """Press a button or follow a link by its words, and look at where it leads."""
        target = self.page.locator("main").get_by_role("button", name=words).or_(self.page.locator("main").get_by_role("link", name=words)).first
        assert target.count(), f"no {words!r} on {self.page.url}:\n{self.page.locator('main').inner_text()[:1500]}"
        target.click()
        self.page.wait_for_load_state("load")
        return self.looks()

    def sees(self, words: str) -> "Person":
        """The words stand on the page."""
        assert words in self.page.locator("main").inner_text().replace("\xa0", " "), f"{words!r} is not on {self.page.url}:\n{self.page.locator('main').inner_text()[:1500]}"
        return self

    def signs_in(self, name: str) -> "Person":
        """Sign in with the password all share."""
        self.page.goto("/accounts/sign-in")
        return self.looks().types(email=f"{name}@sample.test", password=PASSWORD).presses("Sign in")


def painted(page: Page) -> Page:
    """Wait until the page has been drawn: Chromium drops keys that come between a page's arrival and its first picture."""
    page.wait_for_load_state("load")
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    return page


def mails(folder: Path, to: str, deliver: Callable[[], object]) -> list[str]:
    """The texts of the mails a person has received, the latest last."""
    deliver()
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"), key=lambda p: p.stat().st_mtime_ns)]
    return [mail.get_body(("plain",)).get_content() for mail in found if to in mail["To"]]
