"""Saved texts, the review of drafts, translations, reasons for changes, and what authors say."""
from datetime import timedelta

import pytest

from consult import clock
from consult.answering import queries
from consult.answering.actions import reacting, reviewing, saving, translating
from consult.answering.rules import Feeling, ReviewState
from consult.comments.actions import answering, moderating
from consult.comments.queries import threads
from consult.comments.rules import AnswerState, Code
from consult.db import db, transaction
from consult.errors import Conflict, IllegalMove, Invalid, NotAllowed
from consult.organisations import actions as organisations
from consult.organisations.rules import OrganisationKind
from consult.rounds import actions as rounds
from tests import factories
from tests.comments.conftest import AFTER, SECOND

DAYS = 14


@pytest.fixture
def answered(desk, round_, asked):
    """The first comment with its published answer."""
    with transaction():
        desk.answer(asked[0], Code.NOT_ACCEPTED, "Eight are enough.")
        answering.publish(desk.person("editor"), round_)
    return threads.answer_of(asked[0])


def test_a_text_is_kept_once_for_each_language_and_offered_no_more_when_dropped(desk):
    editor = desk.person("editor")
    with transaction():
        text = saving.save_text(editor, "Thanks", "en", "Thank you, {author}.")
        saving.save_text(editor, "Thanks", "sq", "Faleminderit, {author}.")
    with pytest.raises(Invalid, match="of this name"), transaction():
        saving.save_text(editor, "Thanks", "en", "Again.")
    with transaction():
        saving.drop_text(editor, text)
        saving.save_text(editor, "Thanks", "en", "Thanks for {number}.")
    assert [(one.language, one.body) for one in queries.texts()] == [("en", "Thanks for {number}."), ("sq", "Faleminderit, {author}.")]


def test_a_text_with_a_place_that_nothing_fills_is_not_kept(desk):
    with pytest.raises(Invalid, match=r"\{name\} is no place"), transaction():
        saving.save_text(desk.person("editor"), "Thanks", "en", "Dear {name}.")
    assert queries.texts() == []


def test_a_text_that_somebody_changed_meanwhile_is_not_overwritten(desk):
    with transaction():
        text = saving.save_text(desk.person("editor"), "Thanks", "en", "One.")
    seen = text.revision
    with transaction():
        saving.save_text(desk.person("editor2"), "Thanks", "en", "Two.", text, seen)
    with pytest.raises(Conflict, match="meanwhile"), transaction():
        saving.save_text(desk.person("editor"), "Thanks", "en", "Three.", text, seen)
    assert text.body == "Two."


def test_only_editors_keep_texts(desk):
    with pytest.raises(NotAllowed), transaction():
        saving.save_text(desk.person("moderator"), "Thanks", "en", "One.")


def test_a_draft_that_is_kept_for_later_cannot_be_approved_before_it_is_for_review(desk, asked):
    with transaction():
        draft = answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Thank you.", for_review=False)
    with pytest.raises(NotAllowed) as refusal, transaction():
        answering.approve(desk.person("editor2"), draft)
    assert "for_review" in refusal.value.missing
    with pytest.raises(NotAllowed), transaction():
        reviewing.ask_review(desk.person("editor2"), draft)
    with transaction():
        reviewing.ask_review(desk.person("editor"), draft, desk.person("editor2"))
    assert queries.for_me(desk.person("editor2")) == [draft]
    with transaction():
        answering.approve(desk.person("editor2"), draft)
    assert draft.state == AnswerState.APPROVED
    assert [(one.state, one.decided_by) for one in draft.reviews] == [(ReviewState.APPROVED, desk.person("editor2").id)]
    assert queries.for_me(desk.person("editor2")) == []


def test_nobody_is_asked_to_review_their_own_answer(desk, asked):
    with pytest.raises(Invalid, match="another editor"), transaction():
        answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Thank you.", reviewer=desk.person("editor"))
    with pytest.raises(Invalid, match="another editor"), transaction():
        answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Thank you.", reviewer=desk.person("citizen"))


def test_a_draft_is_sent_back_with_a_remark_and_a_changed_text_is_reviewed_again(desk, asked):
    with transaction():
        draft = answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Thank you.")
    with pytest.raises(Invalid, match="should be changed"), transaction():
        reviewing.send_back(desk.person("editor2"), draft, "  ")
    with transaction():
        reviewing.send_back(desk.person("editor2"), draft, "Say which section.")
    assert [one.reviews[-1].remark for one in queries.own_drafts(desk.person("editor"))] == ["Say which section."]
    with pytest.raises(NotAllowed), transaction():
        answering.approve(desk.person("editor2"), draft)
    with transaction():
        changed = answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Thank you, see section 2.")
    assert changed.state == AnswerState.DRAFT
    assert queries.for_me(desk.person("editor2")) == [changed]
    with pytest.raises(NotAllowed), transaction():
        answering.approve(desk.person("editor"), changed)


