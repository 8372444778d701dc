"""What the places of a saved text hold for one comment, in the language of the answer."""
from flask import current_app
from flask_babel import gettext as _

from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.comments.rules import Capacity
from consult.comments.views.blueprint import section_name
from consult.documents.models import Version
from consult.documents.queries import stored
from consult.i18n import N_
from consult.web.letters import speaking


def facts(comment: Comment, language: str, change: tuple[str, Version] | None) -> dict[str, str]:
    """Each place with its words; `change` is the section that the answer names first, with the version in which it changed."""
    with speaking(language):
        section = threads.sections_of([(comment.version_id, comment.section_uid)]).get((comment.version_id, comment.section_uid or ""))
        return {"number": comment.public_id, "author": _author(comment), "section": section_name(section), "version": comment.version.label,
                "round": str(comment.round.number), "change": _address(*change) if change else ""}


def _author(comment: Comment) -> str:
    """Who spoke, as everybody may read it for ever: an answer and a report that is frozen outlast an account, so they hold no person's name."""
    if comment.organisation is not None:
        return comment.organisation.name
    if comment.capacity == Capacity.COORDINATOR:
        return _(N_("National coordinator"))
    return _(N_("the author of %(number)s"), number=comment.public_id)


def _address(uid: str, version: Version) -> str:
    section = stored.section_by_uid(version, uid)
    base = version.base.label if version.base else ""
    anchor = f"#c-{section.address}" if section else ""
    return f"{current_app.config['PUBLIC_URL']}/documents/{version.document.slug}/compare/{base}/{version.label}{anchor}"
