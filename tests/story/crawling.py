"""Walking through the site as every role: which addresses there are, what the table says of each, and what is seen."""
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_login import login_user
from sqlalchemy import func, select, text
from werkzeug.routing import Rule

from consult.accounts.models import Account, BrowserSession, RoleGrant
from consult.adoption.models import Act
from consult.answering.models import SavedText
from consult.ballots.models import Ballot, Position
from consult.comments.models import Comment, CommentPlace, Disposition, Draft, Reply, Submission
from consult.comments.rules import CommentState
from consult.coordination.models import Declaration, Gathering, JointContribution, JointItem
from consult.db import db
from consult.documents.models import Document, Section, Version
from consult.documents.rules import VersionState
from consult.errors import NotAllowed, NotFound
from consult.events.models import Credentials, Delegate, Delegation, Event, EventItem, EventPaper
from consult.evidence.models import EvidenceFile
from consult.exports.formats import FORMATS
from consult.factors.models import FactorReset, Passkey
from consult.importing.models import Intake, Picture
from consult.inbox.models import InboxChoice, InboxNote
from consult.journal.models import JournalEntry
from consult.moderation.models import Hiding, Report
from consult.notices.models import Mail
from consult.organisations.models import Invitation, Membership, Organisation
from consult.permissions.table import why_not
from consult.reporting.models import NextStep, Theme
from consult.rounds.models import Round
from consult.similar.models import Joining, Place, Wording
from consult.similar.queries.groups import comments_of
from consult.submissions.models import Attachment, LateLink
from consult.teams.models import Support, TeamDraft
from consult.translating.models import Translation, TranslationIntake
from consult.workbench.models import SectionState, UnsavedText
from consult.workgroup.models import Mandate
from tests import page_faults
from tests.conftest import Browser
from tests.story.met import met

VISITOR = "visitor"
ROLES = (VISITOR, "citizen", "cluster.rs", "coordinator.ba", "member.rs", "alternate.rs", "observer", "moderator", "editor", "editor2", "admin")
#: Numbers and names that nothing has: each must lead to a page that says so.
NOTHING = ("0", "-1", "2147483648", "9223372036854775808", "nobody-knows-this", "%00", "%ff", "%ed%a0%80", "..%2f..%2fetc%2fpasswd", "%E2%80%AE", "x" * 300)
#: Of each kind of page, how many of those that are found by links are opened.
SAMPLES = 2


