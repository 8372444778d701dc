"""Pages of the inbox: by key, found through the filter that leaves fewest comments, so that no page costs more than another."""
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, func, literal_column, select, type_coerce, union_all
from sqlalchemy.orm import joinedload

from consult.accounts.models import Account
from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.db import db
from consult.inbox.models import WORDS, InboxEntry, InboxNote, InboxRead
from consult.inbox.queries.counted import Counts, for_my_review
from consult.inbox.rules import COUNTED_MAX, FIELDS, ME, NOBODY, PAGE, TO_APPROVE, WHOLE, Choice, Stage
from consult.rounds.models import Round
from consult.search.models import SearchRow
from consult.similar.queries import groups

#: Signs of New Tai Lue and of Vedic: letters to Python, gaps between words to SQLite, which cannot look here for two words as one.
_APART = re.compile("[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]+")
#: With fewer comments than these the words are looked for in each; with more the words lead.
FEW = 500


@dataclass(frozen=True)
class Row:
    """A comment as the inbox shows it: who looks after it, whether this editor has read it, how many notes it has."""

    comment: Comment
    entry: InboxEntry
    read: bool
    notes: int


@dataclass(frozen=True)
class Page:
    """A part of the list in the order the comments came, with the keys of the parts before and after (0: there is none)."""

    rows: list[Row]
    before: int
    after: int


@dataclass(frozen=True)
class Asked:
    """A choice as the database understands it: words for the fields, and the field that leads to fewest rows."""

    round: Round
    choice: Choice
    editor: Account
    words: dict[str, Any]
    lead: str
    size: int

    @property
    def few(self) -> bool:
        """Whether each of its comments can be looked at."""
        return self.size <= FEW


def asked(round_: Round, choice: Choice, editor: Account, counts: Counts, section_uid: str | None, organisation: int = 0) -> Asked:
    """Prepare a choice; `counts` are those at its stages, `section_uid` is the section that it names (None: a section that the text does not have)."""
    words = {field: getattr(choice, field) for field in FIELDS if getattr(choice, field)}
    if choice.section:
        words["section"] = "" if choice.section == WHOLE else section_uid or "-"
    if choice.assigned:
        words["assigned"] = {ME: editor.id, NOBODY: None}.get(choice.assigned) if choice.assigned in {ME, NOBODY} else int(choice.assigned)
    if choice.organisation:
        words["organisation"] = int(choice.organisation)
    sizes = {field: organisation if field == "organisation" else counts.get(field, {}).get(str(word or ""), 0) for field, word in words.items()}
    every = sum(counts.get("kind", {}).values())
    lead = min(sizes, key=lambda field: sizes[field], default="")
    return Asked(round_, choice, editor, words, lead, min([every, *sizes.values()]))


def page(wanted: Asked, after: int = 0, before: int = 0, left: Sequence[int] = ()) -> Page:
    """One page of the list; before the first stands what earlier rounds left to this one."""
    found = list(db.session.scalars(_ids(wanted, before or after, bool(before), PAGE + 1)))
    more, ids = len(found) > PAGE, found[:PAGE]
    if before:
        ids.reverse()
        return Page(_rows(ids, wanted.editor), ids[0] if more else 0, ids[-1] if ids else 0)
    return Page(_rows(ids if after else [*left, *ids], wanted.editor), ids[0] if after and ids else 0, ids[-1] if more else 0)


def next_after(wanted: Asked, key: int) -> str | None:
    """The number of the next comment of the list, or of its first where none follows."""
    found = db.session.scalar(_ids(wanted, key, False, 1)) or db.session.scalar(_ids(wanted, 0, False, 1))
    return db.session.scalar(select(Comment.public_id).where(Comment.id == found)) if found else None


def beside(wanted: Asked, key: int) -> tuple[str | None, str | None]:
    """The numbers of the comments before and after one in the list."""
    around = [db.session.scalar(_ids(wanted, key, backwards, 1)) for backwards in (True, False)]
    names = dict(db.session.execute(select(Comment.id, Comment.public_id).where(Comment.id.in_([one for one in around if one]))).all())
    return names.get(around[0]), names.get(around[1])


def number(wanted: Asked) -> tuple[int, bool]:
    """How many comments the list has, and whether there are more: of one filter from the kept counts, of several counted up to COUNTED_MAX."""
    choice = wanted.choice
    if choice.unread or choice.words or choice.campaign or choice.stage == TO_APPROVE or len(wanted.words) > 1:
        found = db.session.scalar(select(func.count()).select_from(_ids(wanted, 0, False, COUNTED_MAX + 1).subquery())) or 0
        return min(found, COUNTED_MAX), found > COUNTED_MAX
    return wanted.size, False


def _ids(wanted: Asked, key: int, backwards: bool, limit: int) -> Select[Any]:
    """The numbers of so many comments behind a key: of each stage by itself, since only then they come in order out of an index, and then together."""
    stages = wanted.choice.stages
    if len(stages) == 1 or (wanted.choice.words and not wanted.few):
        return _part(wanted, stages, key, backwards, limit)
    parts = [select(_part(wanted, (stage,), key, backwards, limit).subquery().c.comment_id) for stage in stages]
    together = union_all(*parts).subquery().c.comment_id
    return select(together).order_by(together.desc() if backwards else together).limit(limit)


