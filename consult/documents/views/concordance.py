"""What became of every section: the engine proposes, the editor looks at what is doubtful, corrects, confirms, or goes back to the proposal."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from consult.documents.actions import concording
from consult.documents.models import Section, SectionLink, Version
from consult.documents.queries import checklist, comparing, stored, versions
from consult.documents.rules import Group, grouped, sureness
from consult.documents.views import changes
from consult.documents.views.addresses import THE_WORKING, name_of
from consult.documents.views.blueprint import bp
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import act, answer
from consult.web.forms import BaseForm

#: A section of the base may become this many when split by hand.
PARTS_MAX = 6
#: So many doubtful links are shown with both texts; the others are listed, and their texts are a click away.
TEXTS_SHOWN = 8


@dataclass(frozen=True)
class Row:
    """Sections that hang together: those before, those after, what happened, and who says so."""

    old: list[Section]
    new: list[Section]
    kinds: list[str]
    links: list[SectionLink]

    @property
    def key(self) -> str:
        """The name of the row in the address."""
        return (self.old or self.new)[0].uid

    @property
    def by_editor(self) -> bool:
        """Whether an editor said all of it."""
        return all(link.source == "editor" for link in self.links)

    @property
    def confidence(self) -> float:
        """That of the least sure link."""
        return min(link.confidence for link in self.links)

    @property
    def quiet(self) -> bool:
        """Whether nothing happened here."""
        return self.kinds == ["unchanged"]


@dataclass(frozen=True)
class Texts:
    """Both texts of a row side by side, and their differences in words."""

    old: list[tuple[Section, Any]]
    new: list[tuple[Section, Any]]
    wording: Markup | None


@bp.route("/<slug>/<label>/edit/concordance", methods=["GET", "POST"])
@access(Action.DOCUMENTS_CORRECT_CONCORDANCE, on=THE_WORKING)
def concordance(version: Version) -> Any:
    """The links side by side; each section of the base can be pointed at other sections, or at none."""
    form = BaseForm()
    asked = request.values.get("old", "")

    def show() -> str:
        before, now, rows = _read(version)
        chosen = next((row for row in before if row.uid == asked), None)
        here = next((row for row in rows if chosen in row.old), None) if chosen else None
        unsure = {link.id for link in checklist.doubtful(version)}
        doubtful = sorted((row for row in rows if any(link.id in unsure for link in row.links)), key=lambda row: row.confidence)
        wanted = [row for row in [here, *doubtful[:TEXTS_SHOWN]] if row is not None]
        return render_template(
            "documents/concordance.html", form=form, version=version, rows=rows, chosen=chosen, here=here, doubtful=doubtful, texts=_texts(version, wanted), sureness=_sure,
            became=[link.new_uid for row in rows for link in row.links if chosen and link.old_uid == chosen.uid and link.new_uid], parts_max=PARTS_MAX,
            choices=[("", gettext("nothing")), *((row.uid, name_of(row)) for row in now)] if chosen else [], said=sum(1 for row in rows if row.by_editor),
            shared=_shared(rows, chosen), moved=sum(1 for row in rows if not row.quiet))

    def do() -> None:
        old, new = request.form.get("old", "") or None, [uid for uid in dict.fromkeys(request.form.getlist("new")[:PARTS_MAX]) if uid]
        former = _led(version)
        alone = request.form.getlist("alone") or ([] if request.form.get("merged") == "y" else new)
        concording.correct_concordance(actor(), version, old, [*new, *(uid for uid in alone if uid not in new)], alone)
        flash(gettext("Corrected. What you said stands, also when the text is edited further."), "success")
        _tell_what_follows(version, old, former)

    return answer(form, show, do, lambda _: _back(version, asked))


def _led(version: Version) -> dict[str, set[int]]:
    """To which sections of the working text each section of the base leads; by their rows, since keys change hands."""
    rows = {row.uid: row.id for row in stored.contents(version)}
    led: dict[str, set[int]] = {}
    for link in versions.concordance(version):
        if link.old_uid:
            led.setdefault(link.old_uid, set()).update({rows[link.new_uid]} if link.new_uid in rows else set())
    return led


def _tell_what_follows(version: Version, old: str | None, former: dict[str, set[int]]) -> None:
    """Name the other sections to which something else happens now: a correction takes from them what it gives to one."""
    now = _led(version)
    others = [row for row in stored.contents(version.base) if row.uid != old and now.get(row.uid) != former.get(row.uid)] if version.base else []
    if others:
        flash(gettext("From this follows something else for: %(names)s. Look at each among those that are doubtful; confirm or correct it.",
                      names=", ".join(f"{name_of(row)} ({gettext('removed') if not now.get(row.uid) else gettext('changed')})" for row in others)), "warning")


@bp.post("/<slug>/<label>/edit/concordance/confirm")
@access(Action.DOCUMENTS_CONFIRM_CONCORDANCE, on=THE_WORKING)
def confirm_concordance(version: Version) -> Any:
    """Confirm one row as the engine proposed it, or all that are doubtful."""
    return _step(version, concording.confirm_concordance, checklist.doubtful)


@bp.post("/<slug>/<label>/edit/concordance/reset")
@access(Action.DOCUMENTS_RESET_CONCORDANCE, on=THE_WORKING)
def reset_concordance(version: Version) -> Any:
    """Go back to what the engine proposes, for one row or for all."""
    return _step(version, concording.reset_concordance, lambda one: [link for link in versions.concordance(one) if link.source == "editor"])


def _step(version: Version, verb: Callable[..., None], every: Callable[[Version], list[SectionLink]]) -> Any:
    """Do one of the two steps with the links of the row that the button names, or with all it is for."""
    key = request.form.get("row", "")

    def do() -> None:
        verb(actor(), version, [link for link in versions.concordance(version) if key in {link.old_uid, link.new_uid}] if key else every(version))

    return act(do, lambda _: _back(version, key))


def _back(version: Version, key: str) -> str:
    return url_for("documents.concordance", slug=version.document.slug, label=version.label, _anchor=f"row-{key}" if key else None)


def _read(version: Version) -> tuple[list[Section], list[Section], list[Row]]:
    """The sections of both texts, and the links between them in the order of the text before; what is new stands where it comes in the new text."""
    before, now, links = stored.contents(version.base) if version.base else [], stored.contents(version), versions.concordance(version)
    old, new = {row.uid: row for row in before}, {row.uid: row for row in now}
    groups = grouped([(link.old_uid, link.new_uid, frozenset(link.kinds.split())) for link in links])
    rows = [_row(group, links, old, new) for group in groups if any(uid in old for uid in group[0]) or any(uid in new for uid in group[1])]
    stands = sorted((one.position, row.old[0].position) for row in rows if row.old for one in row.new)

    def place(row: Row) -> tuple[int, int]:
        return (row.old[0].position, 0) if row.old else (next((was for here, was in reversed(stands) if here < row.new[0].position), -1), 1)

    return before, now, sorted(rows, key=place)


def _row(group: Group, links: list[SectionLink], old: dict[str, Section], new: dict[str, Section]) -> Row:
    olds, news, kinds = group
    here = [link for link in links if link.old_uid in olds or link.new_uid in news]
    return Row(sorted((old[uid] for uid in olds if uid in old), key=_position), sorted((new[uid] for uid in news if uid in new), key=_position),
               versions.kinds_of(here) if kinds else [], here)


def _position(row: Section) -> int:
    return row.position


def _shared(rows: list[Row], chosen: Section | None) -> list[Section]:
    """The other sections of the base that led to the same sections as the chosen one."""
    return [one for row in rows if chosen in row.old for one in row.old if one is not chosen] if chosen else []


def _texts(version: Version, rows: list[Row]) -> dict[str, Texts]:
    """Both texts of some rows, read in two statements."""
    if not rows or version.base is None:
        return {}
    old, new = ({row.uid: row for row in stored.sections(one)} for one in (version.base, version))
    return {row.key: _side_by_side([old[one.uid] for one in row.old], [new[one.uid] for one in row.new]) for row in rows}


def _side_by_side(old: list[Section], new: list[Section]) -> Texts:
    change = comparing.Change(tuple(old), tuple(new), frozenset())
    shown = [[(row, stored.paragraphs(stored.rendered(row.body, row.address))) for row in rows] for rows in (old, new)]
    return Texts(shown[0], shown[1], changes.wording(change)[0] if change.differs else None)


def _sure(confidence: float) -> str:
    return gettext(sureness(confidence))
