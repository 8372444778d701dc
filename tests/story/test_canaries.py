"""What is hidden stays hidden: words that stand nowhere but in secrets appear in no answer to somebody who may not read them."""
import io
import zipfile

import pytest

from tests.story.crawling import ROLES, VISITOR
from tests.story.telling import CANARIES

#: What the people of a role may read; everything else of CANARIES is hidden from them.
DESK = frozenset({"working text", "working heading", "planned round", "hidden comment", "hidden reply", "drafted answer", "prepared ballot", "mandate letter", "name of a letter",
                  "withheld name"})
MAY_READ = {
    "editor": DESK, "editor2": DESK, "moderator": frozenset({"hidden comment", "hidden reply", "withheld name"}),
    "admin": frozenset({"mandate letter", "name of a letter", "prepared ballot", "withheld name", "address", "suspension"}),
    "citizen": frozenset({"private draft", "hidden comment", "hidden reply"}),
}
#: Where secrets might be asked for beside the pages: searches by a word that stands beside each canary, and tables of everything.
QUESTIONS = ("/search?q=words", "/search?q=across+every+border", "/search?q=object", "/search?q=sent", "/search?q=Thank", "/search?q=guide", "/comments/?q=words",
             "/comments/?round=2", "/comments/?state=hidden", "/comments/?kind=general",
             "/comments/table.csv?round=2", "/comments/table.json?round=2", "/comments/table.xlsx?round=2",
             "/comments/desk?round=2", "/comments/desk?stage=draft", "/journal/?noun=comments", "/journal/?noun=ballots", "/journal/?noun=accounts", "/journal/?noun=workgroup")


def words_of(response):
    """Everything a response says, headers included; a spreadsheet is unpacked."""
    content = response.get_data()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return (content + str(response.headers).encode()).decode("utf-8", "replace")


def said_to(world, name):
    """Every address that is asked for as this person, with what comes back."""
    browser = world.browser(name)
    for address in dict.fromkeys([*(address for _, _, address in world.addresses()), *QUESTIONS]):
        yield address, words_of(browser.get(address))
    for address, response in world.crawl(name, samples=4):
        yield address, words_of(response)


@pytest.mark.parametrize("name", ROLES)
def test_no_secret_reaches_somebody_who_may_not_read_it(installed, name):
    hidden = {what: word for what, word in CANARIES.items() if what not in MAY_READ.get(name, ())}
    leaked = {f"{what} at {address}" for address, words in said_to(installed, name) for what, word in hidden.items() if word.lower() in words.lower()}
    assert not leaked, f"{name} reads: {sorted(leaked)}"


def test_the_secrets_are_really_there(installed):
    seen = " ".join(words for name in ("editor", "admin", "citizen") for _, words in said_to(installed, name)).lower()
    unseen = {what for what, word in CANARIES.items() if word.lower() not in seen}
    assert unseen <= {"closed account", "open position", "withheld name", "name of a letter", "suspension"}, "a secret that nobody can read proves nothing"


@pytest.mark.parametrize("name", [VISITOR, "citizen", "member.rs", "observer", "moderator"])
def test_no_address_of_a_person_is_shown_to_others(installed, name):
    own = f"{name}@sample.test"
    for address, words in said_to(installed, name):
        found = words.replace(own, "").replace("secretariat@sample.test", "")
        assert "@sample.test" not in found, f"{name} reads an address at {address}"
