"""The reader before a real browser: at a desk and on a phone, with scripts and without, on the screen and on paper."""
from datetime import timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import Page

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import writing
from consult.comments.rules import Capacity, CommentKind
from consult.db import db, transaction
from consult.documents.actions import publishing, starting
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass
from consult.reading import actions as reading
from consult.reading import queries
from consult.reading.rules import Seen
from consult.rounds import actions as rounds
from tests.browser.axe import axe
from tests.documents.conftest import FIRST, SECOND

SECTION = "/documents/model/0.2/sections/1"
WIDTHS = (1280, 768, 390, 320)


@pytest.fixture
def story(app, people):
    """Versions 0.1 and 0.2, the round on 0.2, a comment that quotes words of section 2, and a citizen who has read 0.1."""
    with app.app_context(), transaction():
        editor, citizen = (db.session.get_one(Account, people[name]) for name in ("editor", "citizen"))
        document = starting.create(editor, "model", "Sample Model")
        one = publishing.publish(editor, starting.start(editor, document, "0.1", "Sample Model", FIRST, None, ChangeClass.INITIAL), "First.")
        two = publishing.publish(editor, starting.start(editor, document, "0.2", "Sample Model", SECOND, one, ChangeClass.SUBSTANTIVE), "Second.")
        round_ = rounds.plan(editor, two, clock.now(), clock.now() + timedelta(days=30), "Tell us.")
        rounds.schedule(editor, round_)
        uid = next(row.uid for row in stored.sections(two) if row.number == "2")
        for quote in ("at least ten members", "ten members. A party may accept fewer"):
            writing.submit(citizen, round_, [writing.save_draft(citizen, round_, uid, CommentKind.GENERAL, "Why?", quote=quote)], Capacity.SELF)
        reading.mark_read(citizen, one)
    return people


@pytest.fixture
def as_citizen(app, story, page_at):
    """A page on which the citizen is signed in, by a session made here."""

    def open_page(width: int, **options) -> Page:
        page = page_at(width, **options)
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = str(story["citizen"]), True
        cookie = client.get_cookie("consult")
        page.goto("/healthz")
        page.context.add_cookies([{"name": "consult", "value": cookie.value, "url": page.url}])
        return page

    return open_page