def test_an_approved_answer_whose_text_is_changed_waits_for_review_again(desk, round_, asked):
    with transaction():
        desk.answer(asked[0])
        answering.dispose(desk.person("editor2"), asked[0], Code.NOTED, "Other words.")
        assert answering.publish(desk.person("editor"), round_) == 0
    assert [one.reason for one in queries.for_me(desk.person("editor"))] == ["Other words."]
    assert queries.waiting(desk.person("editor")) == 1
    assert queries.waiting(desk.person("editor2")) == 0


def test_the_queue_shows_what_was_given_to_me_or_to_anybody_and_not_what_was_given_to_others(inside, desk, asked):
    with transaction():
        third = factories.person("editor3", "editor")
        mine = answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "One.", reviewer=desk.person("editor2"))
        anybody = answering.dispose(desk.person("editor"), asked[1], Code.NOTED, "Two.")
        others = answering.dispose(desk.person("editor"), asked[2], Code.NOTED, "Three.", reviewer=third)
    assert queries.for_me(desk.person("editor2")) == [mine, anybody]
    assert queries.for_others(desk.person("editor2")) == [others]
    assert queries.own_drafts(desk.person("editor")) == [mine, anybody, others]


def test_a_translation_is_a_row_of_its_own_and_its_correction_another(desk, answered):
    with transaction():
        translating.translate(desk.person("editor"), answered, "sr-Cyrl", "Осам је довољно.", 0)
        translating.translate(desk.person("editor2"), answered, "sr-Cyrl", "Осам их је довољно.", 1)
    assert queries.translation(answered, "sr-Cyrl").words == "Осам их је довољно."
    assert len(answered.translations) == 2
    assert answered.reason == "Eight are enough."
    with pytest.raises(Conflict, match="meanwhile"), transaction():
        translating.translate(desk.person("editor"), answered, "sr-Cyrl", "Other.", 1)
    with pytest.raises(Invalid, match="another language"), transaction():
        translating.translate(desk.person("editor"), answered, "en", "Same.")


def test_a_published_answer_is_changed_with_a_reason_that_stays_beside_both(desk, round_, asked, answered):
    with pytest.raises(Invalid, match="takes its place") as refusal, transaction():
        answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Better words.")
    assert refusal.value.field == "why"
    with transaction():
        desk.answer(asked[0], Code.NOTED, "Better words.", why="Section 2 was overlooked.")
        answering.publish(desk.person("editor"), round_)
    now = threads.answer_of(asked[0])
    assert (now.reason, now.why.reason) == ("Better words.", "Section 2 was overlooked.")
    assert (answered.state, answered.reason) == (AnswerState.PUBLISHED, "Eight are enough.")


def test_the_author_says_once_whether_the_answer_satisfies_and_may_change_it_while_there_is_time(desk, round_, answered):
    author = desk.person("citizen")
    with pytest.raises(Invalid, match="Say why"), transaction():
        reacting.react(author, answered, Feeling.NOT_SATISFIED, " ", DAYS)
    with transaction():
        reacting.react(author, answered, Feeling.NOT_SATISFIED, "Ten are needed.", DAYS)
    with clock.at(AFTER + timedelta(days=DAYS, seconds=-1)), transaction():
        reacting.react(author, answered, Feeling.SATISFIED, "", DAYS)
    assert [(one.feeling, one.reason) for one in queries.reactions(round_)] == [(Feeling.SATISFIED, "")]
    with clock.at(AFTER + timedelta(days=DAYS)), pytest.raises(IllegalMove, match="ended"), transaction():
        reacting.react(author, answered, Feeling.NOT_SATISFIED, "No.", DAYS)
    assert answered.comment.state == "disposed"


@pytest.mark.parametrize("name", ["cluster", "editor", "moderator", "admin"])
def test_nobody_else_says_whether_the_answer_satisfies(desk, answered, name):
    with pytest.raises(NotAllowed), transaction():
        reacting.react(desk.person(name), answered, Feeling.SATISFIED, "", DAYS)


def test_an_organisation_speaks_through_its_lead(desk, round_):
    with transaction():
        body = organisations.register(desk.person("cluster"), "Metal cluster", OrganisationKind.CLUSTER, "RS")
    with transaction():
        comment = desk.say(round_, name="cluster", organisation=body)
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        desk.answer(comment)
        answering.publish(desk.person("editor"), round_)
    answer = threads.answer_of(comment)
    with clock.at(AFTER):
        with pytest.raises(Invalid, match="Choose yourself or"), transaction():
            reacting.react(desk.person("cluster"), answer, Feeling.SATISFIED, "", DAYS)
        with transaction():
            reacting.react(desk.person("cluster"), answer, Feeling.SATISFIED, "", DAYS, body)
    assert [one.organisation.name for one in queries.reactions(round_)] == ["Metal cluster"]


