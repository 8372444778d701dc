"""Some sections of the drafts in Serbian and Greek, so that readers and translators see each state of a translation."""
import json
from functools import partial
from typing import Any

from consult.demo import material
from consult.demo.cast import Cast
from consult.demo.round_one import version
from consult.documents.queries import stored
from consult.translating import actions, queries

#: On which day each draft was translated.
DAYS = {"0.1": -103.0, "0.2": -41.0}


def translate(cast: Cast) -> None:
    """The second editor translates a few sections of draft 0.1 soon after its publication, and one of 0.2; nobody has reviewed them."""
    rows: list[dict[str, Any]] = json.loads((material.DATA / "translations.json").read_text(encoding="utf-8"))["sections"]
    for place, row in enumerate(rows):
        cast.on(DAYS[row["version"]] + place * .01, partial(_one, cast, row))
    cast.on(-1.2, lambda: _draft(cast))


def _one(cast: Cast, row: dict[str, Any]) -> None:
    text = version(row["version"])
    section = next(s for s in stored.sections(text) if s.number == row["number"])
    actions.hand_in(cast.person("editor2"), text, section, row["language"], row["heading"], row["body"], 0)


def _draft(cast: Cast) -> None:
    """One section that is behind is being brought up to date."""
    text = version("0.2")
    section = next(s for s in stored.sections(text) if s.number == "1.2")
    before = queries.latest(text.document, section.uid, "sr-Cyrl")
    if before is not None:
        actions.save_draft(cast.person("editor2"), text, section, "sr-Cyrl", before.heading, before.body.replace("9.5", "9.6"), before.seq)
