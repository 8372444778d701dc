"""The demonstration, and beside it one of each thing that somebody may not see: told over the real actions, marked with words that stand nowhere else."""
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from consult import clock
from consult.accounts import actions as accounts
from consult.accounts.models import Account
from consult.accounts.rules import SAMPLE_PASSWORD
from consult.ballots import actions as ballots
from consult.ballots import queries as opened
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind, Choice
from consult.comments.actions import answering, discussing, moderating, writing
from consult.comments.queries import threads
from consult.comments.rules import Capacity, Code, CommentKind
from consult.db import db, transaction
from consult.demo import story
from consult.documents.actions import editing, publishing, starting
from consult.documents.models import Version
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass
from consult.evidence.actions import keep
from consult.inbox import actions as inbox
from consult.organisations import actions as organisations
from consult.organisations.rules import OrganisationKind
from consult.parties.models import Party
from consult.permissions.conditions import SYSTEM
from consult.reporting.actions import explaining, themes
from consult.rounds import actions as rounds
from consult.rounds import queries as planned
from consult.web import postman
from consult.workgroup import actions as workgroup
from consult.workgroup.rules import MandateRole
from tests import factories

#: What is hidden -> the word that gives it away.
CANARIES = {
    "working text": "quokkaworking", "working heading": "quokkaheading", "planned round": "quokkaplanned", "private draft": "quokkadraft",
    "hidden comment": "quokkahidden", "hidden reply": "quokkareply", "withheld name": "Quokkawithheld", "closed account": "Quokkaclosed",
    "drafted answer": "quokkaanswer", "prepared ballot": "quokkaprepared", "open position": "quokkaposition", "mandate letter": "quokkaletter",
    "name of a letter": "quokkafilename", "address": "quokkaaddress", "suspension": "quokkasuspended",
    "drafted theme": "quokkatheme", "reason in work": "quokkareason", "note of an editor": "quokkanote", "contribution": "svi na terenu i niko ne čita poštu",
}
TEXT = "# Guide\n\n## 1. Aim\n\nClusters of the region work together across every border.\n\n## 2. Size\n\nA cluster has at least eight members.\n"
OTHER = TEXT.replace("at least eight", "at least six")


def who(name: str) -> Account:
    """A sample account by the name before the @."""
    return db.session.scalars(select(Account).filter_by(email_key=f"{name}@sample.test")).one()


def tell(app: Flask) -> None:
    """The demonstration as it stands at `factories.DAY`, and more."""
    with app.app_context():
        story.tell(factories.DAY.date(), lambda line: None)
    steps = ((-60, _old), (-35, _say), (-19.8, _say_late), (-19, _draft_answers), (-3, _staff), (-2, _final), (-1, _working), (-.5, _people), (-.2, _talk), (-.1, _positions))
    for days, step in steps:
        _at(app, factories.DAY + timedelta(days=days), step)
    with app.app_context():
        postman.deliver()


def _at(app: Flask, moment: datetime, step: Callable[[], Any]) -> None:
    with clock.at(moment), app.app_context(), transaction():
        step()


def _publish(slug: str, label: str, final: bool = False) -> Version:
    document = versions.document(slug) or starting.create(who("editor"), slug, slug.capitalize())
    version = starting.start(who("editor"), document, label, slug.capitalize(), TEXT, None, ChangeClass.INITIAL)
    return publishing.publish(who("editor2"), version, "First text.", final)


def _old() -> None:
    """A guide whose round has closed."""
    version = _publish("guide", "0.1")
    one = rounds.plan(who("editor"), version, clock.now() + timedelta(days=5), clock.now() + timedelta(days=40), "What do you think of the guide?")
    rounds.schedule(who("editor"), one)


def _say() -> None:
    guide = planned.open_round(versions.document("guide"))
    _comment("cluster.rs", guide, "The guide needs an example.", "2")
    _comment("citizen", guide, "The guide is fine as it is.", None)


def _comment(name: str, round_: Any, body: str, number: str | None, shown: bool = True) -> Any:
    uid = next(s.uid for s in stored.sections(round_.version) if s.number.startswith(number)) if number else None
    draft = writing.save_draft(who(name), round_, uid, CommentKind.SUBSTANCE, body)
    return writing.submit(who(name), round_, [draft], Capacity.SELF, name_shown=shown).comments[0]


def _guide_round() -> Any:
    guide = versions.document("guide")
    return next(r for r in planned.all_rounds() if r.version.document_id == guide.id)


def _say_late() -> None:
    """A comment after the close, which nobody has admitted."""
    _comment("member.rs", _guide_round(), "I was on holiday.", None)


