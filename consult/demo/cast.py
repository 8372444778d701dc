"""The people of the demonstration: the secretariat, the working group, and everybody who comments."""
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from math import floor
from typing import Any

from consult import clock
from consult.accounts import actions as accounts
from consult.accounts.models import Account
from consult.accounts.rules import SAMPLE_DOMAIN, SAMPLE_PASSWORD, Role
from consult.db import db, transaction
from consult.demo import material
from consult.organisations import actions as organisations
from consult.organisations.models import Organisation
from consult.organisations.rules import OrganisationKind
from consult.parties import actions as parties
from consult.parties import queries as known
from consult.parties.rules import DEFAULT_PARTIES
from consult.permissions.conditions import SYSTEM

#: Sample authors who have a role besides: the account's name before @sample.test.
NAMED = {"RS_ict": "cluster.rs", "BA_coord": "coordinator.ba", "RO_assoc": "coordinator.ro", "CI_1": "citizen", "EU_obs": "observer"}
COORDINATORS = {"coordinator.ba": "BA", "coordinator.ro": "RO"}
STAFF = {
    "editor": ("Editor of the secretariat (sample)", Role.EDITOR), "editor2": ("Second editor (sample)", Role.EDITOR), "moderator": ("Moderator (sample)", Role.MODERATOR),
}
#: Kinds of the sample data that are called otherwise in the product.
KINDS = {"expert": "research", "citizen": "other"}


@dataclass
class Cast:
    """Numbers of accounts by name before the @, of organisations by sample author; mandates and acts as they were recorded.

    `ids` holds the public id of each sample comment; `today` is the day on which the story ends, in Brussels.
    """

    today: date
    people: dict[str, int] = field(default_factory=dict)
    bodies: dict[str, int] = field(default_factory=dict)
    mandates: list[int] = field(default_factory=list)
    acts: list[int] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    steps: list[tuple[datetime, Callable[[], Any], bool]] = field(default_factory=list)

    def person(self, name: str) -> Account:
        """The account of a name, read anew."""
        return db.session.get_one(Account, self.people[name])

    def body(self, author_key: str) -> Organisation | None:
        """The organisation a sample author speaks for."""
        return db.session.get_one(Organisation, self.bodies[author_key]) if author_key in self.bodies else None

    def on(self, days: float, step: Callable[[], Any], changes: bool = True) -> None:
        """Plan one step so many days from today (negative: before); it gets a transaction of its own unless it changes nothing."""
        self.steps.append((self.moment(days) + timedelta(hours=9), step, changes))

    def live(self) -> None:
        """Do all planned steps in the order of their days."""
        for moment, step, changes in sorted(self.steps, key=lambda planned: planned[0]):
            with clock.at(moment), transaction() if changes else nullcontext():
                step()

    def moment(self, days: float) -> datetime:
        """The beginning of a day so many days from today, plus the fraction."""
        whole = floor(days)
        return clock.start_of_day(self.today + timedelta(days=whole)) + timedelta(days=days - whole) * .6


def account_name(author_key: str) -> str:
    """The name before the @ of a sample author; ministries comment through their member of the working group."""
    if author_key in NAMED:
        return NAMED[author_key]
    code, _, rest = author_key.partition("_")
    return f"member.{code.lower()}" if rest == "min" else author_key.lower().replace("_", ".")


def gather(today: date) -> Cast:
    """Admit the parties, open the accounts, give the roles, register the organisations."""
    cast = Cast(today)
    for code in (*DEFAULT_PARTIES, "EU"):
        cast.on(-130, partial(_admit, code))
    cast.on(-129, lambda: open_account(cast, "admin", "Administrator (sample)", "en"))
    cast.on(-129, lambda: accounts.grant_role(SYSTEM, cast.person("admin"), Role.ADMINISTRATOR))
    for name, (full, role) in STAFF.items():
        cast.on(-128, partial(open_account, cast, name, full, "en"))
        cast.on(-128, partial(_grant, cast, name, role))
    cast.on(-127, lambda: _admit("XK", cast.person("admin")))
    for code in DEFAULT_PARTIES:
        cast.on(-126, partial(open_account, cast, f"member.{code.lower()}", f"Member for {known.candidates()[code].english} (sample)", "en", code))
    cast.on(-126, lambda: open_account(cast, "alternate.rs", "Alternate for Serbia (sample)", "sr-Cyrl", "RS"))
    _commenters(cast)
    for name, code in COORDINATORS.items():
        cast.on(-120, partial(_grant, cast, name, Role.COORDINATOR, code))
    cast.on(-120, partial(_grant, cast, "observer", Role.OBSERVER))
    return cast


def _commenters(cast: Cast) -> None:
    """Everybody who comments, and their organisations, which the secretariat confirms."""
    there, bodies = {f"member.{code.lower()}" for code in DEFAULT_PARTIES}, set[str]()
    for sample in material.comments():
        name = account_name(sample.author_key)
        if name not in there:
            there.add(name)
            full = sample.author.replace(", name hidden", "") if sample.private else f"Contact of {sample.author}"
            cast.on(-125, partial(open_account, cast, name, full[:120], sample.language, sample.party))
        if not sample.private and sample.author_key not in bodies:
            bodies.add(sample.author_key)
            cast.on(-124, partial(_register, cast, name, sample))


def _admit(code: str, by: Any = SYSTEM) -> None:
    party = known.candidates()[code]
    seat = party.seat and code in DEFAULT_PARTIES
    parties.admit(by, code, party.kind, seat, party.zone, party.names)


def open_account(cast: Cast, name: str, full: str, language: str, party: str | None = None) -> None:
    """Open a sample account under the name before the @."""
    account = accounts.sign_up(SYSTEM, name + SAMPLE_DOMAIN, full, SAMPLE_PASSWORD, language, party, demonstration=True)
    accounts.confirm(SYSTEM, account)
    cast.people[name] = account.id


def _grant(cast: Cast, name: str, role: Role, party: str | None = None) -> None:
    accounts.grant_role(cast.person("admin"), cast.person(name), role, party)


def _register(cast: Cast, name: str, sample: material.Sample) -> None:
    kind = OrganisationKind(KINDS.get(sample.organisation_kind, sample.organisation_kind))
    body = organisations.register(cast.person(name), sample.author, kind, sample.party)
    organisations.verify(cast.person("editor"), body)
    cast.bodies[sample.author_key] = body.id
