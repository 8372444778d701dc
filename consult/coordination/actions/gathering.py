"""What the national coordinator does: open a gathering, ask, have the text checked, send one joint submission."""
from collections.abc import Sequence
from typing import Any

from consult import clock
from consult.comments.actions import writing
from consult.comments.models import Draft, JointSource, Submission
from consult.comments.rules import Capacity, public_reason
from consult.coordination.models import AskedOrganisation, Gathering, JointContribution, JointItem
from consult.coordination.queries import gatherings
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import CHECK_DAYS, LIFE, check_end, may_send
from consult.db import db
from consult.errors import Conflict, IllegalMove, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations.models import Organisation
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.text import legible


def gather(actor: Any, round_: Round, organisations: Sequence[Organisation] = (), note: str = "") -> Gathering:
    """Begin to gather what the organisations of one's party have to say in a round, and ask the first of them."""
    require(actor, Action.COORDINATION_GATHER, round_)
    party = gatherings.coordinated(actor)[0]
    if gatherings.gathering_of(round_, party) is not None:
        raise Conflict(N_("There is a gathering of this party for this round already."))
    gathering = Gathering(round=round_, party_code=party, note=legible.tidy(note, "note"), opened_by=actor.id, opened_at=clock.now())
    db.session.add(gathering)
    record(Action.COORDINATION_GATHER, actor, gathering, round=round_.number, party=party)
    if organisations:
        ask(actor, gathering, organisations)
    return gathering


def ask(actor: Any, gathering: Gathering, organisations: Sequence[Organisation]) -> None:
    """Ask organisations of the party to contribute; each is on record with the day, and its people get a mail."""
    require(actor, Action.COORDINATION_ASK, gathering)
    if not organisations:
        raise Invalid(N_("Choose at least one organisation."), field="organisations")
    already = {row.organisation_id for row in gathering.asked}
    for organisation in organisations:
        if organisation.party_code != gathering.party_code or organisation.verified_at is None:
            raise Invalid(N_("Only organisations of the party that the secretariat has confirmed can be asked."), field="organisations")
        if organisation.id in already:
            continue
        row = AskedOrganisation(gathering=gathering, organisation=organisation, asked_by=actor.id, asked_at=clock.now())
        db.session.add(row)
        record(Action.COORDINATION_ASK, actor, row, round=gathering.round.number, party=gathering.party_code, organisation=organisation.name)


def start_check(actor: Any, gathering: Gathering, days: int = CHECK_DAYS) -> None:
    """Freeze the words of the items and give the organisations their days to check them; nothing may be left undecided."""
    require(actor, Action.COORDINATION_START_CHECK, gathering)
    whole = Whole(gathering)
    if not whole.items:
        raise Invalid(N_("There is no item to check yet. Write at least one."))
    _nothing_left(whole)
    gathering.state = LIFE.advance(gathering.state, "start_check")
    gathering.check_seq += 1
    gathering.check_started_at, gathering.check_ends_at = clock.now(), check_end(clock.now(), days)
    record(Action.COORDINATION_START_CHECK, actor, gathering, round=gathering.round.number, party=gathering.party_code, check=gathering.check_seq,
           ends=gathering.check_ends_at.isoformat())


def reopen(actor: Any, gathering: Gathering) -> None:
    """Break the check off to change the text; the next check gives everybody the full time again, and earlier answers do not count for it."""
    require(actor, Action.COORDINATION_REOPEN, gathering)
    gathering.state = LIFE.advance(gathering.state, "reopen")
    gathering.check_started_at = gathering.check_ends_at = None
    record(Action.COORDINATION_REOPEN, actor, gathering, round=gathering.round.number, party=gathering.party_code, check=gathering.check_seq)


def send(actor: Any, gathering: Gathering) -> Submission:
    """Send the items as one joint submission; who was asked, who answered how, and all originals become public with it."""
    require(actor, Action.COORDINATION_SEND, gathering)
    whole = Whole(gathering)
    _nothing_left(whole)
    if not may_send(clock.now(), gathering.check_ends_at, whole.missing):
        raise IllegalMove(N_("The time to check is not over, and not every organisation that was asked or has contributed has answered. You can send when either is the case."))
    drafts = [_draft(actor, item) for item in whole.items]
    own = next(iter(gatherings.speaking(actor, gathering.party_code)), None)
    sent = writing.submit(actor, gathering.round, drafts, Capacity.COORDINATOR, own)
    for item, comment in zip(whole.items, sorted(sent.comments, key=lambda one: one.running), strict=True):
        item.comment = comment
        comment.sources = [JointSource(organisation=one) for one in _speaks_for(item) if one is not own]
    gathering.state = LIFE.advance(gathering.state, "send")
    gathering.submission, gathering.sent_at = sent, clock.now()
    record(Action.COORDINATION_SEND, actor, gathering, round=gathering.round.number, party=gathering.party_code, receipt=sent.receipt, items=len(whole.items),
           contributions=whole.balance.standing)
    return sent


def hide(actor: Any, contribution: JointContribution, reason: str) -> None:
    """Take the words of a published contribution out of sight for a public reason; who gave it, and on what, stays."""
    require(actor, Action.COORDINATION_HIDE, contribution)
    contribution.hidden_reason, contribution.hidden_at = public_reason(reason), clock.now()
    record(Action.COORDINATION_HIDE, actor, contribution, round=contribution.gathering.round.number, party=contribution.gathering.party_code,
           organisation=contribution.organisation.name, reason=contribution.hidden_reason)


def _nothing_left(whole: Whole) -> None:
    """Nothing is dropped silently: every contribution is in an item or set aside with a reason, and every item rests on one."""
    if whole.balance.waiting:
        raise Invalid(N_("%(count)s contributions still wait: put each into an item, or set it aside with a reason."), count=whole.balance.waiting)
    if whole.empty:
        raise Invalid(N_("%(count)s items rest on no contribution any more: drop them, or put one into each."), count=len(whole.empty))


def _speaks_for(item: JointItem) -> list[Organisation]:
    return list({row.organisation_id: row.organisation for row in item.contributions}.values())


def _draft(actor: Any, item: JointItem) -> Draft:
    """The item as a draft of the coordinator, which the submission turns into a comment."""
    return writing.save_draft(actor, item.gathering.round, item.section_uid, item.kind, item.body, item.quote, item.proposed, item.reason, item.language, near=item.quote_start)
