"""Translating section by section, reviewing, and taking files over."""
from collections.abc import Mapping, Sequence
from typing import Any

from consult import clock
from consult.db import db
from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.errors import Conflict, IllegalMove, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import normalise, render
from consult.translating import queries
from consult.translating.models import Translation, TranslationIntake
from consult.translating.rules.states import Stage, check_finished, check_language, check_words
from consult.translating.rules.units import Unit

#: What a file is called at most.
NAME_MAX = 200


def save_draft(actor: Any, version: Version, section: Section, language: str, heading: str, body: str, seen: int) -> Translation:
    """Keep a translation that is not finished: editors see it, readers do not. `seen` is the saving on which it was written."""
    require(actor, Action.TRANSLATING_SAVE_DRAFT, version)
    return _saved(actor, version, section, language, (heading, body), seen, Stage.DRAFT)


def hand_in(actor: Any, version: Version, section: Section, language: str, heading: str, body: str, seen: int) -> Translation:
    """Show a translation to the readers, as an unofficial one, not reviewed yet."""
    require(actor, Action.TRANSLATING_HAND_IN, version)
    check_finished((section.heading, section.body), heading, body)
    row = _saved(actor, version, section, language, (heading, body), seen, Stage.MADE)
    record(Action.TRANSLATING_HAND_IN, actor, row, label=version.label, section=section.address, language=language)
    return row


def _saved(actor: Any, version: Version, section: Section, language: str, words: tuple[str, str], seen: int | None, stage: Stage) -> Translation:
    """A new saving behind those before, unless somebody else has saved since; `seen` None: whatever stands there."""
    check_language(language, version.document.language)
    heading, body = normalise.canonical(words[0]).strip(), normalise.canonical(words[1]).strip("\n")
    check_words(heading, body)
    render.paragraphs(body, "check")
    before = queries.latest(version.document, section.uid, language)
    if seen is not None and seen != (before.seq if before else 0):
        raise Conflict(N_("Somebody else saved this translation since you opened it. Your words are kept below, beside theirs: bring them together and save again."))
    row = Translation(document_id=version.document_id, section_uid=section.uid, language=language, seq=before.seq + 1 if before else 1, version_id=version.id, heading=heading,
                      body=body, stage=stage, written_by=actor.id, written_at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row


def review(actor: Any, translation: Translation) -> None:
    """Say that a translation renders its original; somebody else than who wrote it says so."""
    require(actor, Action.TRANSLATING_REVIEW, translation)
    newest = queries.latest(translation.version.document, translation.section_uid, translation.language)
    if newest is None or newest.id != translation.id:
        raise Conflict(N_("This translation was saved anew meanwhile. Look at the newer words before you mark them as reviewed."))
    section = stored.section_by_uid(translation.version, translation.section_uid)
    if section is None:
        raise IllegalMove(N_("The section of this translation is missing."))
    translation.reviewed_by, translation.reviewed_at = actor.id, clock.now()
    record(Action.TRANSLATING_REVIEW, actor, translation, label=translation.version.label, section=section.address, language=translation.language)


def take_in(actor: Any, version: Version, language: str, name: str, brought: Sequence[Unit]) -> TranslationIntake:
    """Keep the pieces of a file until they have been looked at; nothing of it is a translation yet."""
    require(actor, Action.TRANSLATING_TAKE_IN, version)
    check_language(language, version.document.language)
    row = TranslationIntake(account_id=actor.id, version_id=version.id, language=language, name=name[:NAME_MAX], pieces=[[u.key, u.source, u.target] for u in brought],
                            taken_at=clock.now())
    db.session.add(row)
    db.session.flush()
    return row


def take_over(actor: Any, intake: TranslationIntake, words: Mapping[str, tuple[str, str]], finished: bool, seen: int | None = None) -> int:
    """Save the sections of a file that were found in order, as drafts or for the readers; how many there were.

    `seen` is the last saving in the language when the rows were looked at; None: whatever stands there.
    """
    require(actor, Action.TRANSLATING_TAKE_OVER, intake)
    version, language = intake.version, intake.language
    if seen is not None and seen != queries.last_saving(version.document, language):
        raise Conflict(N_("Somebody saved a translation since you opened this page. Nothing was taken over. Look at the rows as they stand now and send once more."))
    if not words:
        raise Invalid(N_("Nothing in this file can be taken over. What is to be said of each row stands below."))
    stage = Stage.MADE if finished else Stage.DRAFT
    last = None
    for section in stored.sections(version):
        if section.uid in words:
            last = _saved(actor, version, section, language, words[section.uid], None, stage)
    if last is None:
        raise Invalid(N_("Nothing in this file can be taken over. What is to be said of each row stands below."))
    record(Action.TRANSLATING_TAKE_OVER, actor, last, label=version.label, language=language, sections=len(words), finished=finished)
    db.session.delete(intake)
    return len(words)


def set_aside(actor: Any, intake: TranslationIntake) -> None:
    """Forget a file that was brought in."""
    require(actor, Action.TRANSLATING_SET_ASIDE, intake)
    db.session.delete(intake)
