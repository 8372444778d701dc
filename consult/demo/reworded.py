"""How two editors work on one section of the next draft: proposals on it come in, one is taken over, one edit is undone, and two that want the same words wait for a choice."""
from functools import partial

from consult.comments.actions import writing
from consult.comments.queries import threads
from consult.comments.rules import Capacity, CommentKind
from consult.demo.cast import Cast, account_name
from consult.demo.round_one import round_, version
from consult.documents.actions import editing
from consult.documents.models import Section
from consult.documents.queries import stored
from consult.errors import NotFound
from consult.workbench.actions import applying
from consult.workbench.queries import states

PLACE = "4.3"
SPEAK, COUNT, OTHERS = "Observers may speak and may submit papers.", "do not count for the quorum", "for one meeting or for one topic"
#: Author, words of the draft, words proposed, why: the first is taken over, the next two want the same words, the last can be put in.
PROPOSALS = (
    ("SI_tool", COUNT, "count neither for the quorum nor for the majority", "Say both, so that nobody has to ask."),
    ("TR_furn", SPEAK, "Observers may speak when the chair invites them, and may submit papers.", "Otherwise the meetings will not end."),
    ("RO_furn", SPEAK, "Observers may speak and may submit papers in any language of the region.", "Not every observer writes English."),
    ("HR_ship", OTHERS, "for one meeting, for one topic or for one year", "Some topics take a year, and asking anew each time costs everybody time."),
)
#: Edits by hand, with who made them: the second is undone by the other editor.
EDITS = (
    ("editor", "The list of observers is public.", "The list of observers is public and names who sent each of them."),
    ("editor", "The European Commission,", "The Commission of the European Union,"),
)


def reword(cast: Cast) -> None:
    """Four proposals on the section on observers, and what the editors did with it since."""
    for number, (author, quote, proposed, reason) in enumerate(PROPOSALS):
        cast.on(-.7 + number * .02, partial(_propose, cast, author, quote, proposed, reason))
    for number, (name, was, words) in enumerate(EDITS):
        cast.on(-.5 + number * .04, partial(_edit, cast, name, was, words))
    cast.on(-.44, lambda: _take_over(cast))
    cast.on(-.4, lambda: _undo(cast))


def _section() -> Section:
    return next(one for one in stored.sections(version("0.3")) if one.number == PLACE)


def _propose(cast: Cast, author: str, quote: str, proposed: str, reason: str) -> None:
    uid = next(one.uid for one in stored.sections(version("0.2")) if one.number == PLACE)
    person, body = cast.person(account_name(author)), cast.body(author)
    draft = writing.save_draft(person, round_(2), uid, CommentKind.WORDING, reason, quote, proposed)
    writing.submit(person, round_(2), [draft], Capacity.ORGANISATION if body else Capacity.SELF, body)


def _edit(cast: Cast, name: str, was: str, words: str) -> None:
    one = _section()
    editing.edit_section(cast.person(name), version("0.3"), one, one.number, one.heading, one.level, one.body.replace(was, words), one.revision)


def _take_over(cast: Cast) -> None:
    comment = next(one for one in threads.in_round(round_(2)) if one.proposed == PROPOSALS[0][2])
    one = _section()
    applying.apply(cast.person("editor2"), version("0.3"), one, comment, one.revision)


def _undo(cast: Cast) -> None:
    """The second editor takes back the edit of a name, and leaves what came after it."""
    one = _section()
    edited = next((step for step in states.in_effect(version("0.3"), one.uid).values() if EDITS[1][2] in step.body), None)
    if edited is None:
        raise NotFound("The edit is missing.")
    applying.undo(cast.person("editor2"), version("0.3"), edited, one.revision)
