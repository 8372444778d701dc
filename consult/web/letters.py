"""Mails in the receiver's language: templates/email/<kind>/{subject,body}.txt, and as HTML the same words, or those of body.html where there is one."""
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from types import SimpleNamespace
from typing import Any

from flask import current_app, g
from flask_babel import force_locale
from markupsafe import Markup

from consult import clock
from consult.accounts.models import Account
from consult.accounts.queries import by_email
from consult.ballots import queries as held
from consult.ballots.models import Ballot
from consult.ballots.rules.wording import outcome_in_words, procedure_in_words
from consult.comments.models import Comment, Reply
from consult.documents.models import Section
from consult.i18n import DEFAULT
from consult.notices import queries
from consult.notices.actions import outbox
from consult.notices.rules import ACCOUNT_MAILS_A_DAY, FOLLOWED, TOGETHER, TOPICS, Told, Words
from consult.organisations.models import Invitation
from consult.organisations.rules import INVITATIONS_A_DAY
from consult.text import render
from consult.web import own_sections, stopping
from consult.web.locale import understood
from consult.web.paths import public
from consult.workgroup import queries as workgroup


@dataclass(frozen=True)
class Entry:
    """One thing among several that a mail tells, and the comment it is about."""

    words: Words
    comment: Comment | None
    section: Section | None

    @property
    def html(self) -> Markup:
        """Its words for a page of HTML."""
        return render.kept(self.words.html)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything inside the block in a language, whatever the page around it speaks."""
    former = g.get("locale")
    g.locale = understood(language) or DEFAULT
    try:
        with force_locale(g.locale.babel):
            yield
    finally:
        if former is None:
            g.pop("locale")
        else:
            g.locale = former


def compose(kind: str, facts: dict[str, Any], row: Any, account: Account) -> Words:
    """One mail for the receiver."""
    with speaking(account.language):
        more = _more(kind, facts, row, account)
        followed = FOLLOWED.get(kind, "") if more.get("mandate", True) is None else ""
        return _words(kind, account, TOPICS.get(kind, followed), facts=facts, row=row, **more)


def compose_digest(account: Account, told: Sequence[Told]) -> Words:
    """One mail for the receiver of all that was gathered: section by section, in the order of the text, then what concerns whole texts."""
    with speaking(account.language):
        entries = sorted(_entries(account, told), key=_place)
        groups = [(found[0], found) for _, some in groupby(entries, key=_place) if (found := list(some))]
        return _words("digest", account, TOGETHER, groups=groups, number=len(entries))


def write_account_mail(kind: str, account: Account, to: str | None = None, **facts: Any) -> None:
    """Write a mail about an account at once, within the caller's transaction; an address gets only a few of them a day."""
    address = to or account.email
    if address is None or queries.account_mails_since(address, clock.now() - timedelta(days=1)) >= ACCOUNT_MAILS_A_DAY:
        return
    outbox.write(account, f"{kind}-{account.id}-{secrets.token_hex(8)}", compose(kind, facts, account, account), to=to)


def write_invitation(invitation: Invitation, language: str, link: str) -> None:
    """Write an invitation, in the language of the account with its address, else in the one that the inviter chose; an address gets only a few a day."""
    address = invitation.email or ""
    if queries.invitations_since(address, clock.now() - timedelta(days=1)) >= INVITATIONS_A_DAY:
        return
    unknown: Any = SimpleNamespace(id=None, name="", email=address, language=language)
    receiver = by_email(address) or unknown
    outbox.write(receiver, f"organisations.invite-{invitation.id}", compose("organisations.invite", {"link": link}, invitation, receiver), to=address)


def _words(kind: str, account: Account, topic: str, bare: bool = False, **context: Any) -> Words:
    """Subject and both bodies; `bare`: without greeting and foot, to stand among others."""
    words = context | {"account": account, "public": public, "site": current_app.config["PUBLIC_URL"], "topic": topic, "language": g.locale.code}
    words |= {"settings": stopping.page("notices.choose"), "stop": stopping.address(account.id, topic) if topic else ""}
    subject = " ".join(_rendered([f"email/{kind}/subject.txt"], words, bare).split())
    text, said = (_tidy(_rendered([f"email/{kind}/body.txt"], words, flag)) for flag in (bare, True))
    html = _rendered([f"email/{kind}/body.html", "email/plain.html"], words | {"subject": subject, "said": said}, bare)
    return Words(subject, text, html)


def _rendered(names: list[str], words: dict[str, Any], bare: bool) -> str:
    return current_app.jinja_env.select_template(names).render(words, bare=bare)


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text.strip()) + "\n"


def _more(kind: str, facts: dict[str, Any], row: Any, account: Account) -> dict[str, Any]:
    """What is said beside the entry: of a receipt the sections, of an answer the answer itself and what became of the sections it names, of a ballot
    the receiver's mandate with the zone of the party, the rule and the result."""
    if kind.startswith("ballots."):
        return _about_ballot(row if isinstance(row, Ballot) else row.ballot, account)
    if kind == "comments.submit":
        sent = row.submission.comments
        return {"sections": queries.sections_named([one.section_uid for one in sent if one.section_uid], [one.version_id for one in sent])}
    if kind != "comments.publish":
        return {}
    answer = next(one for one in row.dispositions if one.seq == facts["answer"])
    return {"answer": answer, "became": own_sections.became(row, answer), "section": queries.section_of(row)}


def _about_ballot(ballot: Ballot, account: Account) -> dict[str, Any]:
    mandate = workgroup.in_force(account, [seat.party_code for seat in ballot.seats])
    return {"mandate": mandate, "zone": mandate.party.zone if mandate else "", "rule": procedure_in_words(ballot.procedure, ballot.rule, len(ballot.seats)),
            "result": outcome_in_words(ballot.procedure, ballot.rule, held.count(ballot))}


def _entries(account: Account, told: Sequence[Told]) -> Iterator[Entry]:
    comments = [_comment(one.row) for one in told]
    sections = queries.sections_named([c.section_uid for c in comments if c and c.section_uid], [c.version_id for c in comments if c])
    for one, comment in zip(told, comments, strict=True):
        words = _words(one.kind, account, "", bare=True, facts=one.facts, row=one.row, **_more(one.kind, dict(one.facts), one.row, account))
        yield Entry(words, comment, sections.get((comment.version_id, comment.section_uid or "")) if comment else None)


def _comment(row: Any) -> Comment | None:
    return row.comment if isinstance(row, Reply) else row if isinstance(row, Comment) else None


def _place(entry: Entry) -> tuple[int, int, int, int]:
    """Where an entry stands in a mail: by document, version and section; what concerns whole texts behind them."""
    if entry.comment is None:
        return (1, 0, 0, 0)
    version = entry.comment.version
    return (0, version.document_id, version.seq, entry.section.position if entry.section else -1)