class World:
    """An application with rows in it, the people by name, and what can be asked of its addresses."""

    def __init__(self, app: Flask):
        self.app = app
        with app.app_context():
            rows = db.session.execute(select(Account.email_key, Account.id).where(Account.email_key.is_not(None)))
            self.people: dict[str, int | None] = {VISITOR: None} | {email.partition("@")[0]: number for email, number in rows}
            self.subjects = subjects()

    def browser(self, name: str) -> Browser:
        """A browser in which this person is signed in."""
        browser, number = Browser(self.app.test_client()), self.people[name]
        return browser.sign_in(number) if number else browser

    @cached_property
    def rules(self) -> list[Rule]:
        """Every rule but those of files that belong to the look."""
        return [rule for rule in self.app.url_map.iter_rules() if not asset(rule.rule)]

    def addresses(self, method: str = "GET") -> list[tuple[str, dict[str, Any], str]]:
        """Every rule that takes the method, with every subject: (endpoint, values, address)."""
        found = []
        for rule in self.rules:
            if method in (rule.methods or ()):
                found += [(rule.endpoint, values, self.build(rule.endpoint, values)) for values in self.values(rule)]
        return found + ([("comments.dispose", {}, f"/comments/answer?comment={self.subjects['comments', ('public_id',)][0]}")] if method == "GET" else [])

    def build(self, endpoint: str, values: dict[str, Any]) -> str:
        """The address of an endpoint."""
        return self.app.url_map.bind("localhost").build(endpoint, values)

    def values(self, rule: Rule) -> Iterator[dict[str, Any]]:
        """The values that the names in a rule can have: together where they belong together."""
        names = tuple(sorted(rule.arguments))
        if not names:
            yield {}
            return
        known = self.subjects.get((rule.endpoint, names)) or self.subjects.get((rule.endpoint.split(".")[0], names))
        assert known, f"nothing in the demonstration for {rule.rule}"
        yield from (dict(zip(names, one if isinstance(one, tuple) else (one,), strict=True)) for one in known)

    def verdict(self, name: str, endpoint: str, values: dict[str, Any], address: str = "/") -> str:
        """What declaration and table say, asked apart from any request to the page: missing, refused, or open."""
        view = self.app.view_functions[endpoint]
        values = dict(values)
        with self.app.test_request_context(address):
            person = db.session.get(Account, self.people[name]) if self.people[name] else None
            if person is not None:
                login_user(person)
            things = ()
            if view.on:
                names, load = view.on
                try:
                    thing = load(*[values.pop(n) for n in ((names,) if isinstance(names, str) else names)])
                except NotFound:
                    return "missing"
                except NotAllowed:
                    return "refused"
                if thing is None:
                    return "missing"
                things = (thing,)
            return "refused" if why_not(person, view.access, *things) else "open"

    def length(self) -> int:
        """How many entries the journal has."""
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0

    def state(self) -> dict[str, int]:
        """How many rows each table has, but for sessions, which reading may write."""
        with self.app.app_context():
            names = [t for t in db.metadata.tables if t not in {"browser_session", "spent_form", "kept_rendering", "kept_comparison"}]
            counts = " UNION ALL ".join(f"SELECT '{n}', count(*) FROM \"{n}\"" for n in names)
            return dict(db.session.execute(text(counts)).all())

    def endpoint(self, address: str) -> tuple[str, dict[str, Any]] | None:
        """What an address leads to; None where there is no such rule."""
        try:
            return self.app.url_map.bind("localhost").match(urlsplit(address).path, method="GET")
        except Exception:  # a redirect to the address with its slash, or nothing at all
            return None

    def crawl(self, name: str, seeds: Iterable[str] = (), samples: int = SAMPLES, known: Mapping[str, Any] = MappingProxyType({})) -> Iterator[tuple[str, Any]]:
        """Open the seeds, then the pages that pages lead to, `samples` of each kind; each address with its answer, which is asked for where it is not known."""
        browser, seen, kinds = self.browser(name), set(), defaultdict[Any, int](int)
        waiting = [(address, True) for address in (*seeds, "/")]
        while waiting:
            address, wanted = waiting.pop(0)
            if address in seen or (not wanted and kinds[self.kind(address)] >= samples):
                continue
            seen.add(address)
            kinds[self.kind(address)] += 1
            response = known.get(address) or browser.get(address, buffered=True)
            yield address, response
            if response.mimetype == "text/html" and response.status_code < 300:
                waiting += [(link, False) for link in sorted(page_faults.links(page_faults.parsed(response.text), address)) if link not in seen and "lang=" not in link]
            elif 300 <= response.status_code < 400 and response.headers["Location"].startswith("/"):
                waiting.append((response.headers["Location"].partition("#")[0], False))

    def kind(self, address: str) -> Any:
        """Pages of one kind: the same endpoint with the same names asked for."""
        found = self.endpoint(address)
        return found[0] if found else address.partition("?")[0], tuple(sorted(set(re.findall(r"[?&]([a-z_]+)=", address))))


def asset(address: str) -> bool:
    """Whether an address is that of a file that belongs to the look: the same for everybody, and linked from every page."""
    return address.startswith(("/static/", "/consult-"))


def some(query: Any, by: int = 0) -> list[Any]:
    """One row of each class: the first for each value of the columns behind the first `by` + 1."""
    classes: dict[Any, Any] = {}
    for row in db.session.execute(query):
        classes.setdefault(tuple(row)[by + 1:], tuple(row)[:by + 1])
    return [one[0] if by == 0 else one for one in classes.values()]


def alike() -> list[tuple[int, int]]:
    """A few groups of similar comments, by group and round; one that was joined to another among them if there is one."""
    asked = select(Wording.id, Round.number).join(Round, Round.id == Wording.round_id)
    rows = [*db.session.execute(asked.where(Wording.id == Wording.group_no).limit(2)), *db.session.execute(asked.where(Wording.id != Wording.group_no).limit(2))]
    return [(number, round_number) for number, round_number in rows]


