"""A database with one answered round of as many comments as wanted, written in bulk: the same rows for the same number and seed.

`python -m tests.bench.many FILE NUMBER` makes the SQLite file FILE. In it: a document with version 0.1 (published) and the working version 0.2, in which
every third section is reworded; round 1 on it, closed and being answered; parties, organisations, people (editor@sample.test, editor2@sample.test and the
authors); comments in several languages and scripts, one of eight a copy of a campaign's text, those on the wording
with a quotation; answers at every stage, `SHARES` of them; and the search index.
The journal says nothing of these rows.
"""
import hashlib
import random
import re
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from flask_migrate import upgrade

import consult.app  # noqa: F401 - all tables known
from consult.accounts.models import Account
from consult.db import db
from consult.inbox.rules import FIELDS
from consult.search.rules import apart
from consult.text.normalise import fold
from tests.conftest import make_app

#: When the round closed.
DAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
#: Of a hundred comments: how many have no answer, one drafted, approved, published; the rest are withdrawn or hidden.
SHARES = {"todo": 30, "draft": 10, "approved": 20, "published": 37, "withdrawn": 2, "hidden": 1}
PARTIES = {"RS": 30, "HR": 16, "BA": 14, "MK": 10, "ME": 8, "AL": 8, "SI": 6, "INT": 8}
LANGUAGES = {"en": 30, "sr-Cyrl": 20, "sr-Latn": 12, "hr": 14, "bs": 10, "mk": 8, "sq": 6}
CHANNELS = {"direct": 86, "coordinator": 9, "paper": 5}
KINDS = {"general": 22, "substance": 50, "wording": 28}
CODES = ("accepted", "accepted_in_part", "not_accepted", "noted", "out_of_scope")
SECTIONS, ORGANISATIONS, CAMPAIGNS, PASSAGES = 60, 120, 7, 40
LATIN = ("cluster policy support region innovation small firms training export quality network measure budget council fund partner research school market "
         "skills green digital supply chain value cooperation standard report public local national development proposal article paragraph the of and in for with "
         "should must may not more less than between every year member states agency programme evaluation indicator target").split()
CYRILLIC = ("кластер политика подршка регион иновације мала предузећа обука извоз квалитет мрежа мера буџет савет фонд партнер истраживање школа тржиште вештине "
            "зелена дигитална ланац вредност сарадња стандард извештај јавна локална национална развој предлог члан став и у за са треба мора може није више мање "
            "између сваке године чланице агенција програм вредновање показатељ циљ").split()


class Sentence(NamedTuple):
    """Words as typed, and as they are searched."""

    words: str
    folded: str


class Made(NamedTuple):
    """What a bulk is drawn from."""

    dice: random.Random
    number: int
    latin: list[Sentence]
    cyrillic: list[Sentence]
    campaigns: list[Sentence]
    quoting: random.Random
    #: For each section the passages that its comments quote: where they begin and end, and the words.
    passages: list[list[tuple[int, int, str]]]


def database(path: Path, number: int, seed: int = 1) -> Path:
    """Make the file, or take the one that is there."""
    if not path.exists():
        app = make_app(f"sqlite:///{path}")
        with app.app_context():
            upgrade()
            db.engine.dispose()
        fill(path, number, seed)
    return path


