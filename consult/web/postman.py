"""Delivering: from the journal and the clock into the outbox, from the outbox to the mail server; and tidying up."""
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from flask import current_app
from sqlalchemy import delete, update

from consult import clock, mail
from consult.accounts.models import BrowserSession, MailToken, SignInAttempt, SpentForm
from consult.db import transaction
from consult.notices.actions import expiring, outbox, telling, voting
from consult.notices.models import Mail
from consult.notices.rules import BALLOT_REMINDERS, NOTICES, Reminders
from consult.organisations.models import Invitation
from consult.settings.rules import REMIND_DAYS, REMIND_HOURS
from consult.web import stopping
from consult.web.letters import compose, compose_digest
from consult.web.settings import several

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
    """Do everything that is due now; the number of mails that went out. A mail that cannot be written holds up none that is written."""
    try:
        write()
    finally:
        count = _send_due()
    return count


def write() -> None:
    """Write what people are to be told by the journal and by the clock."""
    reading = True
    while reading:
        with transaction():
            reading = telling.spread(compose) > 0
    with transaction():
        now = several()
        telling.remind(compose, Reminders(now.of(REMIND_DAYS), now.of(REMIND_HOURS)))
    with transaction():
        voting.remind(compose, BALLOT_REMINDERS)
        voting.bring(compose)
    with transaction():
        expiring.warn(compose)
    gathering = True
    while gathering:
        with transaction():
            gathering = telling.gather(compose_digest)


def tidy() -> None:
    """Drop what is of no use any more: old mails, spent forms and links, counted failures, sessions that have run out."""
    now, config = clock.now(), current_app.config
    gone = (
        (SpentForm, SpentForm.at < now - FORMS_KEPT), (SignInAttempt, SignInAttempt.at < now - ATTEMPTS_KEPT), (MailToken, MailToken.expires_at < now - LINKS_KEPT),
        (BrowserSession, BrowserSession.created_at < now - timedelta(hours=config["SESSION_HOURS"])),
        (BrowserSession, BrowserSession.seen_at < now - timedelta(minutes=config["IDLE_MINUTES"])),
    )
    with transaction() as database:
        database.execute(update(Invitation).where(Invitation.email_key.is_not(None), Invitation.expires_at < now).values(email=None, email_key=None, withdrawn_at=now))
        outbox.forget()
        for model, condition in gone:
            database.execute(delete(model).where(condition))


def office() -> mail.Office:
    """Where this installation hands in its mails."""
    config = current_app.config
    return mail.Office(config["MAIL_SERVER"], config["MAIL_USER"], config["MAIL_PASSWORD"], config["MAIL_FROM"], config["MAIL_FOLDER"], config["PUBLIC_URL"], config["MAIL_TLS"])


@cache
def look() -> str:
    """The style sheet of letters."""
    return (Path(__file__).parents[2] / "templates" / "email" / "letter.css").read_text(encoding="utf-8")


def _letter(row: Mail) -> mail.Letter:
    """A mail as it goes out: its HTML gets its look here, because mail programs fetch nothing."""
    style = f"<style>\n{look()}</style>\n</head>"
    stop = stopping.address(row.account_id, row.topic) if row.topic and row.account_id else ""
    return mail.Letter(row.key, row.to, row.language, row.subject, row.body, row.html.replace("</head>", style, 1), row.thread, stop)


def _send_due() -> int:
    """Send what is due, batch by batch, until nothing is left or the server is gone; the number of mails that went out."""
    count = 0
    while True:
        with transaction():
            held = [Leased(m.id, m.lease or "", m.tries, _letter(m)) for m in outbox.lease()]
        number, reached = _send(held) if held else (0, False)
        count += number
        if not reached:
            return count


def _send(held: list[Leased]) -> tuple[int, bool]:
    """Hand over a batch, and say whether the server is there still. A mail at which it went away has failed once; those behind it wait."""
    waiting, count, reached = list(held), 0, False
    try:
        with mail.counter(office()) as hand_over:
            reached = True
            while waiting:
                count += _hand_over(waiting[0], hand_over)
                del waiting[0]
        return count, True
    except (OSError, smtplib.SMTPException) as error:
        fault = f"{type(error).__name__}: {error}"
        current_app.logger.warning("mail server not reached: %s", type(error).__name__)
    with transaction():
        if reached and waiting:
            outbox.failed(waiting[0].id, waiting[0].lease, waiting[0].tries, fault)
            del waiting[0]
        for one in waiting:
            outbox.release(one.id, one.lease, fault)
    return count, False


def _hand_over(one: Leased, hand_over: Callable[[mail.Letter], None]) -> bool:
    with transaction():
        if not outbox.hold(one.id, one.lease):
            return False
    try:
        hand_over(one.letter)
    except smtplib.SMTPServerDisconnected:
        raise
    except (OSError, smtplib.SMTPException, mail.Undeliverable) as error:
        current_app.logger.warning("mail %s not taken: %s", one.id, type(error).__name__)
        with transaction():
            outbox.failed(one.id, one.lease, one.tries, " ".join(map(str, error.args)), for_good=isinstance(error, mail.Undeliverable))
        return False
    with transaction():
        outbox.sent(one.id, one.lease, blank=_linked(one.letter.key) and not current_app.config["DEMONSTRATION"])
    return True


def _linked(key: str) -> bool:
    """Whether a mail holds a link that opens an account: those written at once, not those of the table of notices."""
    kind = key.partition("-")[0]
    return (kind.startswith("accounts.") or kind == "organisations.invite") and kind not in NOTICES
