"""C5 to its end: what a round left to a later one is answered there, in every way in which a comment can be answered."""
import re
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult import clock
from consult.comments.actions import answering
from consult.comments.queries import answers, threads
from consult.comments.rules import NEEDS_CHANGE, Code
from consult.db import transaction
from consult.errors import Invalid
from consult.rounds import actions as rounds
from consult.rounds import queries
from tests.comments.conftest import AFTER, CLOSES, SECOND
from tests.comments.test_queries import rolled_back

MONTH = timedelta(days=30)


def planned(desk, before):
    """A round after this one, being planned."""
    opens = max(before.closes_at, clock.now()) + timedelta(days=2)
    return rounds.plan(desk.person("editor"), before.version, opens, opens + MONTH, "Once more.")


def ended(desk, round_):
    """Publish what is approved and complete the round."""
    editor = desk.person("editor")
    answering.publish(editor, round_)
    rounds.write_report(editor, round_, "What we heard.")
    rounds.complete(editor, round_)


def words_for(desk, code, comment, other, working, later):
    """What an answer of this kind needs."""
    return {"changes": [(desk.uid(working, "2"), working)] if code in NEEDS_CHANGE else [], "target": other if code == Code.DUPLICATE else None,
            "deferred_to": later if code == Code.DEFERRED else None}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(late=st.booleans(), named=st.booleans(), code=st.sampled_from(sorted(Code)), again=st.booleans())
def test_C5_what_was_deferred_is_answered_in_the_round_that_decides_it_whenever_it_came(desk, round_, late, named, code, again):
    editor = desk.person("editor")
    with rolled_back():
        other = desk.say(round_)
        with clock.at(CLOSES if late else clock.now()):
            comment = desk.say(round_)
        with clock.at(AFTER):
            working = desk.start(SECOND, "0.2", round_.version)
            rounds.begin_disposition(editor, round_)
            following = planned(desk, round_)
            desk.answer(other)
            desk.answer(comment, Code.DEFERRED, "It needs more time.", deferred_to=following if named else None)
            ended(desk, round_)
            rounds.schedule(editor, following)
        for turn in range(1 + again):
            with clock.at(following.closes_at):
                rounds.begin_disposition(editor, following)
                assert answers.unanswered(following) == [comment]
                assert sum(answers.waiting(following)) == 1
                later = planned(desk, following)
                last = turn == again
                chosen = code if last else Code.DEFERRED
                desk.answer(comment, chosen, "Now it is decided.", **words_for(desk, chosen, comment, other, working, later))
                ended(desk, following)
                assert threads.answer_of(comment).code == chosen
                if not last:
                    rounds.schedule(editor, later)
                    following = later


@pytest.fixture
def late(desk, round_):
    """A comment that came after the close of the round that is now being answered."""
    with clock.at(CLOSES), transaction():
        comment = desk.say(round_)
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
    with clock.at(AFTER):
        yield comment


def test_in_its_own_round_a_late_comment_is_only_deferred(desk, round_, late):
    assert answers.only_deferred(late)
    with pytest.raises(Invalid, match="came late"), transaction():
        desk.answer(late)


@pytest.fixture
def left(world, within):
    """R1-RS-001 came late to round 1, which left it to round 2; that one has closed and is being answered, and round 3 is planned."""
    within(lambda desk: desk.say(queries.by_number(1)), at=CLOSES)

    def first(desk):
        round_ = queries.by_number(1)
        rounds.begin_disposition(desk.person("editor"), round_)
        for comment in answers.unanswered(round_):
            desk.answer(comment, Code.DEFERRED, "It came late.")
        ended(desk, round_)
        rounds.schedule(desk.person("editor"), planned(desk, round_))
        return queries.by_number(2).closes_at

    closes = within(first, at=AFTER)

    def second(desk):
        rounds.begin_disposition(desk.person("editor"), queries.by_number(2))
        planned(desk, queries.by_number(2))

    within(second, at=closes)
    return closes


USUAL = {"language": "en", "deferred_to": "0", "saved": "", "review": "", "target": ""}


