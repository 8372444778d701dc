"""The checklist before publication: each point in words, with the way to the place where it is mended."""
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from consult.comments.queries import answers
from consult.comments.rules import PlaceStatus
from consult.documents.models import Section, SectionLink, Version
from consult.documents.queries import checklist, stored, versions
from consult.documents.rules import ChangeClass, editorial
from consult.documents.views.addresses import name_of
from consult.permissions.table import allowed
from consult.permissions.words import Action
from consult.reporting.queries import reasons
from consult.web.access import actor
from consult.web.kept import counted

#: So many places to mend are named in one point; the others are counted.
NAMED = 8
Link = tuple[str, str]


@dataclass(frozen=True)
class Point:
    """One point: whether it is in order, somebody should look at it, or it stops the publication; and where to go."""

    state: str
    words: str
    links: list[Link] = field(default_factory=list)


def points(version: Version, rows: list[Section], change_class: ChangeClass, detached: int) -> list[Point]:
    """Every point of the checklist, what stops the publication first."""
    found = [*_gate(version), *_promises(version), *_text(version, rows, change_class)]
    if version.base is not None:
        found += [*_changes(version, rows), *_threads(version, detached)]
    return sorted(found, key=lambda point: ("stop", "look", "good").index(point.state))


def _gate(version: Version) -> Iterator[Point]:
    """The rounds before: answered, answers published, reported, complete."""
    held = checklist.held(version, lambda one: counted(("waiting", one.id), lambda: answers.waiting(one)).value)
    for one in held:
        number = one.round.number
        desk = f"/comments/desk?round={number}"
        words = [ngettext("%(num)s comment without a published answer", "%(num)s comments without a published answer", one.waiting)]
        if one.approved:
            words.append(ngettext("%(num)s approved answer waits to be published", "%(num)s approved answers wait to be published", one.approved))
        if one.drafted:
            words.append(ngettext("%(num)s drafted answer waits for approval", "%(num)s drafted answers wait for approval", one.drafted))
        links = [("; ".join(words), desk)]
        if one.waiting:
            links += [(public_id, url_for("inbox.show", public_id=public_id, round=number)) for public_id in answers.first_unanswered(one.round, NAMED)]
        if one.waiting > NAMED:
            links.append((ngettext("and %(num)s more", "and %(num)s more", one.waiting - NAMED), desk))
        page = url_for("rounds.show", number=number)
        if not one.round.report_at:
            links.append((gettext("the report is missing"), url_for("rounds.write_report", number=number) if allowed(actor(), Action.ROUNDS_WRITE_REPORT, one.round) else page))
        links.append((gettext("complete round %(number)s", number=number), page))
        yield Point("stop", gettext("Round %(number)s is not complete: every comment must have its published answer and the report must be written before the next version "
                                    "is published.", number=number), links)
    if not held:
        yield Point("good", gettext("Every round is complete: each comment has its published answer, and the reports are written."))


def _promises(version: Version) -> Iterator[Point]:
    """Changes that answers name: each section really differs (C2)."""
    unchanged = answers.unchanged_links(version)
    sections = {row.uid: row for row in stored.contents(version)}
    for link in unchanged:
        comment, row = link.disposition.comment.public_id, sections.get(link.section_uid)
        links = [(gettext("Look at comment %(comment)s and its answer", comment=comment), url_for("comments.show", public_id=comment))]
        if row is not None:
            links.append((gettext("Edit %(section)s", section=name_of(row)), _edit(version, row)))
        yield Point("stop", gettext("Comment %(comment)s was accepted with a change in this version, but the section is the same to the byte as before.", comment=comment), links)
    if not unchanged and version.base is not None:
        yield Point("good", gettext("Every change that an answer names has been made: the sections differ from version %(label)s.", label=version.base.label))


def _text(version: Version, rows: list[Section], change_class: ChangeClass) -> Iterator[Point]:
    """The text itself: there is one, it fits its class, and its pictures are there."""
    if not rows:
        yield Point("stop", gettext("There is no text to publish."), [(gettext("Add a section"), url_for("documents.add_section", **_named(version)))])
    kinds = {kind for link in versions.concordance(version) for kind in link.kinds.split()}
    if change_class == ChangeClass.EDITORIAL and not editorial(kinds):
        yield Point("stop", gettext("An editorial version adds and removes no section; this one does. Choose changes of substance."), [
            (gettext("Choose below how much it changes"), "#change_class"), (gettext("What became of each section"), url_for("documents.concordance", **_named(version)))])
    missing = checklist.pictures_missing(version)
    if missing:
        yield Point("look", ngettext("%(num)s picture of the text is not kept here: readers will see its description instead.",
                                     "%(num)s pictures of the text are not kept here: readers will see their descriptions instead.", len(missing)),
                    _some([(name_of(row), _edit(version, row)) for row, _ in missing]))
    elif rows:
        yield Point("good", gettext("Every picture of the text is here."))


def _changes(version: Version, rows: list[Section]) -> Iterator[Point]:
    """What became of the sections, and why."""
    page = url_for("documents.concordance", **_named(version))
    old = {row.uid: row for row in stored.contents(version.base)} if version.base else {}
    new = {row.uid: row for row in rows}
    unsure = checklist.doubtful(version)
    if unsure:
        words = ngettext("The engine is not sure of %(num)s link, and nobody has confirmed it:",
                         "The engine is not sure of %(num)s links, and nobody has confirmed them:", len(unsure))
        yield Point("look", words, _some([(_arrow(link, old, new), f"{page}#row-{link.old_uid or link.new_uid}") for link in unsure]))
    else:
        yield Point("good", gettext("What became of each section is clear or was confirmed by an editor."), [(gettext("What became of each section"), page)])
    silent = reasons.unexplained(version)
    if silent:
        words = ngettext("%(num)s change has no comment behind it and no editorial reason:", "%(num)s changes have no comment behind them and no editorial reason:", len(silent))
        yield Point("look", words, _some([(name_of(one.section), url_for("reporting.explain", **_named(version))) for one in silent]))
    else:
        yield Point("good", gettext("Every change has a comment behind it, or the reason of an editor."))


def _threads(version: Version, detached: int) -> Iterator[Point]:
    """The threads that lose their passage."""
    page = url_for("documents.threads", becomes=PlaceStatus.DETACHED.value, **_named(version))
    if detached:
        words = ngettext("%(num)s comment has no passage in the new text. It is not lost: correct what became of its section, or put it to its place after publication.",
                         "%(num)s comments have no passage in the new text. They are not lost: correct what became of their sections, or put them to their places after "
                         "publication.", detached)
        yield Point("look", words, [(gettext("Which they are"), page)])
    else:
        yield Point("good", gettext("No comment loses its passage."))


def _arrow(link: SectionLink, old: dict[str, Section], new: dict[str, Section]) -> str:
    one, other = old.get(link.old_uid or ""), new.get(link.new_uid or "")
    return f"{name_of(one) if one else gettext('new')} → {name_of(other) if other else gettext('removed')}"


def _some(links: list[Link]) -> list[Link]:
    """The first of them; how many more there are leads where they all stand."""
    more = len(links) - NAMED
    return [*links[:NAMED], (ngettext("and %(num)s more", "and %(num)s more", more), links[NAMED][1].split("#")[0])] if more > 0 else links


def _named(version: Version) -> dict[str, Any]:
    return {"slug": version.document.slug, "label": version.label}


def _desk(version: Version) -> str:
    return url_for("documents.edit", **_named(version))


def _edit(version: Version, row: Section) -> str:
    return url_for("documents.edit_section", address=row.address, **_named(version))
