"""A published text, seats with members, and a ballot: made by the real actions."""
from datetime import date, timedelta

from sqlalchemy import select

from consult import clock
from consult.accounts.models import Account
from consult.ballots import actions
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind
from consult.db import db, transaction
from consult.documents.actions import publishing, starting
from consult.documents.models import Version
from consult.documents.rules import ChangeClass
from consult.evidence.actions import keep
from consult.parties.models import Party
from consult.workgroup import actions as workgroup
from consult.workgroup.rules import MandateRole
from tests import factories

TEXT = "# Model\n\n## 1. Aim\n\nClusters of the region work together.\n\n## 2. Size\n\nA cluster has at least eight members.\n"


def who(name):
    """The account of one of the cast."""
    return db.session.scalars(select(Account).filter_by(email_key=f"{name}@sample.test")).one()


def text(final=False, label="1.0"):
    """A published version of a small document."""
    editor = who("editor")
    document = starting.create(editor, f"model-{label.replace('.', '-')}", "Model")
    version = starting.start(editor, document, label, "Model", TEXT, None, ChangeClass.INITIAL)
    return publishing.publish(editor, version, "First text", final=final)


def letter(words="appointed"):
    """A file kept as proof."""
    return keep("letter.txt", "text/plain", words.encode())


def mandate(name, party_code, role=MandateRole.PRINCIPAL, starts_at=None, ends_at=None):
    """A verified mandate of a new person."""
    account = factories.person(name)
    row = workgroup.record_mandate(who("editor"), account, db.session.get(Party, party_code), role, starts_at or clock.now(), ends_at, "Ministry", "1/2026",
                                   date(2026, 10, 1), letter(name))
    workgroup.verify_mandate(who("editor2"), row)
    db.session.refresh(account)
    return row


def seats(*parties):
    """One verified member for each party: member.<code>."""
    return {code: mandate(f"member.{code.lower()}", code) for code in parties or ("BA", "HR", "RS")}


def ballot(version=None, kind=BallotKind.APPROVE_TEXT, preset="two_thirds", days=14, opened=True, rule=None):
    """A ballot open now, prepared by the editor and opened by the other."""
    version = version or text(final=kind is BallotKind.ADOPT_FINAL)
    row = actions.prepare(who("editor"), version, "Is the text approved?", kind, preset, rule or PRESETS[preset], clock.now(), clock.now() + timedelta(days=days))
    if opened:
        actions.open(who("editor2"), row)
    return row


def standing(kind=BallotKind.APPROVE_TEXT, **more):
    """A ballot open now, with its members, committed: its number."""
    with transaction():
        seats()
        return ballot(kind=kind, **more).number


def versions():
    """All versions, for looking at them."""
    return list(db.session.scalars(select(Version)))
