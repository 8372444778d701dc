"""The event at which the final text is to be signed: announced for a day ahead, with its agenda and the first delegations; the text itself is not final yet."""
from datetime import time, timedelta
from functools import partial

from consult import clock
from consult.db import db
from consult.demo.cast import Cast
from consult.demo.round_one import version
from consult.errors import NotFound
from consult.events.actions import agenda, delegating, planning
from consult.events.models import Event
from consult.events.queries import events
from consult.events.rules import instant
from consult.evidence import actions as evidence
from consult.evidence.models import EvidenceFile
from consult.parties.models import Party

#: Days from today to the event, and its place.
AHEAD, ZONE = 96, "Europe/Sarajevo"
POINTS = (
    (time(9, 30), "Opening by the host", "Words of welcome.", False),
    (time(10, 0), "The Model: what was heard and what changed", "Report of the secretariat on both rounds, with the text as it stands.", True),
    (time(11, 30), "Statements of the delegations", "Five minutes each, in the order of the names of the parties in English.", False),
    (time(14, 0), "Signing", "Of the final text, by those whose credentials entitle them to sign.", False),
    (time(15, 30), "Next steps", "- Adoption in the parties\n- The first assessment of policies", False),
)
#: Party, members (name, function), whether the letter entitles to sign, whether a second person has compared it.
DELEGATIONS = (
    ("BA", (("Head of delegation of BA (sample)", "Minister of Foreign Trade and Economic Relations"), ("Adviser of BA (sample)", "Head of unit")), True, True),
    ("HR", (("Head of delegation of HR (sample)", "State Secretary, Ministry of Economy"),), True, True),
    ("RS", (("Head of delegation of RS (sample)", "Minister of Economy"), ("Adviser of RS (sample)", "Assistant minister"), ("Expert of RS (sample)", "")), True, True),
    ("SI", (("Head of delegation of SI (sample)", "Director-General"),), True, False),
    ("AL", (("Head of delegation of AL (sample)", "Deputy Minister"),), False, True),
    ("ME", (), False, False),
    ("EU", (("Observer (sample)", "Head of unit"),), False, False),
)


def call(cast: Cast) -> None:
    """Planned, announced, then the delegations with their letters, one after the other."""
    cast.on(-14, partial(_plan, cast))
    cast.on(-13, lambda: planning.announce(cast.person("editor"), _event()))
    for number, (code, members, powers, verified) in enumerate(DELEGATIONS):
        cast.on(-10 + number * .5, partial(_send, cast, code, members, powers))
        if verified:
            cast.on(-9.8 + number * .5, partial(_verify, cast, code))
    cast.on(-6, lambda: planning.name_outcome(cast.person("editor"), _event(), version("0.2"),
                                              "Draft 0.2 is discussed at the event. The final text takes its place as soon as a certified ballot has carried it (sample)."))


def _plan(cast: Cast) -> None:
    day = (clock.now() + timedelta(days=AHEAD)).date()
    day -= timedelta(days=max(0, day.weekday() - 3))  # a working day
    words = "The parties meet to sign the Model. Everything on this page is a sample; there is no such event."
    invitation = planning.Invitation("High-level event on the cluster policy of the region (sample)", "en", instant(day, time(9, 30), ZONE), instant(day, time(17), ZONE), ZONE,
                                     "Sarajevo, Parliament building (sample)", "Chair of the working group (sample)", words)
    event = planning.plan(cast.person("editor"), invitation)
    for hour, title, more, text in POINTS:
        item = agenda.add_item(cast.person("editor"), event, instant(day, hour, ZONE), title, more, version("0.2") if text else None)
        if text:
            agenda.add_paper(cast.person("editor"), item, "Note of the secretariat (sample)", "en", _paper("note.txt", "What was heard in both rounds, on two pages."))


def _send(cast: Cast, code: str, members: tuple[tuple[str, str], ...], powers: bool) -> None:
    delegation = delegating.add_delegation(cast.person("editor"), _event(), db.session.get_one(Party, code))
    for number, (name, title) in enumerate(members):
        delegating.name_delegate(cast.person("editor"), delegation, name, title, number == 0)
    if members and code != "EU":
        letter = _paper(f"credentials-{code.lower()}.txt", f"The delegation of {code}: {', '.join(name for name, _ in members)}.")
        delegating.record_credentials(cast.person("editor"), delegation, "Ministry of Foreign Affairs (sample)", f"{code}-2027/1", clock.now().date(), powers, letter)


def _verify(cast: Cast, code: str) -> None:
    delegation = events.delegation(1, code)
    if delegation is None or delegation.credentials is None:
        raise NotFound("The credentials are missing.")
    delegating.verify_credentials(cast.person("editor2"), delegation.credentials)


def _event() -> Event:
    event = events.by_number(1)
    if event is None:
        raise NotFound("The event is missing.")
    return event


def _paper(name: str, words: str) -> EvidenceFile:
    return evidence.keep(name, "text/plain", f"SAMPLE - not an official document.\n\n{words}\n".encode())
