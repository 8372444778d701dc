"""The blueprint, and what pages of comments, drafts and rounds show of the coordinator's channel."""
from typing import Any

from flask import Blueprint, url_for

from consult import clock
from consult.comments.models import Comment
from consult.comments.rules import Capacity
from consult.coordination.models import Gathering, JointItem
from consult.coordination.queries import gatherings, grids
from consult.coordination.queries.gatherings import Whole
from consult.coordination.queries.grids import Grid
from consult.coordination.rules import GatheringState, fits
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.rounds.rules import Phase
from consult.settings.rules import CHECK_DAYS
from consult.web.access import actor
from consult.web.settings import setting

bp = Blueprint("coordination", __name__, url_prefix="/coordination")

GATHERING = (("number", "party"), gatherings.one)


def page(gathering: Gathering) -> str:
    """The address of the page that everybody sees."""
    return url_for("coordination.show", number=gathering.round.number, party=gathering.party_code)


def desk(gathering: Gathering) -> str:
    """The address of the coordinator's desk."""
    return url_for("coordination.desk", number=gathering.round.number, party=gathering.party_code)


def check_days() -> int:
    """How long organisations have to check, in days."""
    return setting(CHECK_DAYS)


@bp.app_template_global("joint_of")
def joint_of(comment: Comment) -> tuple[Whole, JointItem] | None:
    """The joint submission and the item that a comment was sent as, if it was."""
    gathering = gatherings.by_comment(comment) if comment.capacity == Capacity.COORDINATOR else None
    if gathering is None:
        return None
    return Whole(gathering), next(item for item in gathering.items if item.comment_id == comment.id)


@bp.app_template_global("channels_of_reader")
def channels_of_reader() -> list[Gathering]:
    """The gatherings to which the reader can give drafts now."""
    person = actor()
    if person is None or not any(m.organisation.party_code for m in person.memberships):
        return []
    return [row for row in gatherings.everywhere() if row.state == GatheringState.COLLECTING and allowed(person, Action.COORDINATION_CONTRIBUTE, row)]


@bp.app_template_global("party_grid")
def party_grid(round_: Round, chapters: bool = True) -> Grid:
    """Sections by party: who has said something on what."""
    return grids.of_parties(round_, chapters)


@bp.app_template_global("gatherings_in")
def gatherings_in(round_: Round) -> list[Gathering]:
    """The gatherings of a round."""
    return gatherings.in_round(round_)


@bp.app_template_global("work_of_coordinator")
def work_of_coordinator() -> list[str]:
    """The parties that the reader coordinates."""
    return gatherings.coordinated(actor()) if actor() is not None else []


def facts(whole: Whole) -> dict[str, Any]:
    """What every page of a gathering shows."""
    gathering = whole.gathering
    ends = gathering.check_ends_at
    return {"whole": whole, "gathering": gathering, "round": gathering.round, "days": check_days(), "now": clock.now(),
            "fits_now": fits(clock.now(), gathering.round.closes_at, check_days()),
            "over": ends is not None and clock.now() >= ends, "late": gathering.round.phase == Phase.CLOSED,
            "too_late": gathering.state != GatheringState.SENT and gathering.round.phase not in {Phase.OPEN, Phase.CLOSED}}
