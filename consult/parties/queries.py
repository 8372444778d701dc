"""Reading parties: who is admitted, who has a seat, and what each is called."""
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from consult import clock
from consult.db import db
from consult.parties.models import Party, PartyName, SeatChange
from consult.parties.rules import FALLBACKS, PartyKind
from consult.text.alphabets import sorting

DATA = Path(__file__).with_name("parties.json")


@dataclass(frozen=True)
class Candidate:
    """A party or body as the data file describes it; admitting it is an act of the secretariat."""

    code: str
    kind: PartyKind
    seat: bool
    zone: str
    names: tuple[tuple[str, str, str, date], ...]

    @property
    def english(self) -> str:
        """Its English name."""
        return next(name for language, name, _, _ in self.names if language == "en")

    @property
    def footnote(self) -> str:
        """The footnote that goes with its name, if any."""
        return self.names[0][2]


@dataclass(frozen=True)
class Designation:
    """What a party is called in one language, and the footnote that goes with the name."""

    name: str
    footnote: str = ""


class Known(NamedTuple):
    """One name of a party in one language, and the day from which it counts."""

    language: str
    name: str
    footnote: str
    since: date


@cache
def candidates() -> dict[str, Candidate]:
    """Everybody the data file knows, by code."""
    rows = json.loads(DATA.read_text(encoding="utf-8"))["parties"]
    return {row["code"]: Candidate(row["code"], PartyKind(row["kind"]), row["seat"], row["zone"], tuple(
        (language, name, row["footnote"], date.fromisoformat(row["since"])) for language, name in row["names"].items())) for row in rows}


def all_parties() -> list[Party]:
    """Every party and body admitted, by code."""
    return list(db.session.scalars(select(Party).order_by(Party.code)))


def seats() -> list[Party]:
    """The parties that hold a seat, by code."""
    return list(db.session.scalars(select(Party).filter_by(seat=True).order_by(Party.code)))


def designations(language: str, on: date | None = None) -> dict[str, Designation]:
    """What every admitted party is called in a language on a day (default: today), in one statement."""
    return {code: designation(names, language, on or clock.now().date()) for code, names in all_names().items()}


def all_names() -> dict[str, list[Known]]:
    """Every name that any party has or had, by party, the first first; in one statement, to be asked for many days."""
    rows: dict[str, list[Known]] = {}
    query = select(PartyName.party_code, PartyName.language, PartyName.name, PartyName.footnote, PartyName.since).order_by(PartyName.since, PartyName.id)
    for code, language, name, footnote, since in db.session.execute(query):
        rows.setdefault(code, []).append(Known(language, name, footnote, since))
    return rows


def one(code: str) -> Party | None:
    """The party or body with this code."""
    return db.session.get(Party, code)


def seat_changes(party: Party) -> list[SeatChange]:
    """When the party was given a seat after its admission, or lost it, the latest first."""
    return list(db.session.scalars(select(SeatChange).filter_by(party_code=party.code).order_by(SeatChange.id.desc())))


def former(rows: list[Known]) -> dict[date, dict[str, Known]]:
    """The names by the day from which they count and by language, the latest first."""
    days: dict[date, dict[str, Known]] = {}
    for row in rows:
        days.setdefault(row.since, {})[row.language] = row
    return dict(sorted(days.items(), reverse=True))


def name(code: str, language: str, on: date | None = None) -> str:
    """What a party is called in a language on a day, the mark of its footnote included."""
    rows = all_names().get(code, [])
    return designation(rows, language, on or clock.now().date()).name if rows else code


def by_name(parties: Iterable[Party], language: str) -> list[Party]:
    """Parties in the order of their names in the reader's language (D6)."""
    names, key = designations(language), sorting(language)
    return sorted(parties, key=lambda party: key(names[party.code].name))


def choices(language: str, seated: bool = False) -> list[tuple[str, str]]:
    """Code and name of every admitted party, for a list to choose from, by name in the reader's language."""
    names, key = designations(language), sorting(language)
    wanted = {party.code for party in (seats() if seated else all_parties())}
    return sorted(((code, each.name) for code, each in names.items() if code in wanted), key=lambda pair: key(pair[1]))


def designation(rows: list[Known], language: str, on: date) -> Designation:
    """The name in force in the language or the nearest one; before the first name, the first."""
    for wanted in (language, *FALLBACKS.get(language, ()), "en", rows[0].language):
        spoken = [row for row in rows if row.language == wanted]
        if spoken:
            row = next((r for r in reversed(spoken) if r.since <= on), spoken[0])
            return Designation(row.name + ("*" if row.footnote and not row.name.endswith("*") else ""), row.footnote)
    return Designation(rows[0].name)