def _draft_answers() -> None:
    """One answer drafted, one approved; nobody outside reads either before they are published."""
    one = _guide_round()
    rounds.begin_disposition(who("editor"), one)
    first, second, _late = threads.in_round(one)
    answering.dispose(who("editor"), first, Code.NOT_ACCEPTED, f"No: {CANARIES['drafted answer']}.")
    inbox.add_note(who("editor"), first, f"For the editors only: {CANARIES['note of an editor']}.")
    answering.approve(who("editor2"), answering.dispose(who("editor"), second, Code.NOTED, f"Thank you: {CANARIES['drafted answer']}."))
    themes.add_theme(who("editor"), one, f"Theme {CANARIES['drafted theme']}", "Words that nobody reads before the introduction is written.", [first.public_id])
    themes.add_step(who("editor"), one, factories.DAY.date(), f"Step {CANARIES['drafted theme']}.")


def _staff() -> None:
    """A second person for a seat, whose letter is nobody else's business; one more waits for verification."""
    for name, verified in (("quokka", True), ("wombat", False)):
        factories.person(name, party_code="HR")
        letter = keep(f"{CANARIES['name of a letter']}-{name}.txt", "text/plain", f"Appointed: {CANARIES['mandate letter']} {name}.".encode())
        mandate = workgroup.record_mandate(who("editor"), who(name), db.session.get_one(Party, "HR"), MandateRole.ALTERNATE, clock.now(), None, "Ministry", "1/2026",
                                           date(2026, 10, 1), letter)
        if verified:
            workgroup.verify_mandate(who("editor2"), mandate)


def _final() -> None:
    """A final text with an open ballot on its adoption, and another ballot that nobody has opened."""
    version = _publish("strategy", "1.0", final=True)
    opens, closes = clock.now(), clock.now() + timedelta(days=30)
    ballots.open(who("editor2"), ballots.prepare(who("editor"), version, "Is the strategy adopted?", BallotKind.ADOPT_FINAL, "consensus", PRESETS["consensus"], opens, closes))
    ballots.prepare(who("editor"), version, f"Shall we {CANARIES['prepared ballot']}?", BallotKind.PROCEDURAL, "procedural", PRESETS["procedural"], opens, closes)


def _working() -> None:
    """A working text of the guide's successor, and a round planned on it."""
    guide = versions.document("guide")
    version = starting.start(who("editor"), guide, "0.2", "Guide", OTHER, versions.latest(guide), ChangeClass.SUBSTANTIVE)
    section = next(s for s in stored.sections(version) if s.number.startswith("1"))
    editing.edit_section(who("editor"), version, section, section.number, f"Aim {CANARIES['working heading']}", section.level,
                           f"{section.body.strip()} {CANARIES['working text']}.\n", section.revision)
    explaining.explain(who("editor"), version, [section.uid], f"Because of {CANARIES['reason in work']}.")
    rounds.plan(who("editor"), version, factories.DAY + timedelta(days=60), factories.DAY + timedelta(days=100), f"Notice {CANARIES['planned round']}.")


def _people() -> None:
    """Somebody whose name is withheld, somebody who has left, somebody who is suspended, an organisation that waits."""
    for name, full in (("withheld", CANARIES["withheld name"]), ("left", CANARIES["closed account"]), ("suspended", "Somebody Suspended"), (CANARIES["address"], "Ana Adresa")):
        account = accounts.sign_up(SYSTEM, f"{name}@sample.test", full, SAMPLE_PASSWORD, "en", "RS", demonstration=True)
        accounts.confirm(SYSTEM, account)
    accounts.suspend(who("admin"), who("suspended"), f"Reason {CANARIES['suspension']}.")
    body = organisations.register(who(CANARIES["address"]), "Waiting cluster", OrganisationKind.CLUSTER, "RS")
    organisations.ask(who("citizen"), body)


def _talk() -> None:
    """Comments in the round that is open: one without a name, one hidden with a hidden reply, one of a person who left, one replaced, and a draft."""
    one = next(r for r in planned.all_rounds() if r.phase == "open")
    unnamed = _comment("withheld", one, "I would rather not be named.", None, shown=False)
    hidden = _comment("citizen", one, f"Bad words: {CANARIES['hidden comment']}.", None)
    writing.replace(who("citizen"), hidden, CommentKind.GENERAL, f"Worse words: {CANARIES['hidden comment']}.")
    answer = discussing.reply(who("citizen"), unnamed, f"Bad reply: {CANARIES['hidden reply']}.")
    discussing.reply(who("withheld"), hidden, "A reply that stays.")
    moderating.hide(who("moderator"), hidden, "It insults.")
    moderating.hide_reply(who("moderator"), answer, "It insults too.")
    _comment("left", one, "I leave after this.", None)
    accounts.close(who("left"), who("left"))
    writing.save_draft(who("citizen"), one, None, CommentKind.GENERAL, f"Not sent: {CANARIES['private draft']}.")
    replaced = _comment("cluster.rs", one, "First said so.", None)
    writing.replace(who("cluster.rs"), replaced, CommentKind.GENERAL, "Then said otherwise.")


def _positions() -> None:
    """A position in the open ballot on adoption: nobody reads it before the close."""
    ballot = next(b for b in opened.all_ballots() if b.kind == BallotKind.ADOPT_FINAL and b.version.document.slug == "strategy")
    ballots.cast(who("member.hr"), ballot, Choice.AGAINST, f"We object: {CANARIES['open position']}.", ballot.version_digest)

