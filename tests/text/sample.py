"""The sample drafts and the comments on them."""
import json
from functools import cache
from pathlib import Path

from consult.text import sections

DATA = Path(__file__).parent / "data"


@cache
def draft(label):
    return {(part.number or part.heading).rstrip("."): part for part in sections.parse((DATA / f"model-draft-{label}.md").read_text(encoding="utf-8"))}


@cache
def quoted_comments():
    comments = json.loads((DATA / "realistic-comments.json").read_text(encoding="utf-8"))["comments"]
    return [comment for comment in comments if comment["quote"]]


def body_of(comment):
    return draft("0.1")[comment["quote_section"] or comment["section"]].body
