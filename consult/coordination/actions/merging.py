"""The coordinator's desk: contributions become items, or are set aside with a reason; each keeps its original."""
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from consult import clock
from consult.comments.rules import CommentKind, proposal, said
from consult.coordination.models import Gathering, JointContribution, JointItem
from consult.coordination.rules import CONTRIBUTION_LIFE, Aside, ContributionState, aside_reason
from consult.db import db
from consult.documents.queries import stored
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import anchors, legible
from consult.text.anchors import Selector


@dataclass(frozen=True)
class Words:
    """What an item says: where, of which kind, quotation, words, proposed wording, reason, language."""

    section_uid: str | None
    kind: CommentKind
    body: str
    quote: str = ""
    proposed: str = ""
    reason: str = ""
    language: str = "en"


def write(actor: Any, gathering: Gathering, words: Words, contributions: Sequence[JointContribution], item: JointItem | None = None) -> JointItem:
    """Write an item of the joint submission, or write it anew: the merged words, and the contributions they are made of."""
    require(actor, Action.COORDINATION_WRITE, gathering)
    if item is not None and (item.gathering_id != gathering.id or item.dropped_at is not None):
        raise Conflict(N_("This item has been dropped meanwhile."))
    if not contributions:
        raise Invalid(N_("Choose the contributions that this item is made of. Your own view you can send as a comment of your own."), field="contributions")
    if any(row.gathering_id != gathering.id or row.state == ContributionState.TAKEN_BACK for row in contributions):
        raise Conflict(N_("One of these contributions was taken back meanwhile."))
    found = _quotation(gathering, words, next((row.quote_start for row in contributions if row.quote and row.quote == words.quote), None))
    item = item or JointItem(gathering=gathering)
    item.section_uid, item.kind, item.body, item.reason, item.language = words.section_uid, words.kind, said(words.body), legible.tidy(words.reason, "reason"), words.language
    item.quote, item.quote_start = (found.exact, found.start) if found else ("", None)
    item.proposed, item.written_by, item.written_at = proposal(words.proposed, words.quote, item.quote), actor.id, clock.now()
    db.session.add(item)
    db.session.flush()
    for row in [row for row in item.contributions if row not in contributions]:
        _loose(row)
        record(Action.COORDINATION_RESTORE, actor, row, **_facts(row))
    for row in contributions:
        row.state, row.item, row.aside, row.aside_reason = CONTRIBUTION_LIFE.advance(row.state, "group"), item, None, ""
        record(Action.COORDINATION_WRITE, actor, row, round=gathering.round.number, party=gathering.party_code, item=item.id, contributions=len(contributions))
    return item


def drop(actor: Any, item: JointItem) -> None:
    """Drop an item; the contributions in it wait at the desk again."""
    require(actor, Action.COORDINATION_DROP, item)
    for row in list(item.contributions):
        _loose(row)
        record(Action.COORDINATION_RESTORE, actor, row, **_facts(row))
    item.dropped_at = clock.now()
    record(Action.COORDINATION_DROP, actor, item, round=item.gathering.round.number, party=item.gathering.party_code, item=item.id)


def set_aside(actor: Any, contribution: JointContribution, how: Aside, reason: str) -> None:
    """Leave a contribution out of the items for a reason that its organisation reads; it is published beside the joint submission."""
    require(actor, Action.COORDINATION_SET_ASIDE, contribution)
    contribution.state = CONTRIBUTION_LIFE.advance(contribution.state, "set_aside")
    contribution.item, contribution.aside, contribution.aside_reason = None, how, aside_reason(reason)
    record(Action.COORDINATION_SET_ASIDE, actor, contribution, **_facts(contribution), aside=how.value)


def restore(actor: Any, contribution: JointContribution) -> None:
    """Put a contribution back to those that wait, out of its item or of those set aside."""
    require(actor, Action.COORDINATION_RESTORE, contribution)
    _loose(contribution)
    record(Action.COORDINATION_RESTORE, actor, contribution, **_facts(contribution))


def _loose(row: JointContribution) -> None:
    row.state, row.item, row.aside, row.aside_reason = CONTRIBUTION_LIFE.advance(row.state, "restore"), None, None, ""


def _facts(row: JointContribution) -> dict[str, Any]:
    return {"round": row.gathering.round.number, "party": row.gathering.party_code, "organisation": row.organisation.name}


def _quotation(gathering: Gathering, words: Words, near: int | None) -> Selector | None:
    """The quoted words as they stand in the section, where a contribution took them, or a refusal that says where to look."""
    section = stored.section_by_uid(gathering.round.version, words.section_uid) if words.section_uid else None
    if words.section_uid and section is None:
        raise Invalid(N_("There is no such section in this version."), field="section")
    if legible.blank(words.quote):
        return None
    if section is None:
        raise Invalid(N_("Words can be quoted from a section only; this item is on the whole document."), field="quote")
    found = anchors.find(section.body, words.quote, near=near)
    if found is None:
        raise Invalid(N_("These words are not in the section as it stands. Copy them from the text, or leave the quotation empty."), field="quote")
    return found
