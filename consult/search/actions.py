"""Keeping the search index true: called by the action that changes a thing, in the same transaction."""
from sqlalchemy import delete

from consult.adoption.models import Act
from consult.adoption.rules import TYPE_NAMES
from consult.comments.models import Comment
from consult.comments.rules import AnswerState, CommentState
from consult.db import db
from consult.documents.models import Version
from consult.search.models import SearchRow
from consult.search.rules import apart


def put_version(version: Version) -> None:
    """Make the sections of a newly published version findable; the latest version of a document is what is found."""
    slug = version.document.slug
    db.session.execute(delete(SearchRow).where(SearchRow.kind == "section", SearchRow.ref.startswith(slug + "/", autoescape=True)))
    for section in version.sections:
        title = " ".join(part for part in (section.number, section.heading) if part) or version.title
        _add("section", f"{slug}/{section.uid}", f"/documents/{slug}/{version.label}/sections/{section.address}", title, section.body, version.document.language)


def put_comment(comment: Comment) -> None:
    """Make a comment and its published answer findable; one that is hidden or withdrawn is found no longer."""
    _drop("comment", comment.public_id)
    if comment.state in {CommentState.HIDDEN, CommentState.WITHDRAWN}:
        return
    answers = [d.reason for d in comment.dispositions if d.state == AnswerState.PUBLISHED][-1:]
    _add("comment", comment.public_id, f"/comments/{comment.public_id}", comment.public_id,
         "\n".join([comment.body, comment.quote, comment.proposed, comment.reason, *answers]), comment.language)


def put_act(act: Act) -> None:
    """Make an act of the register findable."""
    _drop("act", str(act.number))
    text = "\n".join([TYPE_NAMES[act.type], act.party_name, act.authority, act.reference, act.publication, act.signatory, act.statement])
    _add("act", str(act.number), f"/adoption/{act.party_code}#act-{act.number}", act.instrument, text, act.statement_language)


def _add(kind: str, ref: str, address: str, title: str, text: str, language: str) -> None:
    db.session.add(SearchRow(kind=kind, ref=ref, address=address, title=title, text=text, language=language,
                             folded_title=_folded(title), folded=_folded(f"{title}\n{text}")))


def _folded(text: str) -> str:
    """A space before each word, so that the beginning of a word can be looked for."""
    return " " + " ".join(apart(text).split())


def _drop(kind: str, ref: str) -> None:
    db.session.execute(delete(SearchRow).where(SearchRow.kind == kind, SearchRow.ref == ref))