def repeated() -> list[str]:
    """Two comments of the largest group."""
    largest = select(Wording.group_no).join(Place, Place.stands_id == Wording.id).group_by(Wording.group_no).order_by(func.count().desc()).limit(1)
    return list(db.session.scalars(select(Comment.public_id).where(Comment.id.in_(comments_of(db.session.scalar(largest) or 0))).limit(2)))


def translated() -> list[tuple[str, str, str]]:
    """Sections that are translated, and one that nobody has translated, in the address of translators."""
    rows = db.session.execute(select(Translation.language, Document.slug, Translation.section_uid).join(Document, Document.id == Translation.document_id)
                              .order_by(Translation.id.desc()).limit(3)).all()
    return [(language, slug, uid) for language, slug, uid in rows] + [("tr", slug, uid) for _, slug, uid in rows[:1]]


def held() -> dict[tuple[str, tuple[str, ...]], list[Any]]:
    """The same for high-level events: of each what belongs to it."""
    numbers, of_delegation = some(select(Event.number, Event.state)), select(Event.number).select_from(Delegation).join(Delegation.event)
    return met() | {
        ("events", ("number",)): numbers, ("events", ("form", "number")): list(itertools.product(("each", "common", "other"), numbers)),
        ("events", ("format", "number")): list(itertools.product([*FORMATS, "exe"], numbers)),
        ("events", ("item_id", "number")): some(select(EventItem.id, Event.number).join(EventItem.event), by=1)[:3],
        ("events", ("number", "paper_id")): some(select(Event.number, EventPaper.id).join(EventPaper.item).join(EventItem.event), by=1) or [(1, 1)],
        ("events", ("code", "number")): some(of_delegation.with_only_columns(Delegation.party_code, Event.number), by=1),
        ("events", ("delegate_id", "number")): some(of_delegation.join(Delegate).with_only_columns(Delegate.id, Event.number), by=1)[:3],
        ("events", ("credentials_id", "number")): some(of_delegation.join(Credentials).with_only_columns(Credentials.id, Event.number), by=1)[:3],
    }


