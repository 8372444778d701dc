"""Speaks SMTP, or writes mails into a folder; nothing else does."""
import re
import smtplib
import ssl
import unicodedata
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
#: Answers of a mail server from here on mean "never" (RFC 5321, 4.2.1); lower ones mean "not now".
LASTING = 500


@dataclass(frozen=True)
class Letter:
    """One mail as it goes out; the same `key` always gives the same Message-ID, so that a repeated sending is recognised.

    `thread` names what the mail is about, and mail programs put together what has the same; `stop` is the address of the page that stops
    mails of this kind, for those that can be stopped.
    """

    key: str
    to: str
    language: str
    subject: str
    body: str
    html: str = ""
    thread: str = ""
    stop: str = ""


@dataclass(frozen=True)
class Office:
    """Where mails are handed in: a server as host:port, or a folder when there is none."""

    server: str
    user: str
    password: str
    sender: str
    folder: str
    url: str
    tls: str = "auto"


class Undeliverable(Exception):
    """This mail will never be taken as it is, by nobody; trying again is of no use."""


def message(letter: Letter, office: Office) -> EmailMessage:
    """The mail with its headers, as plain text and, where there is one, as HTML that says the same."""
    mail = EmailMessage(policy=SMTP)
    host = urlsplit(office.url).hostname or "localhost"
    mail["From"], mail["To"], mail["Subject"] = office.sender, letter.to, _line(letter.subject)
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{_plain(letter.key)}@{host}>"
    if letter.thread:  # a message that was never sent stands for the comment, the round, the ballot: what refers to it belongs together
        mail["In-Reply-To"] = mail["References"] = f"<{_plain(letter.thread)}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    if letter.stop:  # RFC 8058
        mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"] = f"<{letter.stop}>", "List-Unsubscribe=One-Click"
    mail.set_content(letter.body, cte="quoted-printable")
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = letter.language  # last: of the words as a whole, not of one of the parts
    return mail


@contextmanager
def counter(office: Office) -> Iterator[Callable[[Letter], None]]:
    """Hands over mails one by one; one connection for all of them. What is refused for good is `Undeliverable`; any other fault may pass."""
    if not office.server:
        yield lambda letter: _file(letter, office)
        return
    host, _, port = office.server.rpartition(":")
    with smtplib.SMTP(host or port, int(port) if host else 25, timeout=PATIENCE) as smtp:
        smtp.ehlo_or_helo_if_needed()
        if office.tls != "never" and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
        elif office.tls == "always" or (office.tls == "auto" and office.user):
            raise smtplib.SMTPNotSupportedError("the server offers no TLS, see CONSULT_MAIL_TLS")
        if office.user:
            smtp.login(office.user, office.password)
        yield lambda letter: _post(smtp, letter, office)


def _post(smtp: smtplib.SMTP, letter: Letter, office: Office) -> None:
    try:
        smtp.send_message(_made(letter, office))
    except smtplib.SMTPRecipientsRefused as refusal:
        code, words = next(iter(refusal.recipients.values()))
        raise (Undeliverable if code >= LASTING else smtplib.SMTPResponseException)(*_said(code, words)) from None
    except smtplib.SMTPDataError as refusal:
        raise (Undeliverable if refusal.smtp_code >= LASTING else smtplib.SMTPResponseException)(*_said(refusal.smtp_code, refusal.smtp_error)) from None
    except (smtplib.SMTPNotSupportedError, UnicodeError) as refusal:
        raise Undeliverable(0, str(refusal)) from None


def _said(code: int, words: bytes | str) -> tuple[int, str]:
    return code, words.decode("utf-8", "replace") if isinstance(words, bytes) else words


def _made(letter: Letter, office: Office) -> EmailMessage:
    try:
        return message(letter, office)
    except ValueError as fault:  # an address or a subject that no header can hold
        raise Undeliverable(0, str(fault)) from None


def _line(text: str) -> str:
    """Words that fit into one line of a header, without any control character."""
    return " ".join("".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"} else letter for letter in text).split())


def _file(letter: Letter, office: Office) -> None:
    folder = Path(office.folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{_plain(letter.key)}.eml").write_bytes(bytes(_made(letter, office)))


def _plain(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "-", key)