def fill(path: Path, number: int, seed: int = 1) -> None:
    """Write the rows into a migrated, empty file."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    made, inbox = _made(number, seed), _without_inbox(connection)
    _people(connection, made)
    _texts(connection, made)
    _comments(connection, made)
    _inbox(connection, inbox)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _made(number: int, seed: int) -> Made:
    dice = random.Random(seed)
    latin, cyrillic = ([_sentence(dice, words, 6, 22) for _ in range(3000)] for words in (LATIN, CYRILLIC))
    return Made(dice, number, latin, cyrillic, [_sentence(dice, LATIN if at % 2 else CYRILLIC, 40, 70) for at in range(CAMPAIGNS)],
                random.Random(seed + 1), [])


def _sentence(dice: random.Random, words: list[str], least: int, most: int) -> Sentence:
    text = " ".join(dice.choices(words, k=dice.randint(least, most))).capitalize() + "."
    return Sentence(text, " ".join(apart(fold(text)).split()))


def _people(connection: Any, made: Made) -> None:
    at = _told(DAY - timedelta(days=400))
    put(connection, "party", ({"code": code, "admitted_at": at, "kind": "body" if code == "INT" else "party", "seat": code != "INT"} for code in PARTIES))
    put(connection, "party_name", ({"party_code": code, "language": "en", "name": f"Party {code}", "since": "2017-09-14"} for code in PARTIES))
    codes = [code for code in PARTIES if code != "INT"]
    put(connection, "organisation", ({"name": f"Organisation {at_} of the region", "name_key": f"organisation {at_} of the region", "kind": "cluster",
                                      "party_code": codes[at_ % len(codes)], "registered_at": at, "verified_at": at} for at_ in range(ORGANISATIONS)))
    names = ["editor", "editor2", *(f"author{at_}" for at_ in range(authors(made.number)))]
    put(connection, "account", ({"name": name.capitalize(), "name_key": name, "email": f"{name}@sample.test", "email_key": f"{name}@sample.test", "state": "active",
                                 "created_at": at, "confirmed_at": at, "party_code": codes[at_ % len(codes)]} for at_, name in enumerate(names)))
    put(connection, "role_grant", ({"account_id": number, "role": "editor", "granted_at": at} for number in (1, 2)))


def authors(number: int) -> int:
    """How many people wrote so many comments."""
    return max(10, number // 4)


def _texts(connection: Any, made: Made) -> None:
    at, published = _told(DAY - timedelta(days=60)), _told(DAY - timedelta(days=50))
    put(connection, "document", [{"slug": "model", "title": "Model", "created_at": at}])
    bodies = [" ".join(one.words for one in made.dice.choices(made.latin, k=12)) for _ in range(SECTIONS)]
    made.passages.extend(_passages(made.quoting, body) for body in bodies)
    for seq in (1, 2):
        put(connection, "version", [{"document_id": 1, "label": f"0.{seq}", "seq": seq, "base_id": seq - 1 or None, "title": "Model", "created_at": at, "created_by": 1,
                                     "change_class": "initial" if seq == 1 else "substantive"}])
        put(connection, "section", (_section(seq, at_, body if seq == 1 or at_ % 3 else f"{body} It was reworded.") for at_, body in enumerate(bodies)))
        if seq == 1:
            connection.execute("UPDATE version SET state = 'published', published_at = ?, published_by = 1, digest = ? WHERE id = 1", (published, "0" * 64))
    put(connection, "section_link", ({"version_id": 2, "old_uid": f"s{at_}", "new_uid": f"s{at_}", "kinds": "unchanged" if at_ % 3 else "edited", "confidence": 1.0}
                                     for at_ in range(SECTIONS)))
    put(connection, "round", [{"number": 1, "version_id": 1, "state": "disposition", "opens_at": _told(DAY - timedelta(days=45)), "closes_at": _told(DAY),
                               "created_at": published}])


def _passages(dice: random.Random, body: str) -> list[tuple[int, int, str]]:
    """What people quote of a section: runs of two to twelve words."""
    words, found = [*re.finditer(r"\S+", body)], []
    for _ in range(PASSAGES):
        first = dice.randrange(len(words) - 12)
        start, end = words[first].start(), words[first + dice.randint(1, 11)].end()
        found.append((start, end, body[start:end]))
    return found


def _section(version: int, at: int, body: str) -> dict[str, Any]:
    number, heading = str(at + 1), f"Section {at + 1}"
    return {"version_id": version, "uid": f"s{at}", "position": at, "address": f"s-{number}", "number": number, "heading": heading, "level": 2,
            "head": f"## {number} {heading}\n\n", "body": body, "digest": hashlib.sha256(body.encode()).hexdigest()}


def _comments(connection: Any, made: Made) -> None:
    """In pieces, so that a million need no more memory than ten thousand."""
    for start in range(1, made.number + 1, 20_000):
        rows = list(_rows(made, start, min(start + 20_000, made.number + 1)))
        put(connection, "submission", ({"id": one["id"], "receipt": f"S1-{one['id']:07d}", "account_id": one["author_id"], "round_id": 1, "at": one["received_at"]}
                                       for one, _, _ in rows))
        put(connection, "comment", (one for one, _, _ in rows))
        put(connection, "search_row", ({"kind": "comment", "ref": one["public_id"], "address": f"/comments/{one['public_id']}", "title": one["public_id"],
                                        "text": one["body"], "folded": f" {one['public_id'].lower().replace('-', ' ')} {folded}", "language": one["language"],
                                        "folded_title": " " + one["public_id"].lower().replace("-", " ")} for one, folded, _ in rows if one["state"] in {"submitted", "disposed"}))
        put(connection, "disposition", (_answer(made, one, stage) for one, _, stage in rows if stage in {"draft", "approved", "published"}))
    put(connection, "change_link", ({"disposition_id": number, "section_uid": f"s{number % 20 * 3}", "from_version_id": 1, "to_version_id": 2} for (number,) in
                                    connection.execute("SELECT id FROM disposition WHERE code IN ('accepted', 'accepted_in_part')").fetchall()))


def _without_inbox(connection: Any) -> list[str]:
    """Take the triggers of the inbox away, which write row by row what `_inbox` writes at once; how to make them again."""
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND (name LIKE 'tg_%_inbox_%' OR name LIKE 'tg_inbox_%')").fetchall()
    for name, _ in found:
        connection.execute(f"DROP TRIGGER {name}")
    return [sql for _, sql in found]


def _inbox(connection: Any, triggers: list[str]) -> None:
    """What the triggers would have written."""
    connection.execute("""INSERT INTO inbox_entry (comment_id, round_id, stage, section_uid, origin, organisation_id, kind, language, channel)
        SELECT c.id, c.round_id, CASE WHEN c.state IN ('submitted', 'disposed') THEN COALESCE(d.state, 'todo') ELSE 'gone' END, COALESCE(c.section_uid, ''),
        c.origin, COALESCE(c.organisation_id, 0), c.kind, c.language, c.channel FROM comment c LEFT JOIN disposition d ON d.comment_id = c.id""")
    for field, column in ({"all": "''"} | FIELDS).items():
        connection.execute(f"INSERT INTO inbox_count (round_id, stage, field, word, number) SELECT round_id, stage, '{field}', COALESCE(CAST({column} AS TEXT), ''), "
                           "count(*) FROM inbox_entry GROUP BY 1, 2, 4")
    connection.execute("INSERT INTO inbox_words (rowid, folded) SELECT c.id, s.folded FROM search_row s JOIN comment c ON c.public_id = s.ref WHERE s.kind = 'comment'")
    for statement in triggers:
        connection.execute(statement)


def _rows(made: Made, start: int, end: int) -> Iterator[tuple[dict[str, Any], str, str]]:
    """Comments with their folded words and the stage of their answers."""
    dice, size = made.dice, end - start
    drawn = {name: dice.choices(list(weights), list(weights.values()), k=size) for name, weights in
             {"origin": PARTIES, "language": LANGUAGES, "channel": CHANNELS, "kind": KINDS, "stage": SHARES}.items()}
    people, length = authors(made.number), timedelta(days=45) / made.number
    for at, number in enumerate(range(start, end)):
        words, folded = _words(made, drawn["language"][at])
        stage, origin, channel = drawn["stage"][at], drawn["origin"][at], drawn["channel"][at]
        organisation = dice.randrange(1, ORGANISATIONS + 1) if channel == "direct" and dice.random() < 0.4 else None
        received = _told(DAY - timedelta(days=45) + number * length)
        section = min(int(dice.expovariate(0.08)), SECTIONS - 1) if dice.random() < 0.95 else None
        begin, stop, quote = made.quoting.choice(made.passages[section]) if section is not None and drawn["kind"][at] == "wording" else (None, None, "")
        yield {
            "id": number, "public_id": f"R1-{origin}-{number:07d}", "round_id": 1, "submission_id": number, "origin": origin, "running": number, "version_id": 1,
            "section_uid": f"s{section}" if section is not None else None, "kind": drawn["kind"][at], "body": words,
            "quote": quote, "quote_start": begin, "quote_end": stop, "proposed": "Other words." if quote else "",
            "language": drawn["language"][at], "author_id": 3 + dice.randrange(people), "organisation_id": organisation,
            "capacity": "organisation" if organisation else "self", "channel": channel, "sender": "A person" if channel == "paper" else "", "received_at": received,
            "state": {"published": "disposed", "withdrawn": "withdrawn", "hidden": "hidden"}.get(stage, "submitted"),
            "withdrawn_at": received if stage == "withdrawn" else None, "hidden_at": received if stage == "hidden" else None,
            "hidden_reason": "Names a person" if stage == "hidden" else "",
        }, folded, stage


def _words(made: Made, language: str) -> tuple[str, str]:
    if made.dice.random() < 0.125:
        chosen = [made.campaigns[made.dice.randrange(CAMPAIGNS)]]
    else:
        chosen = made.dice.choices(made.cyrillic if language in {"sr-Cyrl", "mk"} else made.latin, k=made.dice.randint(1, 4))
    return " ".join(one.words for one in chosen), " ".join(one.folded for one in chosen)


def _answer(made: Made, comment: dict[str, Any], stage: str) -> dict[str, Any]:
    at = _told(DAY + timedelta(days=5))
    drafted = 1 + comment["id"] % 2
    return {"comment_id": comment["id"], "seq": 1, "code": made.dice.choice(CODES), "reason": "Thank you; this is why.", "drafted_by": drafted, "drafted_at": at,
            "state": stage, "approved_by": None if stage == "draft" else 3 - drafted, "approved_at": None if stage == "draft" else at,
            "published_at": at if stage == "published" else None}


def put(connection: Any, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that name the same columns; what they leave out gets what the model gives a new row."""
    given = iter(rows)
    first = next(given, None)
    if first is None:
        return
    columns = db.metadatas[None].tables[table].columns
    kept = {column.name: _plain(column.default.arg) for column in columns if column.name not in first and column.default is not None and column.default.is_scalar}
    names = [*first, *kept]
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    rest = tuple(kept.values())
    connection.executemany(statement, (tuple(row.values()) + rest for row in _all(first, given)))


def _all(first: dict[str, Any], given: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from given


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _told(at: datetime) -> str:
    """An instant as SQLite keeps it."""
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    begun = time.monotonic()
    database(Path(sys.argv[1]), int(sys.argv[2]))
    print(f"{Path(sys.argv[1]).stat().st_size / 2**20:.0f} MiB in {time.monotonic() - begun:.1f} s; {Account.__tablename__}s: {authors(int(sys.argv[2])) + 2}")
