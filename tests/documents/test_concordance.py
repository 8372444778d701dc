"""The concordance as an editor leaves it: corrected, confirmed, taken back; by forms and by what dragging sends."""
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.db import transaction
from consult.documents.actions import concording
from consult.documents.queries import stored, versions
from consult.documents.rules import joined, sureness
from consult.errors import IllegalMove, Invalid, NotAllowed
from tests.documents.conftest import FIRST

#: Section 2 was divided and half of it rewritten; section 3 was written anew under another name.
SECOND = FIRST.replace("A party may accept fewer, but not fewer than eight.", "\n\n## 2.9 Exceptions\n\nA party may accept fewer, but not fewer than eight.").replace(
    "## 3 Funding\n\nSupport lasts three years. It is paid once a year, against a report.", "## 3 Money\n\nWhoever is registered may ask for means of the fund.")
ADDRESS = "/documents/model/0.2/edit/concordance"


def links(version):
    return {(link.old_uid, link.new_uid): link.source for link in versions.concordance(version)}


@pytest.fixture
def two(desk):
    with transaction():
        return desk.two(FIRST, SECOND)


def test_a_merger_is_said_section_by_section(desk, two):
    one, other = two
    first, second = desk.row(one, "1").uid, desk.row(one, "2").uid
    target = desk.row(other, "1").uid
    with transaction():
        concording.correct_concordance(desk.editor, other, second, [target], alone=[])
    assert {old for (old, new) in links(other) if new == target} == {first, second}
    assert "merged" in {kind for link in versions.concordance(other) if link.new_uid == target for kind in link.kinds.split()}


def test_a_section_that_is_taken_over_leaves_its_former_one(desk, two):
    one, other = two
    target = desk.row(other, "1").uid
    with transaction():
        concording.correct_concordance(desk.editor, other, desk.row(one, "3").uid, [target])
    now = desk.row(other, "1").uid
    assert {old for (old, new) in links(other) if new == now} == {desk.row(one, "3").uid}
    assert desk.row(one, "1").uid in {old for (old, new) in links(other) if new is None}


def test_what_hangs_together_is_confirmed_together_and_stands_when_the_text_changes_again(desk, two):
    one, other = two
    old = desk.row(one, "2").uid
    with transaction():
        concording.correct_concordance(desk.editor, other, old, [desk.row(other, "2").uid, desk.row(other, "2.9").uid])
        concording.reset_concordance(desk.editor, other, versions.concordance(other))
    assert set(links(other).values()) == {"engine"}
    with transaction():
        some = [link for link in versions.concordance(other) if link.new_uid == desk.row(other, "2.9").uid]
        concording.confirm_concordance(desk.editor, other, some)
    said = {pair for pair, source in links(other).items() if source == "editor"}
    assert said
    with transaction():
        desk.edit(other, "2.9", body="Other words altogether stand here now, and nobody would find them again.")
    assert {pair for pair, source in links(other).items() if source == "editor"} == said


def test_going_back_gives_the_keys_back_too(desk, two):
    one, other = two
    before = [row.uid for row in stored.sections(other)]
    with transaction():
        concording.correct_concordance(desk.editor, other, desk.row(one, "3").uid, [desk.row(other, "1").uid])
        concording.correct_concordance(desk.editor, other, desk.row(one, "1").uid, [desk.row(other, "2").uid])
    assert [row.uid for row in stored.sections(other)] != before
    with transaction():
        concording.reset_concordance(desk.editor, other, versions.concordance(other))
    assert [row.uid for row in stored.sections(other)] == before
    assert "editor" not in links(other).values()


def test_going_back_from_a_merger_gives_the_keys_back_to_all_that_lost_them(desk):
    with transaction():
        one, other = desk.two(FIRST, FIRST)
    before = [row.uid for row in stored.sections(other)]
    with transaction():
        for old in stored.contents(one):
            concording.correct_concordance(desk.editor, other, old.uid, [desk.row(other, "2").uid], alone=[])
    assert [row.uid for row in stored.sections(other)] != before
    with transaction():
        concording.reset_concordance(desk.editor, other, [link for link in versions.concordance(other) if link.source == "editor"])
    assert [row.uid for row in stored.sections(other)] == before
    assert set(links(other)) == {(uid, uid) for uid in before}


def test_going_back_leaves_what_was_said_of_other_sections(desk):
    with transaction():
        one, other = desk.two(FIRST, FIRST)
        concording.correct_concordance(desk.editor, other, desk.row(one, "3").uid, [desk.row(other, "2").uid], alone=[])
        concording.correct_concordance(desk.editor, other, None, [desk.row(other, "3").uid])
    new = desk.row(other, "3").uid
    with transaction():
        concording.reset_concordance(desk.editor, other, [link for link in versions.concordance(other) if link.new_uid == desk.row(other, "2").uid])
    assert links(other)[None, new] == "editor"


