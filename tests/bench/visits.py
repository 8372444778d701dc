"""What the pages of the workbench cost on a file of `tests.bench.many`: `python -m tests.bench.visits FILE...`; each page is opened twice, and the second time counts."""
import resource
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import Engine, event

from consult import clock
from consult.db import db
from tests.bench.many import DAY
from tests.conftest import Browser, make_app


class Cost(NamedTuple):
    """One page: what was answered, statements, processor seconds, of these in the longest statement, MiB by which the process grew, kB of the page."""

    status: int
    statements: int
    seconds: float
    longest: float
    grown: int
    size: float
    worst: str = ""


class Heard:
    """Listens to an engine: how many statements, and which took longest in processor time."""

    def __init__(self, engine: Engine) -> None:
        self.clear()
        event.listen(engine, "before_cursor_execute", self._before)
        event.listen(engine, "after_cursor_execute", self._after)

    def clear(self) -> None:
        """Forget what was heard."""
        self.number, self.longest, self.worst = 0, 0.0, ""

    def _before(self, connection: Any, _cursor: Any, _statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
        connection.info["begun"] = time.process_time()

    def _after(self, connection: Any, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool) -> None:
        took, self.number = time.process_time() - connection.info["begun"], self.number + 1
        if took > self.longest:
            self.longest, self.worst = took, statement


def pages(number: int) -> dict[str, tuple[str, str]]:
    """Name, and who opens which address: of a round of so many comments. Deep is a page behind nine tenths of the list."""
    deep = number * 9 // 10
    inbox = {
        "without an answer": "", "all": "stage=any", "drafted": "stage=draft", "to approve": "stage=to_approve", "published": "stage=published",
        "withdrawn or hidden": "stage=gone",
        "a section": "section=s-2", "the whole document": "section=whole", "a party": "party=RS", "an organisation": "organisation=5&stage=any", "a kind": "kind=wording",
        "a language": "language=sr-Cyrl", "a way in": "channel=paper", "similar": "campaign={group}&stage=any", "given to me": "assigned=me", "given to nobody": "assigned=nobody",
        "unread": "unread=1", "a word": "q=innovation&stage=any", "two words": "q=policy+report", "four filters": "party=RS&kind=substance&language=en&channel=direct",
    }
    found = {f"inbox: {name}": ("editor", f"/inbox/?{query}") for name, query in inbox.items()}
    found |= {f"inbox: {name}, deep": ("editor", f"/inbox/?{query}&after={deep}") for name, query in inbox.items()}
    return found | {
        "inbox: one comment": ("editor", "/inbox/{comment}"), "inbox: next": ("editor", f"/inbox/next?after={deep}"),
        "answering": ("editor", "/comments/answer?comment={comment}"), "publishing the answers": ("editor", "/comments/publish/1"),
        "workbench: a section": ("editor", "/documents/model/0.2/edit/sections/s-2"), "workbench: the text": ("editor", "/documents/model/0.2/edit/"),
        "concordance": ("editor", "/documents/model/0.2/edit/concordance"),
        "similar groups": ("editor", "/similar/1/"), "a similar group": ("editor", "/similar/1/{group}"),
        "checklist of publishing": ("editor", "/documents/model/0.2/edit/publish"), "threads that move": ("editor", "/documents/model/0.2/edit/publish/threads?becomes=changed"),
        "every thread, deep": ("editor", f"/documents/model/0.2/edit/publish/threads?after={deep}"),
        "report, editor": ("editor", "/rounds/1/report"), "report, visitor": ("", "/rounds/1/report"), "report being written": ("editor", "/reporting/1"),
        "round": ("", "/rounds/1/"), "rounds": ("", "/rounds/"), "document": ("", "/documents/model/"), "version": ("", "/documents/model/0.1/"),
        "section, public": ("", "/documents/model/0.1/sections/s-2"), "comments": ("", "/comments/?round=1"), "comments, deep": ("", f"/comments/?round=1&after={deep}"),
        "comments, a word": ("", "/comments/?round=1&q=innovation"), "one comment": ("", "/comments/{comment}"), "home": ("", "/"), "home, editor": ("editor", "/"),
    }


def visited(app: Flask, name: str, who: str, address: str) -> Cost:
    """Open a page twice and say what the second time cost."""
    with app.app_context():
        heard = app.extensions.setdefault("heard", Heard(db.engine)) if "heard" not in app.extensions else app.extensions["heard"]
    client = app.test_client()
    browser = Browser(client).sign_in(1) if who else Browser(client)
    client.get(address)
    heard.clear()
    before, began = _height(), time.process_time()
    response = client.get(address)
    size = len(response.data)
    return Cost(response.status_code, heard.number, time.process_time() - began, heard.longest, _height() - before, size / 1000, heard.worst) if browser else None


def _height() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(paths: list[str], wanted: str = "") -> None:
    """Print a table for each file."""
    for path in paths:
        app = make_app(f"sqlite:///{path}", MAIL_FOLDER=str(Path(path).parent / "mail"))
        with app.app_context(), db.engine.connect() as connection:
            number, comment = connection.exec_driver_sql("SELECT max(id), (SELECT public_id FROM comment WHERE id = (SELECT max(id) / 2 FROM comment)) FROM comment").one()
            group = connection.exec_driver_sql("SELECT group_no FROM similar_wording LIMIT 1").scalar() or 1
        print(f"\n{number:,} comments", flush=True)
        with clock.at(DAY.replace(day=20)):
            for name, (who, address) in pages(number).items():
                if wanted in name:
                    cost = visited(app, name, who, address.format(comment=comment, group=group))
                    print(f"{name:<36} {cost.status} {cost.statements:4d} st {cost.seconds:8.3f} s CPU, longest {cost.longest:8.3f} s  +{cost.grown:4d} MiB "
                          f"{cost.size:7.0f} kB", flush=True)
                    if cost.longest > 0.05:
                        print("      " + " ".join(cost.worst.split())[:300], flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
