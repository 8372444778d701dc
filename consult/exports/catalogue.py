"""Every table the system hands out: one line here makes it appear wherever files are offered."""
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from consult.adoption import exports as adoption
from consult.ballots.exports import tables as ballots
from consult.comments import exports as comments
from consult.events.exports import tables as events
from consult.i18n import N_
from consult.reporting import exports as reporting


@dataclass(frozen=True)
class Export:
    """A table: its title, its columns, and its rows for what it is asked about."""

    title: str
    columns: Sequence[str]
    rows: Callable[..., Iterable[Sequence[Any]]]


EXPORTS = {
    "comments": Export(N_("Comments and answers"), comments.COLUMNS, comments.rows),
    "report": Export(N_("Figures of a report"), reporting.COLUMNS, reporting.rows),
    "roll-call": Export(N_("Roll call of a ballot"), ballots.COLUMNS, ballots.rows),
    "status": Export(N_("Status of each party"), adoption.STATUS_COLUMNS, adoption.status_rows),
    "signatures": Export(N_("Signatures given at an event"), events.COLUMNS, events.rows),
    "acts": Export(N_("List of acts"), adoption.ACT_COLUMNS, adoption.act_rows),
}