def test_a_first_version_has_no_concordance_and_nothing_is_no_correction(desk, two):
    with pytest.raises(Invalid, match="Choose a section first"), transaction():
        concording.correct_concordance(desk.editor, two[1], None, [])
    with pytest.raises(NotAllowed), transaction():
        concording.confirm_concordance(desk.editor, two[0], [])
    with transaction():
        desk.publish(two[1])
    with pytest.raises(NotAllowed), transaction():
        concording.reset_concordance(desk.editor, two[1], [])


def test_a_first_text_is_refused(desk):
    with transaction():
        version = desk.start()
    with pytest.raises(IllegalMove, match="follows no other"), transaction():
        concording.correct_concordance(desk.editor, version, "x", [])


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz") | st.none()), max_size=8), st.data())
def test_what_hangs_together_is_closed_and_holds_its_seeds(pairs, data):
    seeds = set(data.draw(st.lists(st.sampled_from(pairs), max_size=2))) if pairs else set()
    found = joined(pairs, seeds)
    assert seeds <= found <= seeds | set(pairs)
    assert joined(pairs, found) == found
    assert not any((one[0] == other[0] or (one[1] is not None and one[1] == other[1])) for one in found for other in set(pairs) - found)


@settings(max_examples=20)
@given(st.floats(0, 1))
def test_every_confidence_has_its_words(confidence):
    assert sureness(confidence) == ("doubtful" if confidence < 0.6 else "likely" if confidence < 0.75 else "rather sure" if confidence < 0.95 else "certain")


@pytest.fixture
def working(within):
    """Keys by number of the base and of the working text."""
    def work(desk):
        one, other = desk.two(FIRST, SECOND)
        return {row.number: row.uid for row in stored.sections(one)}, {row.number: row.uid for row in stored.sections(other)}
    return within(work)


def test_a_section_that_was_dragged_is_taken_from_where_it_was(working, browser_of, within):
    old, new = working
    browser = browser_of("editor")
    sent = browser.fill(ADDRESS, old=old["3"], alone=new["2.9"])
    assert sent.status_code == 303
    assert sent.headers["Location"].endswith(f"#row-{old['3']}")
    said = within(lambda desk: [(link.old_uid, link.source) for link in versions.concordance(versions.version("model", "0.2")) if link.new_uid == old["3"]])
    assert said == [(old["3"], "editor")]


def test_a_section_is_dropped_among_the_new_ones(working, browser_of, within):
    _, new = working
    assert browser_of("editor").fill(ADDRESS, old="", alone=new["2.9"]).status_code == 303
    assert within(lambda desk: [link.new_uid for link in versions.concordance(versions.version("model", "0.2")) if link.old_uid is None and link.source == "editor"])


def test_doubtful_links_come_first_with_both_texts_and_are_confirmed_by_a_button(working, browser_of, within):
    def doubt(desk):
        link = next(one for one in versions.concordance(versions.version("model", "0.2")) if one.old_uid == working[0]["3"])
        link.new_uid, link.kinds, link.confidence = working[1]["3"], "edited retitled", 0.41
    within(doubt)
    browser = browser_of("editor")
    page = browser.get(ADDRESS).text
    assert page.index("The engine is not sure of 1 link") < page.index("All sections")
    assert "Support lasts three years." in page
    assert "may ask for means of the fund" in page
    assert "the engine: doubtful" in page
    assert browser.fill(ADDRESS, to=f"{ADDRESS}/confirm").status_code == 303
    assert "No link is doubtful." in browser.get(ADDRESS).text
    assert browser.fill(ADDRESS, to=f"{ADDRESS}/reset").status_code == 303
    assert "said by an editor" not in browser.get(ADDRESS).text


def test_what_follows_from_a_correction_is_said_and_is_not_certain(working, browser_of, within):
    old, new = working
    browser = browser_of("editor")
    browser.fill(ADDRESS, old=old["3"], alone=new["1"])
    page = browser.get(ADDRESS).text
    assert "From this follows something else for: 1 Purpose (removed)" in page
    assert page.index("1 Purpose") < page.index("All sections")
    row = re.search(r'<li class="link-doubt"><h3>.{0,40}1 Purpose.*?</li>', page, re.S)[0]
    assert "doubtful" in row
    assert "certain" not in row


def test_strange_keys_are_refused_with_the_page(working, browser_of):
    refused = browser_of("editor").fill(ADDRESS, old="nowhere", new="nothing")
    assert refused.status_code == 422
    assert "names a section that is not in the two versions" in refused.text


def test_only_editors_correct(working, browser_of):
    assert browser_of("citizen").get(ADDRESS).status_code in {403, 404}