def _part(wanted: Asked, stages: Sequence[Stage], key: int, backwards: bool, limit: int) -> Select[Any]:
    words_lead = bool(wanted.choice.words) and not wanted.few
    query, at = _by_words(wanted.choice.words) if words_lead else (select(InboxEntry.comment_id), InboxEntry.comment_id)
    apart = words_lead or bool(wanted.choice.campaign)
    lead = "" if apart else wanted.lead or "stage"
    query = query.where(_same(InboxEntry.round_id, wanted.round.id, not apart))
    query = query.where(_same(InboxEntry.stage, stages[0].value, not apart) if len(stages) == 1 else _text(InboxEntry.stage).in_([one.value for one in stages]))
    query = query.where(*(_same(getattr(InboxEntry, FIELDS[field]), word, field == lead) for field, word in wanted.words.items()), *_others(wanted))
    if key:
        behind = at + 0 if wanted.choice.campaign else at
        query = query.where(behind < key if backwards else behind > key)
    return query.order_by(at.desc() if backwards else at).limit(limit)


def _same(field: Any, word: Any, lead: bool) -> ColumnElement[bool]:
    """The condition that a field has this word; where it does not lead it is written so that no index tempts the database."""
    if lead:
        return field.is_(None) if word is None else field == word
    if isinstance(field.type, Integer):
        return (field + 0).is_(None) if word is None else field + 0 == int(word)
    return _text(field) == word


def _text(field: Any) -> Any:
    return type_coerce(field, String).concat("")


def _others(wanted: Asked) -> list[ColumnElement[bool]]:
    """The conditions that are looked up for each row."""
    choice, found = wanted.choice, []
    if choice.unread:
        found.append(~select(InboxRead.at).where(InboxRead.comment_id == InboxEntry.comment_id, InboxRead.account_id == wanted.editor.id).exists())
    if choice.campaign:
        found.append(InboxEntry.comment_id.in_(groups.comments_of(int(choice.campaign))))
    if choice.stage == TO_APPROVE:
        found.append(for_my_review(wanted.editor))
    if wanted.few:
        found += [_says(word) for word in choice.words]
    return found


def _says(word: str) -> ColumnElement[bool]:
    """The condition that a word of an entry's comment begins so."""
    return select(SearchRow.id).join(Comment, and_(SearchRow.kind == "comment", SearchRow.ref == Comment.public_id)).where(
        Comment.id == InboxEntry.comment_id, SearchRow.folded.contains(" " + word, autoescape=True)).exists()


def _by_words(words: Sequence[str]) -> tuple[Select[Any], Any]:
    """Entries through the index of words, and the number by which they come in order."""
    if db.session.get_bind().dialect.name == "sqlite":
        at = WORDS.c.rowid  # not usable the other way round: the words lead
        question = " ".join(f'"{part}"*' for word in words for part in _APART.split(word) if part) or '""'  # nothing says nothing
        return select(at.label("comment_id")).join(InboxEntry, InboxEntry.comment_id == at + 0).where(WORDS.c.inbox_words.op("MATCH")(question)), at
    text = func.to_tsvector(literal_column("'simple'"), func.replace(SearchRow.folded, literal_column("'.'"), literal_column("' '")))
    match = text.op("@@")(func.to_tsquery(literal_column("'simple'"), " & ".join(f"{word}:*" for word in words)))
    said = select(SearchRow.ref).where(SearchRow.kind == "comment", match).cte("said").prefix_with("MATERIALIZED")  # else PostgreSQL looks into each comment for the words
    return select(InboxEntry.comment_id).join(Comment, Comment.id == InboxEntry.comment_id).join(said, said.c.ref == Comment.public_id), InboxEntry.comment_id


def rows(comments: Sequence[Comment], editor: Account) -> list[Row]:
    """Comments with what the inbox knows of them."""
    ids = [comment.id for comment in comments]
    entries = {one.comment_id: one for one in db.session.scalars(select(InboxEntry).where(InboxEntry.comment_id.in_(ids)).options(
        joinedload(InboxEntry.assignee).lazyload(Account.grants)))}
    read = set(db.session.scalars(select(InboxRead.comment_id).where(InboxRead.comment_id.in_(ids), InboxRead.account_id == editor.id)))
    notes: dict[int, int] = dict(db.session.execute(select(InboxNote.comment_id, func.count()).where(InboxNote.comment_id.in_(ids)).group_by(InboxNote.comment_id)).all())
    return [Row(comment, entries[comment.id], comment.id in read, notes.get(comment.id, 0)) for comment in comments]


def _rows(ids: Sequence[int], editor: Account) -> list[Row]:
    found = {one.id: one for one in db.session.scalars(threads.brief().where(Comment.id.in_(ids)))} if ids else {}
    return rows([found[one] for one in ids], editor)