def test_the_page_lets_an_editor_answer_what_a_former_round_left(left, browser_of):
    with clock.at(left):
        editor = browser_of("editor")
        page = editor.get("/comments/answer?comment=R1-RS-001").text
        assert "can only be deferred" not in page
        assert re.findall(r"<option[^>]*>([^<]*round[^<]*)</option>", page) == ["round 3"]
        sent = editor.fill("/comments/answer?comment=R1-RS-001", to="/comments/answer", code="not_accepted", reason="The number stays.", **USUAL)
    assert sent.status_code == 303, sent.text
    assert "round=2" in sent.location


def test_it_can_be_deferred_once_more_to_a_round_that_is_only_planned(left, browser_of, within):
    third = within(lambda desk: queries.by_number(3).id, at=left)
    with clock.at(left):
        sent = browser_of("editor").fill("/comments/answer?comment=R1-RS-001", to="/comments/answer", code="deferred", reason="Once more.",
                                         **USUAL | {"deferred_to": str(third)})
    assert sent.status_code == 303, sent.text


def test_what_was_left_is_found_and_counted_in_the_inbox_of_the_round_that_decides_it(left, browser_of):
    with clock.at(left):
        editor = browser_of("editor")
        page = editor.get("/inbox/?round=2").text
        assert re.search(r'Without an answer <span class="count">1<', page)
        row = re.search(r'<li class="inbox-row.*?R1-RS-001.*?</li>', page, re.S)[0]
        assert "Published" not in row
        assert "Left to this round by round 1" in row
        assert "/comments/answer?comment=R1-RS-001" in row
        assert editor.get("/inbox/next?round=2").location.startswith("/inbox/R1-RS-001?")
        assert "left by an earlier round, not answered yet" in editor.get("/rounds/2/").text
        one = editor.get("/inbox/R1-RS-001?round=2").text
        assert "Published" not in one
        assert "Left to this round by round 1" in one
        report = browser_of(None).get("/rounds/2/report").text
        assert "1 comment that an earlier round left to this one is not answered yet" in report
        editor.fill("/comments/answer?comment=R1-RS-001", to="/comments/answer", code="noted", reason="Thank you.", **USUAL)
        assert re.search(r'Drafted <span class="count">1<', editor.get("/inbox/?round=2").text)
        assert "R1-RS-001" in editor.get("/inbox/?round=2&stage=draft").text


def test_a_round_that_cannot_be_completed_names_the_comments_and_leads_to_them(left, browser_of, within):
    with clock.at(left):
        editor = browser_of("editor")
        page = editor.get("/rounds/2/complete").text
        assert "/inbox/R1-RS-001?round=2" in page
        assert "1 comment has no published answer" in page
        assert 'method="post" action="/rounds/2/complete"' not in page
    within(lambda desk: (desk.answer(threads.by_public_id("R1-RS-001")), answering.publish(desk.person("editor"), queries.by_number(2)),
                         rounds.write_report(desk.person("editor"), queries.by_number(2), "What we heard.")), at=left)
    with clock.at(left):
        assert "frozen as it stands now" in editor.get("/rounds/2/complete").text
        assert editor.fill("/rounds/2/complete").location == "/rounds/2/"
        assert "its report is frozen" in editor.get("/rounds/2/").text


def test_the_home_page_says_when_the_round_that_was_announced_opens(world, browser_of, within):
    def announced(desk):
        rounds.begin_disposition(desk.person("editor"), queries.by_number(1))
        ended(desk, queries.by_number(1))
        rounds.schedule(desk.person("editor"), planned(desk, queries.by_number(1)))

    within(announced, at=AFTER)
    with clock.at(AFTER):
        page = browser_of(None).get("/").text
        stage = re.search(r'<li class="stage stage-(\w+)"[^>]*>\s*<span class="stage-name"><a href="/rounds/">.*?</li>', page, re.S)
        assert stage[1] == "coming"
        assert "Round 2 opens" in stage[0]
        assert "only while the round is open" in browser_of(None).get("/offline/1/").text
        assert "/offline/1/" not in browser_of(None).get("/rounds/1/").text


def test_what_is_saved_for_the_report_is_said_to_be_saved(left, browser_of):
    with clock.at(left):
        editor = browser_of("editor")
        led = editor.fill("/rounds/2/report/edit", text="What we heard.").location
        assert "The introduction of the report is saved." in editor.get(led).text
