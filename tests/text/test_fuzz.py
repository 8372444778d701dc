import os

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from consult.text import anchors, diff, patches, render
from tests.text import reading

EXAMPLES = int(os.environ.get("FUZZ", "250"))
steady = settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
                  suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])

WORDS = ["cluster", "policy", "the", "of", "party", "shall", "30 days", "10 %", "§ 3", "Кластер", "Љубав", "Ελλάδα", "cafe\u0301", "ülke", "👍🏽", "🇷🇸", "–", "(a)"]
INLINE = st.one_of(
    st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(WORDS),
    st.sampled_from(["**strong**", "*em*", "`code <x>`", "[link](https://e.org/a_b)", "***both***", "![pic](a.png)", "note[^1]", "<b>raw</b>", "&amp;", "<br>",
                     "a_b_c", "\\*", "<unknown>", "~~x~~", "[open", "*", "_", "|", "<i>"]),
)
LINE = st.lists(INLINE, min_size=1, max_size=14).map(" ".join)
CELL = st.lists(st.sampled_from([*WORDS, "**b**", "1", "2", ""]), max_size=3).map(" ".join)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=5))
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


@st.composite
def lists(draw):
    items = draw(st.lists(st.tuples(st.integers(0, 2), LINE), min_size=1, max_size=6))
    mark = draw(st.sampled_from(["-", "*", "1.", "3."]))
    step = draw(st.sampled_from([2, 3, 4]))
    gap = draw(st.sampled_from(["\n", "\n\n"]))
    return gap.join(" " * (step * depth) + f"{mark} {line}" for depth, line in items)


BLOCK = st.one_of(
    LINE, LINE, LINE, lists(), lists(), tables(), LINE.map("> {}".format), lists().map(lambda text: "> " + text.replace("\n", "\n> ")),
    st.just("```\ncode block\n  line\n```"), st.just("***"), LINE.map("Term\n: {}".format), st.just("[^1]: The note."), LINE.map("# {}".format),
)
BODIES = st.lists(BLOCK, max_size=7)


@st.composite
def pairs(draw):
    """A body and what somebody made of it."""
    old = draw(BODIES)
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, max(0, len(new) - 1)))
        kind = draw(st.sampled_from(["insert", "remove", "move", "words", "words", "words"]))
        if kind == "insert" or not new:
            new.insert(at, draw(BLOCK))
        elif kind == "remove":
            del new[at]
        elif kind == "move":
            new.insert(draw(st.integers(0, len(new) - 1)), new.pop(at))
        else:
            words = new[at].split(" ")
            place = draw(st.integers(0, len(words) - 1))
            words[place:place + draw(st.integers(0, 3))] = draw(st.lists(INLINE, max_size=3))
            new[at] = " ".join(words)
    return "\n\n".join(old), "\n\n".join(new)


@steady
@given(pairs())
def test_accepting_all_gives_the_new_text_and_rejecting_all_the_old(pair):
    old, new = pair
    html = render.diff(diff.compare(old, new), say=lambda word: "")
    assert reading.problems(html) == set()
    assert reading.accepted(html) == reading.words(render.text(new))
    assert reading.rejected(html) == reading.words(render.text(old))


@steady
@given(pairs())
def test_side_by_side_shows_both_texts_whole(pair):
    old, new = pair
    html = render.side_by_side(diff.compare(old, new), say=lambda word: "")
    assert reading.problems(html) <= reading.problems(render.text(old)) | reading.problems(render.text(new))
    left = "".join(part.partition("</td><td>")[0] for part in html.split("<tr><td>")[1:] if "</td><td>" in part)
    assert "<ins" not in left


@steady
@given(BODIES)
def test_a_text_does_not_differ_from_itself(blocks):
    body = "\n\n".join(blocks)
    assert not diff.compare(body, body).changed
    assert render.diff(diff.compare(body, body)) == render.diff(diff.compare(body, body + "\n"))


@steady
@given(BODIES)
def test_every_block_of_the_page_is_in_one_numbered_paragraph(blocks):
    body = "\n\n".join(blocks)
    found = render.paragraphs(body, "3.2")
    assert [block.number for block in found] == sorted({block.number for block in found})
    assert "\n".join(block.html for block in found) == render.text(body, "3.2")


@steady
@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_whatever_breaks_the_comparison(old, new):
    try:
        html = render.diff(diff.compare(old, new), say=lambda word: "")
    except render.TooComplex:
        return
    assert reading.problems(html) == set()
    pieces = diff.words(old, new)
    assert "".join("".join(piece.text.split()) for piece in pieces if piece.op != "gone") == "".join(diff.nfc(new).split())


@steady
@given(BODIES, st.integers(0, 400), st.integers(1, 80))
def test_every_selection_is_found_and_stays_where_it_is(blocks, start, length):
    body = "\n\n".join(blocks)
    text = anchors.plain(body)
    quote = text[start:start + length]
    assume(quote.strip())
    selector = anchors.find(body, quote, text[max(0, start - 40):start], text[start + length:start + length + 40])
    assert selector is not None
    assert "".join(selector.exact.split()) == "".join(quote.split())
    place = anchors.carry(selector, body, {"s1": body})
    assert (place.status, place.start, place.end) in {("same", selector.start, selector.end), ("orphaned", 0, 0)}
    assert place.uid or not any(char.isalnum() for char in quote)


@steady
@given(BODIES, st.integers(0, 400), st.integers(1, 80))
def test_a_proposal_changes_its_passage_and_nothing_else(blocks, start, length):
    body = "\n\n".join(blocks)
    text = anchors.plain(body)
    selector = anchors.find(body, text[start:start + length], text[max(0, start - 40):start], text[start + length:start + length + 40])
    assume(selector)
    found = patches.apply(body, selector, "other words", body)
    assume(found.text is not None)
    wanted = text[:selector.start] + "other words" + text[selector.end:]
    assert "".join(anchors.plain(found.text).split()) == "".join(wanted.split())
