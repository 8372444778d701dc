"""Speaks SMTP, or writes mails into a folder; nothing else does."""
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from consult import clock

#: Seconds until a silent mail server is given up; the mail is tried again later.
PATIENCE = 20


@dataclass(frozen=True)
class Letter:
    """One mail as it goes out; the same `key` always gives the same Message-ID, so that a repeated sending is recognised."""

    key: str
    to: str
    language: str
    subject: str
    body: str


@dataclass(frozen=True)
class Office:
    """Where mails are handed in: a server as host:port, or a folder when there is none."""

    server: str
    user: str
    password: str
    sender: str
    folder: str
    url: str


def message(letter: Letter, office: Office) -> EmailMessage:
    """The mail with its headers."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = office.sender, letter.to, " ".join(letter.subject.split())
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{_plain(letter.key)}@{urlsplit(office.url).hostname or 'localhost'}>"
    mail["Auto-Submitted"], mail["Content-Language"] = "auto-generated", letter.language
    mail.set_content(letter.body, cte="quoted-printable")
    return mail


@contextmanager
def counter(office: Office) -> Iterator[Callable[[Letter], None]]:
    """Hands over mails one by one; one connection for all of them."""
    if not office.server:
        yield lambda letter: _file(letter, office)
        return
    host, _, port = office.server.rpartition(":")
    with smtplib.SMTP(host or port, int(port) if host else 25, timeout=PATIENCE) as smtp:
        if smtp.has_extn("starttls") or (smtp.ehlo()[0] == 250 and smtp.has_extn("starttls")):
            smtp.starttls(context=ssl.create_default_context())
        if office.user:
            smtp.login(office.user, office.password)
        yield lambda letter: _post(smtp, letter, office)


def _post(smtp: smtplib.SMTP, letter: Letter, office: Office) -> None:
    smtp.send_message(message(letter, office))


def _file(letter: Letter, office: Office) -> None:
    folder = Path(office.folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{_plain(letter.key)}.eml").write_bytes(bytes(message(letter, office)))


def _plain(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "-", key)
