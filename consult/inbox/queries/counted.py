"""Counts beside the filters, read from rows that the database keeps true: no comment is counted when a page is opened."""
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import lazyload

from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import AccountState, Role
from consult.answering import queries as reviewing
from consult.comments.models import Disposition
from consult.db import db
from consult.inbox.models import InboxCount, InboxEntry
from consult.inbox.rules import Choice, Stage
from consult.organisations.models import Organisation
from consult.rounds.models import Round

#: More organisations than these are not offered one by one; those with most comments come first.
ORGANISATIONS = 200
Counts = Mapping[str, Mapping[str, int]]


def of_stages(round_: Round) -> dict[Stage, int]:
    """How many comments of a round are at each stage."""
    rows = db.session.execute(select(InboxCount.stage, InboxCount.number).where(InboxCount.round_id == round_.id, InboxCount.field == "all",
                                                                                InboxCount.stage.in_(list(Stage))))
    found: dict[str, int] = dict(rows.all())
    return {stage: found.get(stage, 0) for stage in Stage}


def of_fields(round_: Round, choice: Choice) -> Counts:
    """How many comments at the chosen stages have which word in which field; organisations apart."""
    query = select(InboxCount.field, InboxCount.word, func.sum(InboxCount.number)).where(
        InboxCount.round_id == round_.id, InboxCount.stage.in_(choice.stages), InboxCount.field.not_in(["organisation", "all"]), InboxCount.number > 0)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for field, word, number in db.session.execute(query.group_by(InboxCount.field, InboxCount.word)):
        found[field][word] = number
    return found


def of_organisations(round_: Round, choice: Choice) -> list[tuple[str, str, int]]:
    """The organisations with most comments at the chosen stages, by name: number, name, comments; and the chosen one."""
    number = func.sum(InboxCount.number)
    counted = select(InboxCount.word, number.label("number")).where(
        InboxCount.round_id == round_.id, InboxCount.stage.in_(choice.stages), InboxCount.field == "organisation", InboxCount.word != "0", InboxCount.number > 0,
    ).group_by(InboxCount.word).order_by(number.desc()).limit(ORGANISATIONS)
    found = dict(db.session.execute(counted).all())
    wanted = {int(word) for word in found} | ({int(choice.organisation)} if choice.organisation else set())
    names = db.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted)).order_by(Organisation.name_key)) if wanted else ()
    return [(str(key), name, found.get(str(key), 0)) for key, name in names]


def of_organisation(round_: Round, choice: Choice) -> int:
    """How many comments of the chosen organisation are at the chosen stages."""
    return db.session.scalar(select(func.coalesce(func.sum(InboxCount.number), 0)).where(
        InboxCount.round_id == round_.id, InboxCount.stage.in_(choice.stages), InboxCount.field == "organisation", InboxCount.word == choice.organisation)) or 0


def for_my_review(editor: Account) -> ColumnElement[bool]:
    """The condition that the latest answer to an entry's comment waits for this editor's review, as on the page of reviews."""
    last = select(Disposition.id).where(Disposition.comment_id == InboxEntry.comment_id).order_by(Disposition.seq.desc()).limit(1).scalar_subquery()
    return last.in_(reviewing.asked_of(editor))


def given_to(counts: Counts, but: list[Account]) -> list[Account]:
    """Those who look after comments and are no editors any more, by name; one statement, and none where there is nobody."""
    wanted = {int(word) for word in counts.get("assigned", {}) if word} - {one.id for one in but}
    return list(db.session.scalars(select(Account).where(Account.id.in_(wanted)).options(lazyload(Account.grants)).order_by(Account.name_key, Account.id))) if wanted else []


def editors() -> list[Account]:
    """The people to whom comments can be given, by name."""
    return list(db.session.scalars(select(Account).join(RoleGrant, RoleGrant.account_id == Account.id).where(
        RoleGrant.role == Role.EDITOR, RoleGrant.ended_at.is_(None), Account.state == AccountState.ACTIVE)
        .options(lazyload(Account.grants)).order_by(Account.name_key, Account.id)))
