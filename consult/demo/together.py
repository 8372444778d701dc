"""Round 2 through the coordinators: one joint submission that its clusters are checking, one that is being gathered, and a declaration of no comment."""
from functools import partial
from typing import Any

from consult.comments.actions import writing
from consult.comments.rules import CommentKind
from consult.coordination.actions import contributing, merging
from consult.coordination.actions import gathering as leading
from consult.coordination.models import Gathering
from consult.coordination.queries import gatherings
from consult.coordination.rules import Aside, Choice
from consult.demo.cast import Cast, account_name
from consult.demo.round_one import round_, version
from consult.documents.queries import stored
from consult.errors import NotFound
from consult.organisations.models import Organisation

QUOTE, WORDING = "at least three working days", "at least five working days"
#: Who gives what to the coordinator of BA: the first two say the same, the third something else.
GIVEN: tuple[tuple[str, dict[str, str]], ...] = (
    ("BA_metal", {"body": "Tri radna dana su malo za udruženja bez zaposlenih. Predlažemo pet.", "quote": QUOTE, "proposed": WORDING}),
    ("BA_tour", {"body": "Rok za provjeru treba biti duži: ljeti smo svi na terenu i niko ne čita poštu."}),
    ("BA_tour", {"body": "Koordinator ne treba slati vlastito mišljenje, samo naša."}),
)
JOINT = "Two cluster organisations ask for more time to check a joint submission: small associations have no staff, and in summer nobody reads mail."


def gather(cast: Cast) -> None:
    """The coordinators of BA and RO ask their clusters; BA has merged and lets them check, RO still waits for more."""
    cast.on(-10, partial(_ask, cast, "coordinator.ba", "BA_metal", "BA_tour"))
    for number, (author, said) in enumerate(GIVEN):
        cast.on(-9 + number * .5, partial(_give, cast, author, "BA", "bs", said))
    cast.on(-6, partial(_merge, cast))
    cast.on(-2, lambda: leading.start_check(cast.person("coordinator.ba"), _of("BA")))
    cast.on(-1, partial(_hold, cast))
    cast.on(-5, partial(_ask, cast, "coordinator.ro", "RO_furn"))
    cast.on(-4, partial(_give, cast, "RO_furn", "RO", "ro", {"body": "Propunem ca rezumatul să apară în toate limbile părților."}))
    cast.on(-3, lambda: contributing.declare(cast.person("rs.wood"), round_(2), _body(cast, "RS_wood"), [""]))


def _of(party: str) -> Gathering:
    found = gatherings.one(2, party)
    if found is None:
        raise NotFound("The gathering is missing.")
    return found


def _body(cast: Cast, author: str) -> Organisation:
    body = cast.body(author)
    if body is None:
        raise NotFound("The organisation is missing.")
    return body


def _place() -> str:
    return next(section.uid for section in stored.sections(version("0.2")) if section.number == "4.2")


def _ask(cast: Cast, name: str, *authors: str) -> None:
    leading.gather(cast.person(name), round_(2), [_body(cast, author) for author in authors], "Please send us what you think of section 4.2 by the end of next week.")


def _give(cast: Cast, author: str, party: str, language: str, said: dict[str, Any]) -> None:
    person = cast.person(account_name(author))
    draft = writing.save_draft(person, round_(2), _place(), CommentKind.SUBSTANCE, language=language, **said)
    contributing.contribute(person, _of(party), _body(cast, author), [draft])
    writing.discard_draft(person, draft)


def _merge(cast: Cast) -> None:
    """What says the same becomes one item; the view that differs is set aside, to be published as such."""
    coordinator, gathering = cast.person("coordinator.ba"), _of("BA")
    *alike, other = gathering.contributions
    merging.write(coordinator, gathering, merging.Words(_place(), CommentKind.SUBSTANCE, JOINT, QUOTE, WORDING), alike)
    merging.set_aside(coordinator, other, Aside.DIFFERING, "The section already says that views are reported next to each other; this goes further than the others want.")


def _hold(cast: Cast) -> None:
    gathering = _of("BA")
    choices = {item.id: (Choice.FAVOUR, "") for item in gathering.items}
    contributing.answer(cast.person("ba.metal"), gathering, _body(cast, "BA_metal"), choices)
