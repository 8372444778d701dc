"""What authors say about their answer."""
from typing import Any

from consult import clock
from consult.answering import queries
from consult.answering.models import Reaction
from consult.answering.rules import REACTION_MAX, Feeling, until
from consult.comments.models import Disposition
from consult.db import db
from consult.errors import IllegalMove, Invalid
from consult.i18n import N_
from consult.journal.actions import record
from consult.organisations.models import Organisation
from consult.permissions.table import require
from consult.permissions.words import Action
from consult.text import legible


def react(actor: Any, disposition: Disposition, feeling: Feeling, reason: str, days: int, organisation: Organisation | None = None, language: str = "en") -> Reaction:
    """Say whether the answer satisfies, for oneself or for an organisation one leads; it reopens nothing, and can be changed while there is time."""
    require(actor, Action.ANSWERING_REACT, disposition)
    if disposition.published_at is None or clock.now() >= until(disposition.published_at, days):
        raise IllegalMove(N_("The time to say something about this answer has ended. In the next round you can comment again."))
    if organisation not in queries.voices(actor, disposition):
        raise Invalid(N_("Choose yourself or an organisation that you lead and for which the comment speaks."), field="voice")
    reason = legible.tidy(reason, "reason")
    legible.check(reason, "reason", REACTION_MAX)
    if feeling == Feeling.NOT_SATISFIED and not reason:
        raise Invalid(N_("Say why the answer does not satisfy you; everybody will read it."), field="reason")
    said = queries.reaction(disposition, organisation.id if organisation else None) or Reaction(disposition=disposition, comment=disposition.comment, organisation=organisation)
    said.feeling, said.reason, said.language, said.account_id, said.at = feeling, reason, language, actor.id, clock.now()
    db.session.add(said)
    record(Action.ANSWERING_REACT, actor, said, comment=disposition.comment.public_id, answer=disposition.seq, feeling=feeling)
    return said
