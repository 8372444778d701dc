"""What organisations do: give words to their coordinator, take them back, check the joint submission, declare that they have no comment."""
from collections.abc import Mapping, Sequence
from typing import Any

from consult import clock
from consult.comments.models import Draft
from consult.comments.queries import threads
from consult.coordination.models import CheckAnswer, Declaration, Gathering, JointContribution, Stance
from consult.coordination.queries import gatherings
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import CONTRIBUTION_LIFE, WHOLE, Choice, stance_reason
from consult.db import db
from consult.documents.queries import stored
from consult.errors import Conflict, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations.models import Organisation
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.text import legible


def contribute(actor: Any, gathering: Gathering, organisation: Organisation, drafts: Sequence[Draft]) -> list[JointContribution]:
    """Give the words of drafts to the coordinator, for an organisation that one leads; the drafts stay, and can be sent directly as well."""
    require(actor, Action.COORDINATION_CONTRIBUTE, gathering)
    if organisation not in gatherings.signing(actor, gathering.party_code):
        raise Invalid(N_("Choose an organisation of this party that you lead."), field="organisation")
    own = {*threads.drafts_of(actor, gathering.round), *gatherings.shared_drafts(gathering, organisation)}
    if not drafts or not own.issuperset(drafts):
        raise Invalid(N_("Choose at least one draft of this round, your own or one that is shared with the organisation."), field="drafts")
    given = []
    for draft in drafts:
        if gatherings.same_words(gathering, organisation, draft):
            raise Conflict(N_("Some of these words are with your coordinator already; take them back first if you want to give them anew."))
        section = stored.section_by_uid(gathering.round.version, draft.section_uid) if draft.section_uid else None
        row = JointContribution(gathering=gathering, organisation=organisation, author_id=actor.id, section_uid=draft.section_uid, kind=draft.kind, body=draft.body,
                           quote=draft.quote, quote_start=draft.quote_start, proposed=draft.proposed, reason=draft.reason, language=draft.language, at=clock.now())
        db.session.add(row)
        record(Action.COORDINATION_CONTRIBUTE, actor, row, **_facts(gathering, organisation), section=section.address if section else "")
        given.append(row)
    return given


def take_back(actor: Any, contribution: JointContribution) -> None:
    """Take an organisation's words back from the coordinator, until the joint submission is sent."""
    require(actor, Action.COORDINATION_TAKE_BACK, contribution)
    contribution.state = CONTRIBUTION_LIFE.advance(contribution.state, "take_back")
    contribution.item, contribution.aside, contribution.aside_reason, contribution.taken_back_at = None, None, "", clock.now()
    record(Action.COORDINATION_TAKE_BACK, actor, contribution, **_facts(contribution.gathering, contribution.organisation))


def answer(actor: Any, gathering: Gathering, organisation: Organisation, choices: Mapping[int, tuple[Choice, str]], not_rendered: str = "") -> CheckAnswer:
    """Say what an organisation holds of each item, and whether its own words are rendered rightly; a later answer counts instead of this one."""
    require(actor, Action.COORDINATION_ANSWER, gathering)
    if organisation not in gatherings.signing(actor, gathering.party_code):
        raise Invalid(N_("Choose an organisation of this party that you lead."), field="organisation")
    items = Whole(gathering).items
    if set(choices) != {item.id for item in items}:
        raise Conflict(N_("The items have changed meanwhile. Please look at them again."))
    stances = [Stance(item_id=item.id, choice=choices[item.id][0], reason=stance_reason(*choices[item.id], field=f"reason_{item.id}")) for item in items]
    row = CheckAnswer(gathering=gathering, organisation=organisation, check_seq=gathering.check_seq, answered_by=actor.id, at=clock.now(),
                      not_rendered=legible.tidy(not_rendered, "not_rendered"), stances=stances)
    db.session.add(row)
    record(Action.COORDINATION_ANSWER, actor, row, **_facts(gathering, organisation), check=gathering.check_seq)
    return row


def declare(actor: Any, round_: Round, organisation: Organisation, sections: Sequence[str]) -> list[Declaration]:
    """Say for an organisation that one leads that it has no comment on these sections, or (with an empty key) on the whole text."""
    require(actor, Action.COORDINATION_DECLARE, round_)
    if organisation not in gatherings.led(actor):
        raise Invalid(N_("Only the lead of an organisation declares for it."), field="organisation")
    known = {section.uid for section in stored.contents(round_.version)} | {WHOLE}
    if not sections or not set(sections) <= known:
        raise Invalid(N_("Choose the whole text, or at least one of its sections."), field="sections")
    there = {row.section_uid for row in gatherings.declared(round_) if row.organisation_id == organisation.id}
    wanted = [uid for uid in dict.fromkeys(sections) if uid not in there]
    if not wanted:
        raise Conflict(N_("This has been declared already."))
    rows = [Declaration(round=round_, organisation=organisation, section_uid=uid, declared_by=actor.id, declared_at=clock.now()) for uid in wanted]
    db.session.add_all(rows)
    for row in rows:
        record(Action.COORDINATION_DECLARE, actor, row, round=round_.number, organisation=organisation.name, section=row.section_uid)
    return rows


def revoke(actor: Any, declaration: Declaration) -> None:
    """Take back that there is no comment, while the round is open."""
    require(actor, Action.COORDINATION_REVOKE, declaration)
    declaration.taken_back_at = clock.now()
    record(Action.COORDINATION_REVOKE, actor, declaration, round=declaration.round.number, organisation=declaration.organisation.name, section=declaration.section_uid)


def _facts(gathering: Gathering, organisation: Organisation) -> dict[str, Any]:
    return {"round": gathering.round.number, "party": gathering.party_code, "organisation": organisation.name}
