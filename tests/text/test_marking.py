"""Marks over words: every character once, in its place, whatever the formatting around it."""
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from consult.text import anchors, render
from consult.text.render import Mark

BODY = """A *cluster* of [many **firms**](https://firms.example) and <b>more</b>.

- one item
- two items, `code` here
  - deeper[^1]

| a | b |
|---|---|
| cell one | cell *two* |
|  | last |

Last words.<br>After a break, Niš.

[^1]: A note.
"""
TEXT = anchors.plain(BODY)


def page(marks, body=BODY):
    """The whole section with marks."""
    return "\n".join(render.marked_paragraphs(body, "1", tuple(marks)).values())


def mark(words, name="", text=TEXT):
    """A mark over these words."""
    start = text.index(words)
    return Mark(start, start + len(words), (("class", "quoted"),), name, (("class", "on"), ("href", f"#{name}")) if name else ())


def marked_words(html):
    """What stands inside marks, without the space between."""
    inside, depth = [], 0
    for tag, words in re.findall(r"(<[^>]+>)|([^<]+)", html):
        depth += (tag.startswith("<mark")) - (tag == "</mark>")
        inside.append(words if depth else "")
    return re.sub(r"\s", "", unescape("".join(inside)))


def test_without_marks_nothing_is_different():
    assert page([]) == "\n".join(p.html for p in render.paragraphs(BODY, "1"))


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))), min_size=1, max_size=5))
def test_exactly_the_marked_characters_stand_in_marks_and_nothing_else_changes(spans):
    marks = [Mark(min(pair), max(pair), (), f"m{at}") for at, pair in enumerate(spans)]
    html = page(marks)
    covered = {at for one in marks for at in range(one.start, one.end)}
    bare = re.sub(r"</?mark[^>]*>", "", html)
    assert re.sub(r"</(\w+)><\1(?: [^>]*)?>", "", bare) == re.sub(r"</(\w+)><\1(?: [^>]*)?>", "", page([]))
    notes = re.sub(r"<a[^>]*footnote-backref.*?</a>", "", html)
    assert marked_words(notes) == re.sub(r"\s", "", "".join(letter for at, letter in enumerate(TEXT) if at in covered))


def test_a_mark_runs_over_emphasis_links_and_blocks():
    html = page([mark("cluster of many fi", "q1")])
    assert '<em><mark class="quoted" id="q1">cluster</mark></em><mark class="quoted"> of </mark><a href="https://firms.example"' in html
    assert html.count('id="q1"') == 1
    html = page([mark("item\ntwo", "q2")])
    assert '<li>one <mark class="quoted" id="q2">item</mark></li>\n<li><mark class="quoted">two</mark><a class="on" href="#q2"></a> items' in html


def test_the_way_to_the_comment_never_stands_inside_a_link_of_the_text():
    html = page([mark("many fi", "q1"), mark("of many firms", "q2")])
    assert re.search(r'</strong></a><a class="on" href="#q1"></a><a class="on" href="#q2"></a>|</strong></a><a class="on" href="#q2"></a><a class="on" href="#q1"></a>', html)
    assert not re.search(r"<a [^>]*>(?:(?!</a>).)*<a ", html)


def test_overlapping_marks_both_stand():
    html = page([mark("one item", "q1"), mark("item\ntwo items", "q2")])
    assert '<mark class="quoted" id="q1">one <mark class="quoted" id="q2">item</mark></mark>' in html


def test_a_mark_in_a_table_keeps_to_its_cells():
    html = page([mark("one\tcell two", "q1")])
    assert '<td>cell <mark class="quoted" id="q1">one</mark></td>' in html
    assert '<mark class="quoted">cell </mark><em><mark class="quoted">two</mark></em><a class="on" href="#q1"></a></td>' in html


def test_names_and_words_are_escaped():
    html = page([Mark(0, 1, (("class", '"><script>'),), "", (("href", '"><script>'),))], "<b>x</b> & y")
    assert "<script" not in html
    assert render.found("<script> & words", [(0, 8)]) == '<mark class="hit">&lt;script&gt;</mark> &amp; words'
