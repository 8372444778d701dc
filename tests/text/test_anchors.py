import pytest

from consult.text import anchors
from tests.text.sample import body_of, draft, quoted_comments

BODY = "Some **bold words** and a [link](https://e.org/about).\n\n1. first item\n2. second item\n\n| a | b |\n|---|---|\n| one | two |\n\nSome words."


@pytest.mark.parametrize("comment", quoted_comments(), ids=lambda comment: comment["id"])
def test_a_sample_quotation_is_found_as_source_and_as_read(comment):
    body = body_of(comment)
    written, read = anchors.find(body, comment["quote"]), anchors.find(body, comment["quote_rendered"])
    assert written == read
    start, end = anchors.source_span(body, written)
    assert body[start:end] in comment["quote"]
    assert comment["quote"].strip("->|0123456789. ").startswith(body[start:end].strip("|0123456789. ")[:20])


def test_plain_text_has_a_line_for_each_block_and_tabs_between_cells():
    assert anchors.plain(BODY) == "Some bold words and a link.\nfirst item\nsecond item\na\tb\none\ttwo\nSome words."


@pytest.mark.parametrize(("quote", "exact"), [
    ("bold words and a link", "bold words and a link"), ("**bold words** and", "bold words and"), ("first item\n\n  second", "first item\nsecond"),
    ("1. first item\n2. second", "first item\nsecond"), ("one\ttwo", "one\ttwo"), ("| one | two |", "one\ttwo"), ("one two", "one\ttwo"),
    ("[link](https://e.org/about)", "link"),
])
def test_a_quotation_is_found_across_formatting_items_and_cells(quote, exact):
    assert anchors.find(BODY, quote).exact == exact


def test_of_equal_quotations_the_one_with_the_same_neighbours_is_meant():
    body = "The party votes. The party leaves.\n\nThe party returns."
    assert anchors.find(body, "The party", suffix=" returns").start == 35
    assert anchors.find(body, "The party", prefix="votes. ").start == 17
    assert anchors.find(body, "The party").start == 0


def test_words_that_are_not_there_are_not_found():
    assert anchors.find(BODY, "words that nobody wrote") is None
    assert anchors.find(BODY, "  ") is None


def test_typographic_marks_may_be_typed_plainly():
    assert anchors.find("It’s the “Model” – here", "It's the \"Model\" - here").exact == "It’s the “Model” – here"


def test_browser_offsets_become_code_points():
    assert anchors.code_points("a 𝔸 b", 5) == 4


def test_unchanged_words_stay_where_they_are():
    selector = anchors.find(BODY, "second item")
    later = "New words first.\n\n" + BODY
    place = anchors.carry(selector, BODY, {"s1": later})
    assert place == ("s1", selector.start + 17, selector.end + 17, "same", 1.0)
    assert anchors.plain(later)[place.start:place.end] == "second item"


def test_changed_words_keep_their_comment():
    old, new = "Clusters in rural areas have a minimum of six firms.", "Clusters in rural areas and on islands have a minimum of six firms."
    place = anchors.carry(anchors.find(old, "in rural areas have a minimum of six"), old, {"s1": new})
    assert (place.status, new[place.start:place.end]) == ("changed", "in rural areas and on islands have a minimum of six")


def test_a_number_that_was_replaced_is_reworded():
    old, new = "The ministry pays within thirty days of the request.", "The ministry pays within sixty days of the request."
    place = anchors.carry(anchors.find(old, "thirty"), old, {"s1": new})
    assert (place.status, new[place.start:place.end]) == ("reworded", "sixty")


def test_words_taken_to_another_section_are_moved():
    sentence = "A grant agreement should therefore say which services the members pay for."
    old = f"Support ends. {sentence} Something follows."
    place = anchors.carry(anchors.find(old, sentence), old, {"s1": "Support ends. Something follows."}, {"s2": f"Grants. {sentence}"})
    assert (place.uid, place.status, place.start) == ("s2", "moved", 8)


def test_a_comment_never_goes_to_words_that_are_somebody_elses():
    sentence = "You can contact us at any time at the address below."
    old, other = f"We keep data. {sentence}", f"We sell nothing. {sentence}"
    place = anchors.carry(anchors.find(old, sentence), old, {}, {"s2": other}, before={"s2": [other]})
    assert place == anchors.Place(None, 0, 0, "orphaned", 0.0)


def test_every_sample_quotation_that_is_still_there_is_carried():
    after = draft("0.2")
    for comment in quoted_comments():
        old = body_of(comment)
        selector = anchors.find(old, comment["quote"])
        others = {uid: part.body for uid, part in after.items()}
        still = [uid for uid, body in others.items() if selector.exact in anchors.plain(body)]
        place = anchors.carry(selector, old, {}, others)
        assert place.uid in still or not still or len(selector.exact) < 25
