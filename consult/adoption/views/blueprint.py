"""The blueprint of the register, the two dates every page of it is read at, and how its pages find acts."""
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, request

from consult import clock
from consult.adoption import queries
from consult.adoption.models import Act
from consult.adoption.queries import Reserved
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.web.access import actor
from consult.web.locale import languages, party_name

bp = Blueprint("adoption", __name__, url_prefix="/adoption")


@dataclass(frozen=True)
class AsAt:
    """The two dates a reader chose: in force on `effective`, as known at the end of `known_on`, or now where that is today."""

    effective: date
    known_on: date
    chosen: bool
    unreadable: bool

    @property
    def known(self) -> datetime:
        """The instant up to which acts are known."""
        return clock.end_of_day(self.known_on)

    @property
    def address(self) -> dict[str, str]:
        """What stands in the address of a page as at these dates."""
        return {"as_at": self.effective.isoformat(), "known": self.known_on.isoformat()}

    @property
    def shown(self) -> datetime:
        """The instant a status table is headed with: the end of the day chosen, or now while that day lasts."""
        return min(self.known, clock.now())


def as_at() -> AsAt:
    """The dates in the address; today where there is none or none that can be read."""
    today = clock.now().astimezone(clock.BRUSSELS).date()
    effective, known = _day(request.args.get("as_at")), _day(request.args.get("known"))
    wrong = any(request.args.get(name) and not found for name, found in (("as_at", effective), ("known", known)))
    return AsAt(effective or today, known or today, bool(effective or known), wrong)


def _day(text: str | None) -> date | None:
    try:
        found = date.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found if found and clock.FIRST_DAY <= found <= clock.LAST_DAY else None


def seen(number: int) -> Act | None:
    """An act that this reader may see: verified for everybody, before that for the secretariat."""
    return queries.by_number(number) if allowed(actor(), Action.ADOPTION_RECORD) else queries.public(number)


THE_ACT = ("number", seen)
THE_PARTY = ("code", queries.member)


def sections_of(versions: Any) -> dict[tuple[int, str], Any]:
    """The sections of these versions by version and key, for naming those of reservations."""
    return {(version.id, section.uid): section for version in set(versions) for section in stored.contents(version)}


@bp.app_template_global("reserved_on")
def reserved_on(version: Version) -> dict[str, list[Reserved]]:
    """The reservations in force today on a final text, by section, for the reader of that text."""
    now = clock.now()
    return queries.reserved(version, now.astimezone(clock.BRUSSELS).date(), now)


@bp.app_template_filter("listed_name")
def listed_name(line: queries.Line) -> str:
    """The name of a party in the register; in brackets when it has withdrawn."""
    return f"[{party_name(line.party.code)}]" if line.standing.status == "withdrawn" else party_name(line.party.code)


@bp.app_template_filter("language_name")
def language_name(code: str) -> str:
    """What a language is called in itself."""
    return dict(languages()).get(code, code)
