"""The campaign of round 1 in several languages: the search finds those in one language, an editor joins the others to them."""
from functools import partial

from consult.comments.queries import threads
from consult.demo.cast import Cast
from consult.similar.actions import grouping

#: The campaign on the own contribution, in English and as it was sent in Macedonian, Serbian, Albanian and Bulgarian; and that on internships, in English and Serbian.
CAMPAIGNS = (("R1-099", "R1-102"), ("R1-099", "R1-103"), ("R1-099", "R1-104"), ("R1-099", "R1-105"), ("R1-050", "R1-049"))
#: The day on which the editor looked through the groups, while the comments of round 1 were being answered.
LOOKED = -68.9


def join(cast: Cast) -> None:
    """The editor joins what says the same in other languages."""
    for number, (one, other) in enumerate(CAMPAIGNS):
        cast.on(LOOKED + number / 1000, partial(_joined, cast, one, other))


def _joined(cast: Cast, one: str, other: str) -> None:
    found = [threads.by_public_id(cast.ids[sample]) for sample in (one, other)]
    if found[0] is not None and found[1] is not None:
        grouping.join(cast.person("editor"), found[0], found[1])
