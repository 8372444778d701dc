"""A sample text in an open round, its people, and a person who counts pages opened and fields filled."""
from datetime import timedelta

from consult import clock
from consult.accounts.rules import hashed
from consult.db import transaction
from consult.documents.actions import publishing, starting
from consult.documents.rules import ChangeClass
from consult.rounds import actions as rounds
from tests import factories
from tests.browser.people import PASSWORD, Person

BODY = """The budget is **fixed for *one* year** and 👍🏽 reviewed in [autumn](https://example.org). The share is fixed for years.

- first item is fixed
- second **item** stays

| share | party |
|---|---|
| ten | Serbia |
| five | Kosovo* |
"""
SECTION = "/documents/model/0.1/sections/1"
NEW = "/comments/new?round=1&section=1"


def prepare(app):
    """A published version in an open round; a stakeholder and a colleague with the password all share."""
    app.config["DEMONSTRATION"] = True  # the people have sample addresses
    password = hashed(PASSWORD)
    with app.app_context(), transaction():
        factories.party("RS", "Serbia")
        editor = factories.person("editor", "editor")
        for name in ("stakeholder", "colleague"):
            factories.person(name, party_code="RS", password_hash=password)
        version = starting.start(editor, starting.create(editor, "model", "Sample"), "0.1", "Sample", f"# Sample\n\n## 1 Money\n\n{BODY}\n\n## 2 Aim\n\nClusters matter.\n",
                                None, ChangeClass.SUBSTANTIVE)
        publishing.publish(editor, version, "First.")
        rounds.schedule(editor, rounds.plan(editor, version, clock.now(), clock.now() + timedelta(days=30), "Please comment."))


class Counting(Person):
    """A person of whom every step (a link or a button) and every field filled is counted."""

    def __init__(self, page):
        super().__init__(page)
        self.steps = 0
        self.fields: list[str] = []

    def types(self, **words):
        """Fill fields."""
        self.fields += words
        return super().types(**words)

    def presses(self, words):
        """Press a button or follow a link."""
        self.steps += 1
        return super().presses(words)

    def opens(self, address):
        """Follow the link of a mail."""
        self.steps += 1
        return self.goes(address)


class Scriptless(Person):
    """A person whose browser runs no scripts, so that axe cannot run there either; it looks at the same pages with scripts."""

    def looks(self):
        """Go on."""
        return self
