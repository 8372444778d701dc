"""What is hidden stays hidden: words that stand nowhere but in secrets appear in no answer to somebody who may not read them."""
import io
import zipfile
from functools import cache

import pytest

from consult import clock
from tests import factories
from tests.story.crawling import ROLES
from tests.story.telling import CANARIES

#: What the people of a role may read; everything else of CANARIES is hidden from them.
DESK = frozenset({"working text", "working heading", "planned round", "hidden comment", "hidden reply", "drafted answer", "prepared ballot", "mandate letter", "name of a letter",
                  "withheld name", "note of an editor", "drafted theme", "reason in work"})
MAY_READ = {
    "editor": DESK, "editor2": DESK, "moderator": frozenset({"hidden comment", "hidden reply", "withheld name"}),
    "admin": frozenset({"mandate letter", "name of a letter", "prepared ballot", "withheld name", "address", "suspension"}),
    "citizen": frozenset({"private draft", "hidden comment", "hidden reply"}), "coordinator.ba": frozenset({"contribution"}),
}
#: Where secrets might be asked for beside the pages: searches by a word that stands beside each canary, and tables of everything.
QUESTIONS = ("/search?q=words", "/search?q=across+every+border", "/search?q=object", "/search?q=sent", "/search?q=Thank", "/search?q=guide", "/comments/?q=words",
             "/comments/?round=2", "/comments/?state=hidden", "/comments/?kind=general",
             "/comments/table.csv?round=2", "/comments/table.json?round=2", "/comments/table.xlsx?round=2",
             "/inbox/?round=2&stage=any", "/inbox/?stage=draft", "/inbox/?stage=any&q=editors", "/journal/?noun=comments", "/journal/?noun=ballots",
             "/journal/?noun=accounts", "/journal/?noun=workgroup")


def words_of(response):
    """Everything a response says, headers included; a spreadsheet is unpacked."""
    content = response.get_data()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return (content + str(response.headers).encode()).decode("utf-8", "replace")


@cache
def said_to(sweeps, name):
    """Everything this person can be told: the words of every address, and of what the pages lead to."""
    with clock.at(factories.DAY):
        return _said_to(sweeps, name)


def _said_to(sweeps, name):
    known, browser = sweeps.of(name).answers, sweeps.world.browser(name)
    asked = {address: browser.get(address) for address in QUESTIONS if address not in known}
    crawled = dict(sweeps.world.crawl(name, samples=2, known=known))
    return {address: words_of(response) for address, response in {**known, **asked, **crawled}.items()}


@pytest.mark.parametrize("name", [role for role in ROLES if role not in {"editor2", "alternate.rs"}])
def test_no_secret_reaches_somebody_who_may_not_read_it(sweeps, name):
    told = {address: words.lower() for address, words in said_to(sweeps, name).items()}
    hidden = {what: word.lower() for what, word in CANARIES.items() if what not in MAY_READ.get(name, ())}
    leaked = {f"{what} at {address}" for address, words in told.items() for what, word in hidden.items() if word in words}
    if name != "admin":
        own = (f"{name}@sample.test", "secretariat@sample.test")
        originals = "/comments/files/" if name in {"editor", "moderator"} else "no such address"  # a letter as it came, which they may read
        leaked |= {f"an address of a person at {address}" for address, words in told.items()
                   if not address.startswith(originals) and "@sample.test" in words.replace(own[0], "").replace(own[1], "")}
    assert not leaked, f"{name} reads: {sorted(leaked)}"


def test_the_secrets_are_really_there(sweeps):
    seen = " ".join(words for name in ("editor", "admin", "citizen", "coordinator.ba") for words in said_to(sweeps, name).values()).lower()
    unseen = {what for what, word in CANARIES.items() if word.lower() not in seen}
    assert unseen <= {"closed account", "open position", "withheld name", "name of a letter", "suspension"}, "a secret that nobody can read proves nothing"
