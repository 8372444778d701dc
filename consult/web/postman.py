"""Delivering: from the journal into the outbox, from the outbox to the mail server; and tidying up."""
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete

from consult import clock, mail
from consult.accounts.models import BrowserSession, MailToken, SignInAttempt, SpentForm
from consult.db import transaction
from consult.notices import actions
from consult.notices.rules import NOTICES
from consult.web.letters import compose

#: How long a form remembers that it was sent, a used link that it existed, and a failed sign-in that it happened.
FORMS_KEPT, LINKS_KEPT, ATTEMPTS_KEPT = timedelta(days=7), timedelta(days=30), timedelta(days=1)


@dataclass(frozen=True)
class Leased:
    """A mail that this worker holds for a while."""

    id: int
    lease: str
    tries: int
    letter: mail.Letter


def deliver() -> int:
    """Do everything that is due now; the number of mails that went out."""
    entries = 1
    while entries:
        with transaction():
            entries = actions.spread(compose)
    count = 0
    while True:
        with transaction():
            held = [Leased(m.id, m.lease or "", m.tries, mail.Letter(m.key, m.to, m.language, m.subject, m.body)) for m in actions.lease()]
        if not held:
            return count
        count += _send(held)


def tidy() -> None:
    """Drop what is of no use any more: old mails, spent forms and links, counted failures, sessions that have run out."""
    now, config = clock.now(), current_app.config
    gone = (
        (SpentForm, SpentForm.at < now - FORMS_KEPT), (SignInAttempt, SignInAttempt.at < now - ATTEMPTS_KEPT), (MailToken, MailToken.expires_at < now - LINKS_KEPT),
        (BrowserSession, BrowserSession.created_at < now - timedelta(hours=config["SESSION_HOURS"])),
        (BrowserSession, BrowserSession.seen_at < now - timedelta(minutes=config["IDLE_MINUTES"])),
    )
    with transaction() as database:
        actions.forget()
        for model, condition in gone:
            database.execute(delete(model).where(condition))


def office() -> mail.Office:
    """Where this installation hands in its mails."""
    config = current_app.config
    return mail.Office(config["MAIL_SERVER"], config["MAIL_USER"], config["MAIL_PASSWORD"], config["MAIL_FROM"], config["MAIL_FOLDER"], config["PUBLIC_URL"])


def _send(held: list[Leased]) -> int:
    """Hand over a batch; what the server does not take is tried again later, without holding up the rest."""
    waiting, count = list(held), 0
    try:
        with mail.counter(office()) as hand_over:
            while waiting:
                count += _hand_over(waiting.pop(0), hand_over)
    except (OSError, smtplib.SMTPException) as error:
        current_app.logger.warning("mail server not reached: %s", type(error).__name__)
    with transaction():
        for one in waiting:
            actions.failed(one.id, one.lease, one.tries)
    return count


def _hand_over(one: Leased, hand_over: Callable[[mail.Letter], None]) -> bool:
    try:
        hand_over(one.letter)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        current_app.logger.warning("mail %s not taken: %s", one.id, type(error).__name__)
        with transaction():
            actions.failed(one.id, one.lease, one.tries)
        return False
    with transaction():
        actions.sent(one.id, one.lease, blank=_linked(one.letter.key) and not current_app.config["DEMONSTRATION"])
    return True


def _linked(key: str) -> bool:
    """Whether a mail holds a link that opens an account: those written at once, not those of the table of notices."""
    kind = key.partition("-")[0]
    return kind.startswith("accounts.") and kind not in NOTICES
