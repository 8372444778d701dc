"""The documents the engine is tested on, and Markdown made at random."""
from pathlib import Path

from hypothesis import strategies as st

DATA = Path(__file__).parent / "data"
FILES = sorted(DATA.glob("*.md"))

_LINES = st.sampled_from([
    "# One", "## 1. Two", "### 3.2 Three #", "#### Four {#four}", "## Two", "Title", "Title {#four}", "===", "---", "--", "- item",
    "  nested", "1. first",
    "```", "~~~ python", "    ```", "````", "    # code", "<!-- note", "-->", "<!-- # x -->", "<pre>", "</pre>", "> quote", "> # no",
    "| a | b |", "|---|---|",
    "text of a paragraph", "Члан 5.", "## Члан 5.", "{: #given }", "key: value", "...", "", "", "", " ", "\t", "#", "#hashtag", "##  ",
    "[^1]: note", "[x]: y", "* * *",
])
MARKDOWN = st.lists(_LINES, max_size=30).map("\n".join)
ANY_TEXT = st.one_of(MARKDOWN, st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200))


def text_of(name: str) -> str:
    """One document, by the name of its file without the ending."""
    return (DATA / f"{name}.md").read_text(encoding="utf-8")
