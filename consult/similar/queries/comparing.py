"""Comparing all comments of a round with each other: in one pass, in memory, whatever is stored of it."""
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from sqlalchemy import select

from consult.comments.models import Comment
from consult.db import db
from consult.rounds.models import Round
from consult.similar.rules import BANDS, Said, bands, likely, tie, top

#: How many comments are read at once.
READ = 1000


@dataclass
class Compared:
    """The wordings of a round by their digest, the comments that have them, their bands, and which wordings are alike; wordings are told by their place in the list."""

    digests: list[str] = field(default_factory=list)
    keys: list["array[int]"] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[int, int]] = field(default_factory=list)

    def parts(self, size: int) -> Iterator[list[tuple[int, int]]]:
        """The comments with their wordings, some at a time."""
        return (self.comments[at:at + size] for at in range(0, len(self.comments), size))


def compare(round_: Round) -> Compared:
    """What the comments of a round say, and which of it is nearly the same."""
    asked = select(Comment.id, Comment.body, Comment.proposed, Comment.reason, Comment.quote).where(Comment.round_id == round_.id).order_by(Comment.id)
    return compare_all(((row[0], Said(*row[1:])) for row in db.session.execute(asked.execution_options(yield_per=READ))), round_.id)


def compare_all(said: Iterable[tuple[int, Said]], round_id: int) -> Compared:
    """The same of comments that are not stored."""
    found = Compared()
    places: dict[bytes, int] = {}
    runs: list[array[int]] = []
    for comment_id, one in said:
        place = places.setdefault(bytes.fromhex(one.digest), len(places))
        if place == len(found.digests):
            found.digests.append(one.digest)
            found.keys.append(array("q", bands(one, round_id)))
            runs.append(array("I", sorted(one.runs)) if not one.short else array("I"))
        found.comments.append((comment_id, place))
    found.links = _links(found.keys, runs)
    return found


def _links(keys: "list[array[int]]", runs: "list[array[int]]") -> list[tuple[int, int]]:
    """The pairs that are alike, as many as it takes to hang together all that do; wordings with a common band are compared, once, unless they hang together already."""
    banded = [place for place, own in enumerate(keys) if own]
    above, unlike = {place: place for place in banded}, set[tuple[int, int]]()
    links: list[tuple[int, int]] = []
    for band in range(BANDS):
        for bucket in _buckets(banded, keys, band):
            links += _within(bucket, runs, above, unlike)
    return links


def _buckets(banded: list[int], keys: "list[array[int]]", band: int) -> Iterator[list[int]]:
    """The wordings that have this band in common, two or more."""
    ordered = sorted((keys[place][band], place) for place in banded)
    for _key, same in groupby(ordered, key=itemgetter(0)):
        if len(bucket := [place for _, place in same]) > 1:
            yield bucket


def _within(bucket: list[int], runs: "list[array[int]]", above: dict[int, int], unlike: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    tops: dict[int, list[int]] = {}
    for place in bucket:
        tops.setdefault(top(above, place), []).append(place)
    groups = list(tops.values())
    while len(groups) > 1:
        first, rest = groups[0], []
        for other in groups[1:]:
            pair = _alike(first, other, runs, unlike)
            if pair is None:
                rest.append(other)
                continue
            tie(above, *pair)
            first = first + other
            yield pair
        groups = rest if len(first) == len(groups[0]) else [first, *rest]


def _alike(some: list[int], others: list[int], runs: "list[array[int]]", unlike: set[tuple[int, int]]) -> tuple[int, int] | None:
    """The first pair that is alike between two groups."""
    for one in some:
        for other in others:
            pair = (min(one, other), max(one, other))
            if pair in unlike:
                continue
            if likely(frozenset(runs[one]), frozenset(runs[other])):
                return pair
            unlike.add(pair)
    return None