@pytest.mark.parametrize("language", ["en", "sr-Cyrl"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_off_or_out_of_reach(as_citizen, width, language):
    page = as_citizen(width)
    for address in ("/documents/model/0.2/", f"{SECTION}?find=cluster", "/documents/model/0.2/sections/2", "/documents/model/since"):
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={language}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (address, width)


def test_without_scripts_a_section_is_noted_and_the_change_is_read(as_citizen):
    page = as_citizen(390, javascript=False)
    page.goto("/documents/model/0.2/")
    page.get_by_role("link", name="Show what changed").click()
    assert "schools and research bodies" in page.locator(".change ins").first.inner_text()
    page.get_by_role("link", name="Read the section").first.click()
    page.get_by_text("Show what changed:").click()
    assert page.locator(".since-words ins").is_visible()
    page.get_by_role("button", name="Mark as read").click()
    assert "You read this on" in page.locator("main").inner_text()


def test_a_section_whose_end_was_long_enough_on_the_screen_is_noted(as_citizen, app, story):
    page = as_citizen(1280)
    page.clock.install()
    page.goto(SECTION, wait_until="networkidle")
    page.locator(".read-end").wait_for(state="attached")
    with page.expect_response("**/read") as sent:
        page.clock.run_for(6000)
    assert sent.value.status == 204
    page.get_by_text("Noted as read.").wait_for()
    with app.app_context():
        version = versions.version("model", "0.2")
        rows = {row.number: row.uid for row in stored.sections(version)}
        past = queries.past(db.session.get(Account, story["citizen"]), version, list(rows.values()))
    assert past[rows["1"]].seen == Seen.READ
    assert past[rows["3"]].seen == Seen.CHANGED


def test_the_bar_leads_to_contents_comments_and_the_form(as_citizen):
    page = as_citizen(390, javascript=False)
    page.goto("/documents/model/0.2/sections/2")
    bar = page.get_by_role("navigation", name="Parts of this page")
    bar.get_by_role("link", name="Contents").click()
    assert page.get_by_role("link", name="3 Money").is_visible()
    page.get_by_role("link", name="Close the contents").click()
    assert not page.locator("#contents").is_visible()
    bar.get_by_role("link", name="Comments 2").click()
    assert page.get_by_role("heading", name="Comments on this section 2").is_visible()
    bar.get_by_role("link", name="Comment", exact=True).click()
    assert "/comments/new?round=1&section=2" in page.url


def test_from_quoted_words_to_the_comment_and_back_by_keyboard(as_citizen):
    page = as_citizen(1280)
    page.goto("/documents/model/0.2/sections/2")
    link = page.get_by_role("link", name="1 comment on these words: R1-RS-001")
    link.focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#comment-R1-RS-001")
    page.locator("#comment-R1-RS-001").get_by_role("link", name="The words in paragraph 1").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#q-R1-RS-001")
    assert page.locator("#q-R1-RS-001").evaluate("mark => mark.matches(':target')")


def test_selected_words_carry_no_marks_with_them(as_citizen):
    page = as_citizen(1280)
    page.goto("/documents/model/0.2/sections/2")
    page.locator("#p-2-1 .prose").evaluate("p => getSelection().selectAllChildren(p)")
    words = page.evaluate("getSelection().toString()")
    assert words.strip() == "A cluster has at least ten members. A party may accept fewer, but not fewer than eight."


def test_the_search_in_the_text_leads_from_place_to_place(as_citizen):
    page = as_citizen(390, javascript=False)
    page.goto("/documents/model/0.2/")
    page.get_by_role("navigation", name="Parts of this page").get_by_role("link", name="Contents").click()
    page.get_by_label("Search in this text").fill("clüster")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="2 Size").first.click()
    assert page.locator(".hit:target").inner_text() == "cluster"


def test_on_paper_stand_the_text_the_version_and_the_date_and_nothing_to_press(as_citizen):
    page = as_citizen(1280)
    page.goto("/documents/model/0.2/sections/2")
    page.emulate_media(media="print")
    assert page.locator(".print-line").is_visible()
    line = page.locator(".print-line").inner_text()
    assert "Sample Model · Version 0.2, published on 2 Nov 2026 · SHA-256" in line
    assert "printed on 2 November 2026" in line
    for pressed in (".find", ".toc", ".bubble", ".mark-read", ".quote-link", ".main-nav", ".button"):
        assert page.locator(pressed).first.is_hidden(), pressed


@pytest.mark.parametrize("width", [1280, 390])
def test_a_paragraph_with_comments_is_read_and_commented_on_by_keyboard_and_by_touch(as_citizen, width):
    page = as_citizen(width)
    page.goto("/documents/model/0.2/sections/2")
    one = page.locator(".para", has=page.locator(".para-tools")).first
    count = one.get_by_role("link", name="2 comments on paragraph 1", exact=True)
    write = one.get_by_role("link", name="Comment on paragraph 1", exact=True)
    boxes = [link.bounding_box() for link in (count, write)]
    assert all(min(box["width"], box["height"]) >= (44 if width < 600 else 32) for box in boxes)
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] or boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    count.focus()
    page.keyboard.press("Tab")
    assert write.evaluate("link => link === document.activeElement")
    axe(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/comments/new?**paragraph=1**")


@pytest.mark.parametrize("language", ["en", "sr-Cyrl", "el", "tr"])
@pytest.mark.parametrize("width", [390, 320])
def test_on_a_phone_no_word_of_the_bars_is_cut_and_signing_up_is_one_tap_away(page_at, width, language):
    page = page_at(width, javascript=False)
    page.goto(f"/?lang={language}")
    ends = page.evaluate("""document.fonts.ready.then(() => [...document.querySelectorAll(".main-nav > ul > li, .main-nav summary, .corner summary")]
      .filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right, box.top]))""")
    for (_, right, top), (left, _, below) in pairwise(ends):
        assert right <= left + 0.5 or top != below, ends
    assert all(left >= 0 and right <= width + 0.5 for left, right, _ in ends), ends
    page.locator(".main-nav summary").click()
    assert page.locator(".main-nav .menu-list a[href='/ballots/']").is_visible()
    page.locator(".corner summary:visible").last.click()
    for way in ("in", "up"):
        assert page.locator(f".corner .menu-list a[href='/accounts/sign-{way}']").bounding_box()["height"] >= 44
    page.locator(".corner .menu-list a[href='/accounts/sign-up']").click()
    page.wait_for_url("**/accounts/sign-up")


def test_on_a_phone_more_is_marked_when_it_holds_the_page(page_at):
    page = page_at(390)
    page.goto("/ballots/")
    axe(page)
    line = "one => getComputedStyle(one).borderBottomColor"
    assert page.locator(".main-nav summary").evaluate(line) == "rgb(242, 193, 75)"
