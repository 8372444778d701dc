"""The pages of answering: saved texts put in, a group answered at once, the queue of reviews, translations, reactions."""
import html
import re
from types import SimpleNamespace

import pytest

from consult import clock
from consult.answering.actions import translating
from consult.comments.actions import answering, moderating, writing
from consult.comments.queries import threads
from consult.comments.rules import Code
from consult.db import db
from consult.documents.queries import versions
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from consult.web.letters import compose
from consult.workbench.actions import ticking
from tests.comments.conftest import AFTER, SECOND

ANSWER, ONE = "/comments/answer", "/comments/answer?comment=R1-RS-001"
USUAL = {"code": "noted", "language": "en", "deferred_to": "0", "saved": "", "review": "", "target": ""}


def said(page):
    """The words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


@pytest.fixture
def asked(world, within):
    """Three comments of two people, the round being answered, a successor in the making."""

    def work(desk):
        round_ = db.session.get_one(Round, world.round)
        desk.say(round_, "Words one.", "2")
        desk.say(round_, "Words two.", "3", name="cluster", name_shown=False)
        desk.say(round_, "Words three.", None)

    within(work)

    def begin(desk):
        round_ = db.session.get_one(Round, world.round)
        rounds.begin_disposition(desk.person("editor"), round_)
        desk.start(SECOND, "0.2", round_.version)

    within(begin, at=AFTER)
    with clock.at(AFTER):
        yield SimpleNamespace(**vars(world))


def keep(editor, title="Thanks", body="Thank you, {author}, for {number} on {section}.", language="en"):
    return editor.fill("/answering/texts/new", title=title, body=body, language=language)


def test_a_saved_text_is_put_in_without_a_script_and_nothing_typed_is_lost(asked, browser_of):
    editor = browser_of("editor")
    assert keep(editor).status_code == 303
    page = editor.fill(ONE, to=ANSWER, **USUAL | {"code": "not_accepted", "saved": "1", "reason": "First words.", "insert": "1"})
    assert page.status_code == 200
    assert "First words.\n\nThank you, {author}, for {number} on {section}.</textarea>" in page.text
    assert re.search(r'value="not_accepted"[^>]*checked|checked[^>]*value="not_accepted"', page.text)
    assert "Somebody" not in said(page)


def test_to_put_in_no_text_says_what_to_do(asked, browser_of):
    editor = browser_of("editor")
    keep(editor)
    page = editor.fill(ONE, to=ANSWER, **USUAL | {"reason": "Mine.", "insert": "1"})
    assert "Choose a saved text first" in said(page)
    assert "Mine.</textarea>" in page.text


def test_places_are_filled_for_each_comment_of_a_group_and_no_withheld_name_is_told(asked, browser_of, within):
    editor = browser_of("editor")
    group = f"{ANSWER}?comment=R1-RS-001&comment=R1-RS-002&comment=R1-RS-003"
    sent = editor.fill(group, to=ANSWER, **USUAL | {"comment": ["R1-RS-001", "R1-RS-002", "R1-RS-003"], "reason": "To {author}: {number}, {section}, {version}, {round}."})
    assert sent.status_code == 303
    words = within(lambda desk: [threads.by_public_id(f"R1-RS-00{n}").dispositions[-1].reason for n in (1, 2, 3)], at=AFTER)
    assert words == ["To the author of R1-RS-001: R1-RS-001, 2 Size, 0.1, 1.", "To the author of R1-RS-002: R1-RS-002, 3 Funding, 0.1, 1.",
                     "To the author of R1-RS-003: R1-RS-003, The whole document, 0.1, 1."]


def test_the_change_is_named_by_its_address(asked, browser_of, within):
    uid = asked.sections["2"]
    sent = browser_of("editor").fill(ONE, to=ANSWER, **USUAL | {"code": "accepted", "changes": uid, "reason": "See {change}."})
    assert sent.status_code == 303
    answer = within(lambda desk: threads.by_public_id("R1-RS-001").dispositions[-1].reason, at=AFTER)
    assert answer.startswith("See http://127.0.0.1:5000/documents/model/compare/0.1/0.2#c-")


def test_what_was_ticked_in_the_workbench_is_chosen_in_the_answer_already(asked, browser_of, within):
    editor, two = browser_of("editor"), asked.sections["2"]
    chosen = rf'name="changes" value="{two}" checked'
    assert not re.search(chosen, editor.get(ONE).text)
    within(lambda desk: ticking.tick(desk.person("editor"), versions.version("model", "0.2"), two, [threads.by_public_id("R1-RS-001")]), at=AFTER)
    page = editor.get(ONE)
    assert re.search(chosen, page.text)
    assert "What was ticked in the workbench is chosen already." in said(page)
    assert not re.search(chosen, editor.get("/comments/answer?comment=R1-RS-002").text), "of this comment only"
    assert re.search(chosen, editor.get("/comments/answer?comment=R1-RS-002&comment=R1-RS-001").text), "of any in a group"
    assert within(lambda desk: threads.by_public_id("R1-RS-001").dispositions, at=AFTER) == [], "a tick is no answer"
    within(lambda desk: ticking.tick(desk.person("editor"), versions.version("model", "0.2"), two, [], among=[threads.by_public_id("R1-RS-001")]), at=AFTER)
    assert not re.search(chosen, editor.get(ONE).text)


@pytest.mark.parametrize(("typed", "field", "words"), [
    ({"reason": "Dear {name}."}, "reason", "{name} is no place that can be filled"),
    ({"reason": "See {change}."}, "reason", "no changed section is chosen"),
    ({"reason": ""}, "reason", "This answer needs a reason."),
    ({"reason": "x" * 100_000}, "reason", "These are 100000 characters"),
    ({"code": "accepted", "reason": "Kept words."}, "changes", "needs the section that was changed"),
    ({"code": "accepted", "reason": "Kept words.", "changes": "unchanged"}, "changes", "the same in both versions by now"),
    ({"code": "duplicate", "reason": "Kept words.", "target": "R1-RS-001"}, "target", "Name another comment"),
    ({"code": "duplicate", "reason": "Kept words.", "target": "R9-XX-999"}, "target", "Name another comment"),
    ({"code": "deferred", "reason": "Kept words.", "deferred_to": "1"}, "deferred_to", "later round"),
])
def test_bad_input_is_refused_at_its_field_and_kept(asked, browser_of, typed, field, words):
    page = browser_of("editor").fill(ONE, to=ANSWER, **USUAL | typed)
    assert page.status_code == 422
    assert words in said(page)
    assert re.search(rf'href="#{field}', page.text)
    assert typed["reason"] + "</textarea>" in html.unescape(page.text)


def test_a_refusal_in_a_group_says_which_comment_it_is_about_and_stores_none(asked, browser_of, within):
    group = f"{ANSWER}?comment=R1-RS-001&comment=R1-RS-002"
    page = browser_of("editor").fill(group, to=ANSWER, **USUAL | {"comment": ["R1-RS-001", "R1-RS-002"], "code": "duplicate", "target": "R1-RS-002", "reason": "Same."})
    assert page.status_code == 422
    assert "R1-RS-002: Name another comment" in said(page)
    assert within(lambda desk: [len(threads.by_public_id(f"R1-RS-00{n}").dispositions) for n in (1, 2)], at=AFTER) == [0, 0]


def test_a_comment_that_was_hidden_meanwhile_is_refused_with_the_words_kept(asked, browser_of, within):
    editor = browser_of("editor")
    form = editor.get(ONE).text
    hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form[form.index('action="/comments/answer"'):]))
    within(lambda desk: moderating.hide(desk.person("moderator"), threads.by_public_id("R1-RS-001"), "It is abusive."), at=AFTER)
    page = editor.client.post(ANSWER, data=hidden | USUAL | {"comment": "R1-RS-001", "reason": "My long words."})
    assert page.status_code == 409 or page.status_code == 422
    assert "The moderators have hidden R1-RS-001" in said(page)
    assert "My long words.</textarea>" in page.text
    assert "it gets no answer" in said(editor.get(ONE))


def test_a_comment_withdrawn_by_its_author_says_so_and_leads_to_the_rest(world, within, browser_of):
    def work(desk):
        round_ = db.session.get_one(Round, world.round)
        writing.withdraw(desk.person("citizen"), desk.say(round_))
        desk.say(round_)

    within(work)
    with clock.at(AFTER):
        page = browser_of("editor").get(f"{ANSWER}?comment=R1-RS-001&comment=R1-RS-002")
        assert "The author has withdrawn R1-RS-001" in said(page)
        assert "/comments/answer?comment=R1-RS-002" in page.text


def test_a_draft_is_reviewed_sent_back_changed_and_approved_over_the_pages(asked, browser_of):
    editor, second = browser_of("editor"), browser_of("editor2")
    editor.fill(ONE, to=ANSWER, **USUAL | {"reason": "Too short."})
    queue = second.get("/answering/reviews")
    assert "Too short." in said(queue)
    assert "Nothing waits for your review" in said(editor.get("/answering/reviews"))
    assert editor.get("/answering/1/review").status_code == 403
    assert second.fill("/answering/1/review", remark="Say why.").status_code == 303
    assert "Say why." in said(editor.get("/answering/reviews"))
    assert "Say why." in said(editor.get(ONE))
    editor.fill(ONE, to=ANSWER, **USUAL | {"reason": "Long enough now."})
    assert second.fill("/answering/reviews", answers="2").status_code == 303
    assert "Approved" in said(second.get(ONE))
    assert "Say why." not in said(browser_of("citizen").get("/comments/R1-RS-001"))


def test_several_drafts_are_approved_in_one_step_or_none(asked, browser_of, within):
    editor, second = browser_of("editor"), browser_of("editor2")
    for number in (1, 2):
        editor.fill(f"{ANSWER}?comment=R1-RS-00{number}", to=ANSWER, **USUAL | {"reason": "Thanks."})
    assert second.fill("/answering/reviews", answers=["1", "77"]).status_code == 422
    assert second.fill("/answering/reviews").status_code == 422
    assert second.fill("/answering/reviews", answers=["1", "2"]).status_code == 303
    assert within(lambda desk: {threads.by_public_id(f"R1-RS-00{n}").dispositions[-1].state.value for n in (1, 2)}, at=AFTER) == {"approved"}


def test_a_draft_kept_for_later_is_given_for_review_when_it_is_ready(asked, browser_of):
    editor, second = browser_of("editor"), browser_of("editor2")
    editor.fill(ONE, to=ANSWER, **USUAL | {"reason": "Not yet.", "review": "later"})
    assert "Not yet." not in said(second.get("/answering/reviews"))
    assert editor.fill("/answering/1/ask", reviewer="").status_code == 303
    assert "Not yet." in said(second.get("/answering/reviews"))


def publish(within, code=Code.NOT_ACCEPTED, reason="Eight are enough.", **more):
    def work(desk):
        comment = threads.by_public_id("R1-RS-001")
        desk.answer(comment, code, reason, **more)
        answering.publish(desk.person("editor"), comment.round)
        return threads.answer_of(comment).id

    return within(work, at=AFTER)


def test_a_translation_is_read_in_its_language_with_the_original_one_step_away(asked, within, browser_of):
    publish(within)
    assert browser_of("editor").fill("/answering/1/translate?language=tr", language="tr", words="Sekiz yeter.").status_code == 303
    turkish, english = browser_of().get("/comments/R1-RS-001?lang=tr"), browser_of().get("/comments/R1-RS-001")
    assert '<div class="words" lang="tr">' in turkish.text
    assert "Sekiz yeter." in turkish.text
    assert "Eight are enough." in turkish.text
    assert "Sekiz yeter." not in english.text


def test_C6_a_translation_of_a_draft_is_not_public(asked, browser_of):
    editor = browser_of("editor")
    editor.fill(ONE, to=ANSWER, **USUAL | {"reason": "Eight are enough."})
    assert editor.fill("/answering/1/translate?language=tr", language="tr", words="Sekiz yeter.").status_code == 303
    assert "Sekiz" not in browser_of("citizen").get("/comments/R1-RS-001?lang=tr").text
    assert browser_of("citizen").get("/answering/1/translate").status_code == 403


def test_the_mail_speaks_the_language_of_its_receiver_and_invites_to_react(app, asked, within):
    publish(within, reason="Sekiz yeter.", language="tr")

    def work(desk):
        comment = threads.by_public_id("R1-RS-001")
        facts = {"comment": "R1-RS-001", "code": "not_accepted", "answer": 1, "changes": []}
        before = compose("comments.publish", facts, comment, desk.person("citizen"))
        translating.translate(desk.person("editor"), threads.answer_of(comment), "en", "Eight are enough.")
        return before, compose("comments.publish", facts, comment, desk.person("citizen")), compose("comments.publish", facts, comment, desk.person("cluster"))

    with app.test_request_context():
        before, after, stranger = within(work, at=AFTER)
    assert "Sekiz yeter." in before.text
    assert "Eight are enough." not in before.text
    assert after.text.index("Eight are enough.") < after.text.index("This is a translation.") < after.text.index("Sekiz yeter.")
    assert "Eight are enough." in after.html
    assert "/answering/1/reaction" in after.text
    assert "/answering/1/reaction" in after.html
    assert "reaction" not in stranger.text


def test_a_changed_answer_shows_the_earlier_one_and_why(asked, within, browser_of):
    publish(within)
    publish(within, Code.NOTED, "Nine are enough.", why="Section 2 was overlooked.")
    page = said(browser_of().get("/comments/R1-RS-001"))
    assert page.index("Nine are enough.") < page.index("Section 2 was overlooked.") < page.index("Earlier answer:") < page.index("Eight are enough.")


def test_the_author_says_it_on_the_page_and_everybody_reads_it(asked, within, browser_of):
    publish(within)
    author = browser_of("citizen")
    assert "Say whether the answer satisfies you" in said(author.get("/comments/R1-RS-001"))
    assert "Say whether" not in said(browser_of("editor").get("/comments/R1-RS-001"))
    refused = author.fill("/answering/1/reaction", feeling="not_satisfied", reason="", language="en", voice="")
    assert refused.status_code == 422
    assert "Say why the answer does not satisfy you" in said(refused)
    assert author.fill("/answering/1/reaction", feeling="not_satisfied", reason="Ten are needed.", language="en", voice="").status_code == 303
    assert "Not satisfied Citizen" in said(browser_of().get("/comments/R1-RS-001"))
    assert "Ten are needed." in said(browser_of().get("/comments/R1-RS-001"))
    assert browser_of("cluster").get("/answering/1/reaction").status_code == 403


def test_saved_texts_are_changed_and_dropped_on_their_page(asked, browser_of):
    editor = browser_of("editor")
    assert "No text is saved yet" in said(editor.get("/answering/texts"))
    refused = keep(editor, body="Dear {name}.")
    assert refused.status_code == 422
    assert "Dear {name}.</textarea>" in refused.text
    keep(editor)
    assert editor.fill("/answering/texts/1", title="Thanks a lot", body="Thanks.", language="en").status_code == 303
    assert "Thanks a lot" in said(editor.get("/answering/texts"))
    assert editor.fill("/answering/texts", to="/answering/texts/1/drop").status_code == 303
    assert "No text is saved yet" in said(editor.get("/answering/texts"))
    assert browser_of("moderator").get("/answering/texts").status_code == 403


def test_a_round_that_nobody_knows_is_not_taken_for_the_next_one(asked, browser_of, within):
    for odd in ("999", "9" * 30, "-1"):
        page = browser_of("editor").fill(ONE, to=ANSWER, **USUAL | {"code": "deferred", "reason": "Kept words.", "deferred_to": odd})
        assert page.status_code == 422
        assert "That round is not among those to come any more." in said(page)
        assert "Kept words.</textarea>" in page.text
    assert within(lambda desk: threads.by_public_id("R1-RS-001").dispositions, at=AFTER) == []


def test_who_was_hidden_meanwhile_is_left_out_of_a_group_and_the_others_get_the_words(asked, browser_of, within):
    editor, three = browser_of("editor"), ["R1-RS-001", "R1-RS-002", "R1-RS-003"]
    form = editor.get(ANSWER + "?" + "&".join(f"comment={one}" for one in three)).text
    hidden = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form[form.index('action="/comments/answer"'):]))
    within(lambda desk: moderating.hide(desk.person("moderator"), threads.by_public_id("R1-RS-001"), "It is abusive."), at=AFTER)
    page = editor.client.post(ANSWER, data=hidden | USUAL | {"comment": three, "reason": "My long words."})
    assert page.status_code == 409
    assert "R1-RS-001 cannot be answered any more" in said(page)
    assert "My long words.</textarea>" in page.text
    left = re.findall(r'<input type="hidden" name="comment" value="([^"]+)">', page.text)
    assert left == three[1:]
    again = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text[page.text.index('action="/comments/answer"'):]))
    assert editor.client.post(ANSWER, data=again | USUAL | {"comment": left, "reason": "My long words."}).status_code == 303
    assert within(lambda desk: [len(threads.by_public_id(one).dispositions) for one in three], at=AFTER) == [0, 1, 1]


def test_a_saved_text_puts_no_name_of_a_person_into_an_answer(asked, browser_of, within):
    keep(browser_of("editor"))
    page = browser_of("editor").fill(ONE, to=ANSWER, **USUAL | {"reason": "Thank you, {author}."})
    assert page.status_code == 303
    assert within(lambda desk: threads.by_public_id("R1-RS-001").dispositions[-1].reason, at=AFTER) == "Thank you, the author of R1-RS-001."


@pytest.mark.parametrize("odd", ["²", "9" * 30, "9" * 5000, "-1", "x"])
def test_numbers_that_no_row_has_are_refused_kindly(asked, browser_of, odd):
    editor = browser_of("editor")
    assert "Choose a saved text first" in said(editor.fill(ONE, to=ANSWER, **USUAL | {"saved": odd, "insert": "1", "reason": "Words."}))
    assert editor.fill(ONE, to=ANSWER, **USUAL | {"seen": f"R1-RS-001={odd}", "reason": "Words."}).status_code == 409
    theme = editor.fill("/reporting/1/themes/new", title="A", words="B.")
    assert theme.status_code == 303
    assert editor.fill("/reporting/themes/1", title="A", words="B.", revision=odd).status_code == 409
