"""What everybody reads: where the channel is, one gathering, and who has said something on what."""
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template

from consult import clock
from consult.coordination.models import Gathering
from consult.coordination.queries import gatherings, grids
from consult.coordination.queries.gatherings import Whole
from consult.coordination.rules import ContributionState, GatheringState
from consult.coordination.views.blueprint import GATHERING, bp, facts, page
from consult.documents.queries import stored
from consult.organisations.models import Organisation
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.models import Round
from consult.web.access import access, actor


@dataclass(frozen=True)
class Mine:
    """What a reader can do about one open round: for a party that they coordinate, or in which they speak for organisations."""

    round: Round
    party: str
    coordinates: bool
    organisations: list[Organisation]
    gathering: Gathering | None


@bp.get("/")
@access(Action.READ)
def index() -> str:
    """What the channel is for, what the reader can do in it now, and all gatherings."""
    every = gatherings.everywhere()
    return render_template("coordination/index.html", gatherings=every, mine=_mine(every), coordinators=gatherings.coordinators())


def _mine(every: list[Gathering]) -> list[Mine]:
    person = actor()
    if person is None:
        return []
    led = gatherings.coordinated(person)
    parties = list(dict.fromkeys([*led, *(m.organisation.party_code for m in person.memberships if m.state == "member" and m.organisation.party_code)]))
    found = {(row.round_id, row.party_code): row for row in every}
    return [Mine(round_, party, party in led, gatherings.speaking(person, party), found.get((round_.id, party)))
            for round_ in gatherings.open_rounds(clock.now()) if allowed(person, Action.COMMENTS_SAVE_DRAFT, round_) for party in parties]


@bp.get("/<int:number>/")
@access(Action.READ, on=("number", rounds.public))
def grid(round_: Round) -> str:
    """Sections by party: commented, no comment declared, silent."""
    return render_template("coordination/grid.html", round=round_, declared=gatherings.declared(round_), sections={s.uid: s for s in stored.contents(round_.version)},
                           led=gatherings.led(actor()) if actor() is not None else [])


@bp.get("/<int:number>/<party>/")
@access(Action.READ, on=GATHERING)
def show(gathering: Gathering) -> Any:
    """One gathering: for everybody what is public of it, for its organisations also what is with the coordinator."""
    whole = Whole(gathering)
    own = gatherings.speaking(actor(), gathering.party_code) if actor() is not None else []
    ids = {one.id for one in own}
    mine = sorted((row for row in gathering.contributions if row.organisation_id in ids), key=lambda row: row.id)
    return render_template("coordination/show.html", own=own, mine=mine, **facts(whole))


@bp.get("/<int:number>/<party>/sections")
@access(Action.COORDINATING, on=GATHERING)
def sections(gathering: Gathering) -> str:
    """Sections by organisation, for the coordinator."""
    whole = Whole(gathering)
    return render_template("coordination/sections.html", grid=grids.of_organisations(whole), **facts(whole))


@bp.get("/<int:number>/<party>/items")
@access(Action.READ, on=GATHERING)
def items(gathering: Gathering) -> Any:
    """The items that are being checked, for those who check them; once sent they stand on the page of the gathering."""
    checks = gathering.state == GatheringState.CHECKING and actor() is not None and gatherings.speaking(actor(), gathering.party_code)
    if gathering.state == GatheringState.SENT or not (checks or allowed(actor(), Action.COORDINATING, gathering)):
        return redirect(page(gathering))
    whole = Whole(gathering)
    return render_template("coordination/items.html", asides=whole.in_state(ContributionState.ASIDE), **facts(whole))