def test_only_the_answer_that_counts_takes_reactions_and_the_report_counts_only_those(desk, round_, asked, answered):
    author = desk.person("citizen")
    with transaction():
        reacting.react(author, answered, Feeling.NOT_SATISFIED, "Ten are needed.", DAYS)
        desk.answer(asked[0], Code.NOTED, "Better words.", why="It was overlooked.")
        answering.publish(desk.person("editor"), round_)
    assert queries.reactions(round_) == []
    with pytest.raises(NotAllowed), transaction():
        reacting.react(author, answered, Feeling.SATISFIED, "", DAYS)
    with transaction():
        reacting.react(author, threads.answer_of(asked[0]), Feeling.SATISFIED, "", DAYS)
        moderating.hide(desk.person("moderator"), asked[0], "It is abusive.")
    assert queries.reactions(round_) == []


def test_a_withdrawn_or_hidden_comment_gets_no_answer_and_the_refusal_says_why(desk, round_, asked):
    with transaction():
        draft = answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Thank you.")
        moderating.hide(desk.person("moderator"), asked[0], "It is abusive.")
    with pytest.raises(IllegalMove, match="hidden R1-RS-001"), transaction():
        answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "Thank you.")
    with pytest.raises(IllegalMove, match="hidden R1-RS-001"), transaction():
        answering.approve(desk.person("editor2"), draft)
    assert queries.for_me(desk.person("editor2")) == []


def test_a_comment_is_not_deferred_to_a_round_that_has_closed(desk, round_, asked):
    with transaction():
        for comment in asked:
            desk.answer(comment)
        answering.publish(desk.person("editor"), round_)
        rounds.write_report(desk.person("editor"), round_, "What we heard.")
        rounds.complete(desk.person("editor"), round_)
        following = desk.open_round(desk.publish(SECOND, "0.2", round_.version))
        other = desk.say(following, name="cluster")
    with clock.at(following.closes_at):
        with transaction():
            rounds.begin_disposition(desk.person("editor"), following)
        with pytest.raises(Invalid, match="later round"), transaction():
            answering.dispose(desk.person("editor"), other, Code.DEFERRED, "Later.", deferred_to=round_)
        with pytest.raises(Invalid, match="later round"), transaction():
            answering.dispose(desk.person("editor"), other, Code.DEFERRED, "Later.", deferred_to=following)


def test_an_answer_of_a_hundred_thousand_characters_is_refused_with_its_length(desk, asked):
    with pytest.raises(Invalid, match="100000 characters") as refusal, transaction():
        answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "x" * 100_000)
    assert refusal.value.field == "reason"
    assert db.session.query(type(asked[0])).count() == 3


def test_what_another_editor_drafted_meanwhile_is_not_passed_over(desk, asked):
    with transaction():
        answering.dispose(desk.person("editor"), asked[0], Code.NOTED, "One.", seen=0)
    with pytest.raises(Conflict, match="meanwhile"), transaction():
        answering.dispose(desk.person("editor2"), asked[0], Code.NOTED, "Two.", seen=0)
    assert [one.reason for one in asked[0].dispositions] == ["One."]


def test_a_colleague_without_the_lead_says_nothing_and_who_leads_the_body_now_does(desk, round_):
    with transaction():
        twin = organisations.register(desk.person("cluster"), "Klaster metala", OrganisationKind.CLUSTER, "RS")
        body = organisations.register(desk.person("observer"), "Metal cluster", OrganisationKind.CLUSTER, "RS")
        colleague = organisations.ask(desk.person("citizen"), twin)
        organisations.admit(desk.person("cluster"), colleague)
        comment = desk.say(round_, name="cluster", organisation=twin)
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        desk.answer(comment)
        answering.publish(desk.person("editor"), round_)
        organisations.merge(desk.person("admin"), twin, body, "Registered twice.")
    answer = threads.answer_of(comment)
    with clock.at(AFTER):
        for name in ("citizen", "cluster"):
            with pytest.raises(NotAllowed), transaction():
                reacting.react(desk.person(name), answer, Feeling.SATISFIED, "", DAYS, twin)
        assert queries.voices(desk.person("observer"), answer) == [body]
        with transaction():
            reacting.react(desk.person("observer"), answer, Feeling.SATISFIED, "", DAYS, body)
    assert [one.organisation.name for one in queries.reactions(round_)] == ["Metal cluster"]


def test_an_answer_whose_target_is_gone_by_the_publication_is_named(desk, round_, asked):
    with transaction():
        desk.answer(asked[0], Code.DUPLICATE, "The same.", target=asked[1])
        moderating.hide(desk.person("moderator"), asked[1], "It is abusive.")
    with pytest.raises(Invalid, match="R1-RS-001"), transaction():
        answering.publish(desk.person("editor"), round_)
    assert threads.answer_of(asked[0]) is None