def subjects() -> dict[tuple[str, tuple[str, ...]], list[Any]]:
    """What stands for each name in an address: one of every class that the rows have, by endpoint or by its first word."""
    numbers, ballots = some(select(Round.number, Round.id)), some(select(Ballot.number, Ballot.id))
    versions = [(label, slug) for slug, label in db.session.execute(select(Document.slug, Version.label).join(Version.document).where(Version.state != VersionState.DISCARDED))]
    own = select(Account.id).where(Account.email_key.in_(["citizen@sample.test", "cluster.rs@sample.test"]))
    placed = db.session.execute(select(Version, Comment).join(CommentPlace, CommentPlace.version_id == Version.id).join(Comment, CommentPlace.comment_id == Comment.id)
                                .order_by(CommentPlace.id).limit(3)).all()
    comments = some(select(Comment.public_id, Comment.state, Comment.late, Comment.name_shown)) + some(select(Comment.public_id, Comment.round_id, Comment.author_id).where(
        Comment.author_id.in_(own), Comment.state == CommentState.SUBMITTED))
    sections, receipts = sections_of_each(), some(select(Submission.receipt, Submission.account_id).where(Submission.account_id.in_(own)))
    files = some(select(EvidenceFile.digest, EvidenceFile.id).order_by(EvidenceFile.id))
    organisations, memberships = some(select(Organisation.id, Organisation.verified_at.is_(None))), some(select(Membership.id, Membership.state, Membership.lead))
    people = some(select(Account.id, Account.state)) + some(select(RoleGrant.account_id, RoleGrant.role)) + some(select(Mandate.account_id, Mandate.role))
    themes = some(select(Theme.id, Theme.round_id)) or [1]
    return {
        ("rounds", ("number",)): numbers, ("comments.send", ("number",)): numbers, ("comments.publish", ("number",)): numbers, ("rounds", ("label", "slug")): versions,
        ("ballots", ("receipt",)): some(select(Position.receipt, Position.cast_by)),
        ("ballots", ("code", "number")): list(itertools.product(("SI", "RS"), ballots)),
        ("ballots", ("number",)): ballots, ("ballots", ("format", "number")): list(itertools.product([*FORMATS, "pdf", "exe"], ballots)),
        ("comments", ("public_id",)): comments, ("comments", ("format",)): [*FORMATS, "exe"],
        ("comments", ("answer_id",)): some(select(Disposition.id, Disposition.state)), ("comments", ("reply_id",)): some(select(Reply.id, Reply.hidden_at.is_(None))),
        ("comments.carried", ("label", "slug")): versions,
        ("answering", ("answer_id",)): some(select(Disposition.id, Disposition.state)), ("answering", ("number",)): some(select(SavedText.id, SavedText.language)) or [1],
        ("inbox", ("public_id",)): comments + some(select(Comment.public_id, InboxNote.account_id).join(InboxNote, InboxNote.comment_id == Comment.id)),
        ("inbox", ("choice_id",)): some(select(InboxChoice.id, InboxChoice.account_id)) or [1],
        ("offline", ("number",)): numbers, ("offline", ("format", "number")): [(format, number) for format in ("xlsx", "docx", "exe") for number in numbers[:2]],
        ("comments", ("label", "public_id")): [(version.label, comment.public_id) for version, comment in placed],
        ("comments", ("draft_id",)): some(select(Draft.id, Draft.account_id))[:3], ("comments", ("number",)): receipts,
        ("comments.enter_paper", ("number",)): numbers, ("comments.give_late_link", ("number",)): numbers,
        ("comments", ("link_id",)): some(select(LateLink.id, LateLink.holder_id)) or [1],
        ("comments", ("file_id",)): some(select(Attachment.id, Attachment.draft_id.is_(None), Attachment.shown)) or [1], ("comments", ("token",)): ["no-such-link"],
        ("coordination", ("number",)): numbers,
        ("coordination", ("number", "party")): some(select(Round.number, Gathering.party_code, Gathering.state).select_from(Gathering).join(Gathering.round), by=1),
        ("coordination", ("contribution_id",)): some(select(JointContribution.id, JointContribution.state)),
        ("coordination", ("item_id",)): some(select(JointItem.id, JointItem.dropped_at)),
        ("coordination", ("declaration_id",)): some(select(Declaration.id, Declaration.taken_back_at.is_(None))),
        ("documents", ("slug",)): some(select(Document.slug, Document.id)), ("documents", ("label", "slug")): versions, ("documents", ("address", "label", "slug")): sections,
        ("documents", ("one", "other", "slug")): [(one, other, slug) for (one, slug), (other, same) in itertools.product(versions, versions) if slug == same],
        ("similar", ("number",)): numbers, ("similar", ("public_id",)): comments, ("similar", ("group_no", "number")): alike(), ("similar.others", ("public_id",)): repeated(),
        ("similar.part", ("number",)): some(select(Joining.id, Joining.account_id)) or [1],
        ("rounds", ("format", "number")): [(format, number) for format in ("json", "csv", "exe") for number in numbers[:2]], ("reporting", ("number",)): numbers,
        ("reporting", ("theme_id",)): themes, ("reporting", ("theme_id", "way")): [(number, way) for number in themes for way in ("up", "down")],
        ("reporting", ("step_id",)): some(select(NextStep.id, NextStep.round_id)) or [1], ("reporting", ("label", "slug")): versions,
        ("translating", ("slug",)): some(select(Document.slug, Document.id)),
        ("translating", ("language", "slug")): [(language, slug) for slug, _ in db.session.execute(select(Document.slug, Document.id)) for language in ("sr-Cyrl", "el", "tr")],
        ("translating", ("language", "slug", "uid")): translated(),
        ("translating.review", ("number",)): some(select(Translation.id, Translation.stage, Translation.reviewed_by)) or [1],
        ("translating", ("number",)): some(select(TranslationIntake.id, TranslationIntake.account_id)) or [1],
        ("workbench", ("address", "label", "slug")): sections, ("workbench", ("label", "slug")): versions,
        ("workbench", ("address", "label", "public_id", "slug")): [(address, label, comments[0], slug) for address, label, slug in sections],
        ("workbench", ("label", "slug", "state_id")): list(itertools.chain.from_iterable(
            ((label, slug, number) for number in some(select(SectionState.id, SectionState.cause))[:3] or [1]) for label, slug in versions)),
        ("workbench", ("section_id",)): some(select(Section.id, Section.version_id)), ("workbench", ("unsaved_id",)): some(select(UnsavedText.id, UnsavedText.account_id)) or [1],
        ("reading", ("slug",)): some(select(Document.slug, Document.id)), ("reading", ("label", "slug")): versions,
        ("journal", ("seq",)): some(select(JournalEntry.seq, JournalEntry.kind))[::4], ("evidence", ("digest",)): files[:3] + files[-3:],
        ("workgroup", ("mandate_id",)): some(select(Mandate.id, Mandate.verified_at.is_(None), Mandate.role, Mandate.party_code == "RS")),
        ("organisations", ("token",)): ["no-such-link"], ("organisations.withdraw_invitation", ("number",)): some(select(Invitation.id, Invitation.organisation_id)),
        ("organisations.name_lead", ("number",)): memberships, ("organisations.step_down", ("number",)): memberships,
        ("teams", ("number",)): organisations + list(db.session.scalars(select(TeamDraft.organisation_id).distinct())),
        ("teams", ("draft_id",)): some(select(TeamDraft.draft_id, TeamDraft.organisation_id)), ("teams", ("public_id",)): comments,
        ("teams", ("draft_id", "file_id")): [(number, 1) for number in db.session.scalars(select(TeamDraft.draft_id))],
        ("teams", ("support_id",)): some(select(Support.id, Support.organisation_id)), ("moderation", ("public_id",)): comments,
        ("moderation", ("reply_id",)): some(select(Reply.id, Reply.hidden_at.is_(None))), ("moderation", ("report_id",)): some(select(Report.id, Report.state)),
        ("moderation", ("hiding_id",)): some(select(Hiding.id, Hiding.comment_id.is_(None), Hiding.appealed_at.is_(None))),
        ("organisations", ("number",)): organisations, ("organisations.admit", ("number",)): memberships, ("organisations.leave", ("number",)): memberships,
        ("mailbox", ("number",)): some(select(Mail.id, Mail.language)), ("notices", ("token",)): ["no-such-link"],
        ("importing", ("number",)): some(select(Intake.id, Intake.account_id)),
        ("importing", ("key", "number")): [(key, number) for number in some(select(Intake.id)) for key in (0, 1)],
        ("importing", ("digest", "ending")): [(digest, ending) for digest in some(select(Picture.digest))[:2] for ending in ("png", "exe")],
        ("notices", ("number",)): some(select(Mail.id, Mail.state).where(Mail.state == "failed")) or [1], ("admin", ("number",)): sorted(set(people)),
        ("settings", ("key",)): ["round_days", "interest", "languages", "contact"], ("parties", ("code",)): ["RS", "XK"],
        ("admin", ("grant", "number")): some(select(RoleGrant.id, RoleGrant.account_id, RoleGrant.role), by=1),
        ("accounts", ("number",)): some(select(BrowserSession.id, BrowserSession.account_id))[:3] or [1], ("accounts", ("token",)): ["no-such-link"],
        ("factors", ("number",)): some(select(FactorReset.id, FactorReset.state)) or [1], ("factors.ask_reset", ("number",)): sorted(set(people))[:6],
        ("factors.remove_passkey", ("number",)): some(select(Passkey.id, Passkey.account_id)) or [1],
        ("adoption", ("code",)): [*db.session.scalars(select(Act.party_code).distinct()), "BG"], ("adoption", ("number",)): some(select(Act.number, Act.type)),
        **held(),
        ("adoption", ("format", "table")): list(itertools.product([*FORMATS, "pdf", "exe"], ("status", "acts"))),
    }


def sections_of_each() -> list[tuple[str, str, str]]:
    """Of each version the opening words, a section with a number, and the last."""
    found = []
    query = select(Section.address, Version.label, Document.slug).select_from(Section).join(Section.version).join(Version.document)
    every = db.session.execute(query.where(Version.state != VersionState.DISCARDED).order_by(Document.id, Version.seq, Section.position))
    for _, rows in itertools.groupby(every, key=lambda row: row[1:]):
        own = [tuple(row) for row in rows]
        found += dict.fromkeys([own[0], own[len(own) // 2], own[-1]])
    return found
