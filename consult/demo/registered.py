"""The register goes on: acts that one adoption needs are listed, a statement is translated, an act is gazetted, and one is sent back unverified."""
from datetime import timedelta
from functools import partial

from consult import clock
from consult.adoption import actions as adoption
from consult.adoption import queries as register
from consult.adoption.actions import Gazette, Instrument
from consult.adoption.models import Act
from consult.adoption.rules import ActType
from consult.db import db
from consult.demo.cast import Cast
from consult.errors import NotFound
from consult.evidence.actions import keep
from consult.parties.models import Party

PARTS = ("State", "Federation of Bosnia and Herzegovina", "Republika Srpska", "Brčko District")
WHY = "Industry is a matter of the entities and of the district; each decides for itself (sample)."
STATEMENT = "Влада подржава Модел и затражиће од надлежног министарства да припреми закључак о усвајању."
IN_ENGLISH = "The government supports the Model and will ask the ministry in charge to prepare a conclusion on its adoption."


def register_more(cast: Cast) -> None:
    """Plan the steps, in the order of their days."""
    cast.on(-7, lambda: adoption.set_required(cast.person("admin"), db.session.get_one(Party, "BA"), clock.now().date() - timedelta(days=30), PARTS, WHY))
    cast.on(-6, partial(_declare, cast))
    cast.on(-5.8, lambda: adoption.verify(cast.person("editor2"), _last()))
    cast.on(-5.6, lambda: adoption.translate(cast.person("editor"), _last(), "", "en", IN_ENGLISH, "Translation service of the secretariat (sample)"))
    cast.on(-1.2, partial(_wrong, cast))
    cast.on(-1.1, lambda: adoption.send_back(cast.person("editor2"), _last(), "The letter is of another ministry than the one recorded (sample)."))
    cast.on(-1, partial(_waiting, cast))


def _last() -> Act:
    act = register.by_number(register.next_number() - 1)
    if act is None:
        raise NotFound("The act is missing.")
    return act


def _declare(cast: Cast) -> None:
    today = clock.now().astimezone(clock.BRUSSELS).date()
    day = today - timedelta(days=4)
    paper = keep("declaration.txt", "text/plain", f"Закључак (sample)\n{STATEMENT}".encode())
    letter = keep("covering-letter.txt", "text/plain", b"Covering letter (sample)")
    instrument = Instrument("Government (sample)", "Закључак о Моделу (sample)", day, today, day, paper, "05-1234/2026 (sample)", statement=STATEMENT, statement_language="sr-Cyrl",
                            signatory="A. Sample", signatory_title="Secretary-General of the Government", evidence_language="sr-Cyrl", further=[(letter, "en")],
                            gazette=Gazette("Official Gazette (sample)", "104/2026", day + timedelta(days=2)))
    adoption.record(cast.person("editor"), db.session.get_one(Party, "RS"), ActType.DECLARATION, instrument)


def _wrong(cast: Cast) -> None:
    _simple(cast, "HR", "Letter of a ministry (sample)", "The ministry will report in spring.")


def _waiting(cast: Cast) -> None:
    _simple(cast, "BG", "Note of the ministry in charge (sample)", "The draft is with the council of ministers.")


def _simple(cast: Cast, code: str, title: str, words: str) -> None:
    today = clock.now().astimezone(clock.BRUSSELS).date()
    paper = keep(f"letter-{code.lower()}.txt", "text/plain", f"{title}\n{words}".encode())
    instrument = Instrument("Ministry in charge (sample)", title, today, today, today, paper, statement=words)
    adoption.record(cast.person("editor"), db.session.get_one(Party, code), ActType.COMMUNICATION, instrument)
