"""A version is published for ever, and withdrawn with a reason."""
from typing import Any

from sqlalchemy import select

from consult import clock
from consult.comments.actions.carrying import carry
from consult.comments.queries import answers
from consult.db import db
from consult.documents import rules
from consult.documents.actions import storing
from consult.documents.models import KeptComparison, Version
from consult.documents.queries import checklist, comparing, stored, versions
from consult.documents.rules import LIFE, ChangeClass, VersionState
from consult.errors import Conflict, IllegalMove
from consult.i18n import N_
from consult.journal.actions import record
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.rounds import queries as rounds
from consult.rounds.rules import Phase
from consult.search.actions import put_version
from consult.text import legible, normalise
from consult.text import sections as texts

CHANGED = N_("The text or what became of its sections was changed since you opened this page. Look at the checklist again before you publish.")


def publish(actor: Any, version: Version, change_note: str, final: bool = False, change_class: ChangeClass | None = None, seen: str = "") -> Version:
    """Fix the text for ever under its hash and show it to everybody; every comment is carried to it. `seen` is the fingerprint of what the editor looked at."""
    require(actor, Action.DOCUMENTS_PUBLISH, version)
    change_note = legible.written(change_note, "change_note", N_("Please say in a note what changed and why."))
    rows = stored.sections(version)
    version.change_class = (change_class or version.change_class) if version.base_id else ChangeClass.INITIAL
    kinds = {kind for link in versions.concordance(version) for kind in link.kinds.split()}
    unchanged = [link.disposition.comment.public_id for link in answers.unchanged_links(version)]
    for hindrance in rules.hindrances(version.change_class, kinds, len(rows), [r.number for r in rounds.unfinished(version.document)], unchanged):
        raise hindrance
    digest = normalise.digest(texts.join(stored.textual(rows)))
    if seen not in {"", checklist.fingerprint(version)}:
        raise Conflict(CHANGED)
    places = carry(actor, version)
    version.state = VersionState(LIFE.advance(version.state, "publish"))
    version.change_note, version.final = change_note.strip(), final
    version.digest = digest
    version.published_at, version.published_by = clock.now(), actor.id
    storing.keep_renderings(version)
    _keep_comparisons(version)
    put_version(version)
    record(Action.DOCUMENTS_PUBLISH, actor, version, label=version.label, digest=version.digest, sections=len(rows), change_class=version.change_class.value,
           note=version.change_note, places={status.value: count for status, count in sorted(places.items())})
    return version


def withdraw(actor: Any, version: Version, reason: str) -> None:
    """Say in public that a published version no longer stands, and why; its text stays readable."""
    require(actor, Action.DOCUMENTS_WITHDRAW, version)
    reason = legible.written(reason, "reason", N_("Please give the reason: everybody will read it."))
    if running := [r for r in rounds.of_version(version) if r.phase in {Phase.SCHEDULED, Phase.OPEN}]:
        raise IllegalMove(N_("Round %(number)s is announced or open on this version: cancel it first, or let it close."), number=running[0].number)
    version.state = VersionState(LIFE.advance(version.state, "withdraw"))
    version.withdrawn_reason = reason.strip()
    record(Action.DOCUMENTS_WITHDRAW, actor, version, label=version.label, reason=version.withdrawn_reason)


def _keep_comparisons(version: Version) -> None:
    """Compare the version with its base, in both directions."""
    if version.base is not None:
        for one, other in ((version.base, version), (version, version.base)):
            changes = comparing.comparison(one, other)
            keep_comparisons({change.digests: comparing.compared(*change.texts) for change in comparing.not_kept(changes)})


def keep_comparisons(found: dict[tuple[str, str], comparing.Compared]) -> None:
    """Keep comparisons of public texts for all who ask later; what somebody else kept meanwhile stays as it is."""
    k = KeptComparison
    kept = {(old, new) for old, new in db.session.execute(select(k.old_digest, k.new_digest).where(k.old_digest.in_({old for old, _ in found})))}
    db.session.add_all(k(old_digest=old, new_digest=new, inline=inline, inserted=inserted, deleted=deleted)
                       for (old, new), (inline, inserted, deleted) in found.items() if (old, new) not in kept)
    db.session.flush()
