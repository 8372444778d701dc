"""Finding: every word of the question must occur in the folded text (letters without accents, Cyrillic as Latin)."""
from sqlalchemy import case, select

from consult.db import db
from consult.search.models import SearchRow
from consult.search.rules import apart
from consult.text.normalise import fold

#: Results on one page, and how many words of a question count.
PAGE, WORDS_MAX = 20, 8
#: How far into a text the first hit is looked for, in characters; a hit further on is shown by the beginning of the text.
LOOK = 30_000


def words_of(question: str) -> list[str]:
    """The folded words of a question, taken apart as the index is; a * changes nothing, since beginnings match anyway."""
    return [word for word in (w.strip(".") for w in apart(question[:200]).split()) if word][:WORDS_MAX]


def find(question: str, kind: str = "", after: int = 0) -> list[SearchRow]:
    """Up to PAGE + 1 rows in which every word begins a word, the best first: titles before texts."""
    words = words_of(question)
    if not words:
        return []
    query = select(SearchRow)
    for word in words:
        query = query.where(SearchRow.folded.contains(" " + word, autoescape=True))
    if kind:
        query = query.where(SearchRow.kind == kind)
    in_title = case(*[(SearchRow.folded_title.contains(" " + word, autoescape=True), 0) for word in words[:1]], else_=1)
    return list(db.session.scalars(query.order_by(in_title, SearchRow.id).offset(after).limit(PAGE + 1)))


def excerpt(text: str, question: str, width: int = 220) -> tuple[str, str, str]:
    """The words around the first hit: before, the hit, after. Offsets are found letter by letter, since folding changes lengths."""
    wanted, text = words_of(question), text[:LOOK]
    starts = [i for i in range(len(text)) if (i == 0 or not text[i - 1].isalnum()) and text[i].isalnum()]
    for start in starts:
        end = start
        while end < len(text) and (text[end].isalnum() or text[end] in "'’-"):
            end += 1
        if any(fold(text[start:end]).startswith(word) for word in wanted):
            left, right = max(0, start - width // 2), min(len(text), end + width // 2)
            return ("…" if left else "") + text[left:start], text[start:end], text[end:right] + ("…" if right < len(text) else "")
    return text[:width] + ("…" if len(text) > width else ""), "", ""
