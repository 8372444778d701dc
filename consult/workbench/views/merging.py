"""Two edits of one section side by side: what each of them changed, what both changed, and the text put together."""
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from consult.documents.models import Section, Version
from consult.documents.views.changes import say
from consult.text import diff, render, threeway
from consult.text.threeway import Part
from consult.workbench.forms import BenchForm
from consult.workbench.models import SectionState
from consult.workbench.queries import states
from consult.workbench.views.blueprint import number

#: What an editor can choose where both changed the same words.
MINE, THEIRS, BOTH, BASE, OWN = "mine", "theirs", "both", "base", "own"


@dataclass(frozen=True)
class Clash:
    """Words that both changed, each in their own way, with the words around them and what was chosen."""

    number: int
    part: Part
    before: str
    after: str
    choice: str
    own: str

    @property
    def inserted(self) -> bool:
        """Whether both put words in at one point, where none stood."""
        return not self.part.base.strip()


@dataclass(frozen=True)
class Merge:
    """Two edits of one text."""

    theirs: Section
    state: SectionState | None
    my_changes: Markup
    their_changes: Markup
    clashes: list[Clash]
    text: str
    fields: list[tuple[str, str, str]]


def brought_together(version: Version, row: Section, form: BenchForm, said: Any) -> Merge:
    """Put what was typed and what stands now together, and give the form the text.

    Where both changed the same words, what `said` chose stands, else mine. `said` is given when the button was pressed that puts together anew what
    was put together before: then the words first typed count, not those in the editor.
    """
    anew = bool(said and form.merged.data)
    base = states.at_revision(version, row.uid, number(form.base.data if anew else form.revision.data))
    mine = ((form.mine.data if anew else form.body.data) or "").strip("\n")
    theirs, was = row.body.strip("\n"), (base.body if base else row.body).strip("\n")
    found = threeway.parts(was, mine, theirs)
    clashes = _clashes(found, said)
    text = threeway.merged(found, {one.number: _chosen(one) for one in clashes}) or ""
    fields = _fields(form, row, base)
    form.base.data, form.mine.data, form.merged.data = str(base.revision if base else row.revision), mine, "1"
    form.revision.data, form.body.data = str(row.revision), text
    return Merge(row, states.latest(version, row.uid), _changes(was, mine), _changes(was, theirs), clashes, text, fields)


def _clashes(found: tuple[Part, ...], said: Any) -> list[Clash]:
    clashes: list[Clash] = []
    for at, part in enumerate(found):
        if part.clash:
            key = len(clashes)
            choice = said.get(f"choice-{key}", MINE)
            clashes.append(Clash(key, part, _tail(found[at - 1].together) if at else "", _head(found[at + 1].together) if at + 1 < len(found) else "",
                                 choice if choice in {MINE, THEIRS, BOTH, BASE, OWN} else MINE, said.get(f"own-{key}", part.mine).replace("\r\n", "\n")))
    return clashes


def _chosen(clash: Clash) -> str:
    part = clash.part
    both = part.mine + ("" if part.mine[-1:].isspace() or part.theirs[:1].isspace() else " ") + part.theirs
    return {MINE: part.mine, THEIRS: part.theirs, BOTH: both, BASE: part.base, OWN: clash.own}[clash.choice]


def _tail(words: str) -> str:
    return " ".join(words.split()[-12:])


def _head(words: str) -> str:
    return " ".join(words.split()[:12])


def _changes(was: str, now: str) -> Markup:
    return render.diff(diff.compare(was, now), say)


def _fields(form: BenchForm, row: Section, base: SectionState | None) -> list[tuple[str, str, str]]:
    """Heading, number and level: what only they changed is taken over; what both changed is named, and mine stays in the field."""
    both = []
    for name in ("number", "heading", "level"):
        field, now = form[name], getattr(row, name)
        was = getattr(base, name) if base else now
        if field.data == was:
            field.data = now
        elif now not in {was, field.data}:
            both.append((field.label.text, str(field.data), str(now)))
    return both
