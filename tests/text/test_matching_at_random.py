"""Editing at random, with exact truth: what became of each section is known, because we did it."""
import random
import re
from dataclasses import dataclass, field

import pytest

from consult.text.matching import adopt, match
from consult.text.sections import parse
from tests.text.documents import text_of

STRANGER = parse(text_of("https-standard"))


@dataclass
class Draft:
    """A section on its way: the places in the old version its text comes from."""

    level: int
    title: str
    body: str
    origins: set = field(default_factory=set)


class Editor:
    """Edits one section after another, in ways that an editor would."""

    def __init__(self, sections, seed):
        self.chance = random.Random(seed)
        self.vocabulary = sorted({word for section in sections for word in re.findall(r"\w{4,}", section.body)})
        self.drafts = [
            Draft(section.level, f"{section.number}. {section.heading}" if section.number else section.heading, section.body, {at})
            for at, section in enumerate(sections)
        ]

    def words(self, count):
        return " ".join(self.chance.choice(self.vocabulary) for _ in range(count))

    def edit(self, at):
        pieces = re.split(r"(\s+)", self.drafts[at].body)
        for place in range(0, len(pieces), 2):
            if re.search(r"\w", pieces[place]) and self.chance.random() < .1:
                pieces[place] = self.chance.choice(self.vocabulary)
        self.drafts[at].body = "".join(pieces)

    def rename(self, at):
        self.drafts[at].title = self.words(3)

    def renumber(self, at):
        self.drafts[at].title = f"{self.chance.randint(1, 40)}. {self.drafts[at].title.split('. ')[-1]}"

    def move(self, at):
        draft = self.drafts.pop(at)
        self.drafts.insert(self.chance.randrange(1, len(self.drafts)), draft)

    def split(self, at):
        draft, paragraphs = self.drafts[at], self.drafts[at].body.strip().split("\n\n")
        half = len(paragraphs) // 2
        first, second = "\n\n".join(paragraphs[:half]), "\n\n".join(paragraphs[half:])
        if min(len(first), len(second)) > 160:
            draft.body = first
            self.drafts.insert(at + 1, Draft(draft.level, self.words(3), second, set(draft.origins)))

    def merge(self, at):
        if at + 1 < len(self.drafts) and min(len(self.drafts[at].body), len(self.drafts[at + 1].body)) > 160:
            other = self.drafts.pop(at + 1)
            self.drafts[at].body = self.drafts[at].body.strip() + "\n\n" + other.body
            self.drafts[at].origins |= other.origins

    def insert(self, at):
        section = self.chance.choice([section for section in STRANGER if len(section.body) > 150])
        self.drafts.insert(at, Draft(self.drafts[at].level, section.heading, section.body))

    def delete(self, at):
        if len(self.drafts[at].body) > 100:
            self.drafts.pop(at)

    def work(self, rate):
        acts = (self.edit, self.rename, self.renumber, self.move, self.split, self.merge, self.insert, self.delete)
        for at in range(len(self.drafts) - 1, 0, -1):
            if self.chance.random() < rate and at < len(self.drafts) and len(self.drafts[at].body) > 40:
                self.chance.choice(acts)(at)
        return "".join(f"{'#' * draft.level} {draft.title}\n\n{draft.body.strip()}\n\n".replace("\n\n\n\n",
            "\n\n") for draft in self.drafts)


@pytest.mark.parametrize("name", ["model-draft-0.1", "github-tos-2019", "github-tos-2020"])
def test_random_editing_is_seen_through(name):
    right = wrong = missed = 0
    for seed in range(8):
        old = parse(text_of(name))
        old = old[1:] if old[0].level == 0 else old
        editor = Editor(old, seed)
        new = parse(editor.work(.35))
        links = match(old, new)
        places = {section.uid: at for at, section in enumerate(old)}, {section.uid: at for at, section in enumerate(new)}
        found = {(places[0][link.old], places[1][link.new]) for link in links if link.old and link.new}
        truth = {(origin, at) for at, draft in enumerate(editor.drafts) for origin in draft.origins}
        right, wrong, missed = right + len(found & truth), wrong + len(found - truth), missed + len(truth - found)
        assert len({section.uid for section in adopt(old, new, links)}) == len(new)
    assert right / (right + wrong) >= .99
    assert right / (right + missed) >= .99
