"""Reports, hiding, correcting and the one appeal, which another person decides."""
import pytest
from sqlalchemy import select

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import answering, discussing, moderating, writing
from consult.comments.queries import answers, threads
from consult.comments.rules import CommentState
from consult.db import db, transaction
from consult.errors import Conflict, IllegalMove, Invalid, NotAllowed
from consult.journal.models import JournalEntry
from consult.moderation import actions, queries
from consult.moderation.models import Report
from consult.moderation.rules import Outcome, ReportState
from consult.notices.models import Mail
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from consult.search.models import SearchRow
from consult.web import postman
from tests import factories
from tests.comments.conftest import AFTER, SECOND
from tests.comments.test_views import send, texts
from tests.page_faults import check

WHY = "It names a private person."


@pytest.fixture
def comment(inside, desk):
    with transaction():
        return desk.say(desk.open_round(desk.publish()), body="Words that somebody minds.")


@pytest.fixture
def hidden(inside, comment):
    with transaction():
        moderating.hide(inside("moderator"), comment, WHY)
    return queries.hiding_of(comment)


def found(comment):
    return db.session.scalar(select(SearchRow.folded).filter_by(kind="comment", ref=comment.public_id))


def kinds():
    return list(db.session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq)))


def test_a_person_reports_a_comment_once(inside, comment):
    with transaction():
        actions.report(inside("cluster"), comment, "It insults.")
    with pytest.raises(Conflict, match="reported this already"), transaction():
        actions.report(inside("cluster"), comment, "Again.")
    with transaction():
        actions.report(inside("observer"), comment, "It advertises.")
    cases, more = queries.waiting()
    assert [[one.reason for one in case.reports] for case in cases] == [["It insults.", "It advertises."]]
    assert more == 0


def test_nobody_reports_their_own_words_or_hidden_ones(inside, comment, hidden):
    for name in ("citizen", "cluster"):
        with pytest.raises(NotAllowed), transaction():
            actions.report(inside(name), comment, "Why not.")
    with pytest.raises(NotAllowed), transaction():
        actions.report(None, comment, "A visitor.")


def test_nobody_settles_reports_on_their_own_words(inside, desk):
    with transaction():
        mine = desk.say(desk.open_round(desk.publish()), name="moderator")
        actions.report(inside("cluster"), mine, "It insults.")
    case = queries.waiting()[0][0]
    with pytest.raises(NotAllowed), transaction():
        actions.dismiss(inside("moderator"), case, "I did not mean it so.")
    with transaction():
        actions.dismiss(inside("editor"), queries.waiting()[0][0], "It is sharp, and no insult.")
    assert queries.waiting() == ([], 0)


def test_a_report_needs_a_reason(inside, comment):
    with pytest.raises(Invalid), transaction():
        actions.report(inside("cluster"), comment, " \n ")


def test_what_is_left_standing_leaves_the_queue_with_a_note(inside, comment):
    with transaction():
        actions.report(inside("cluster"), comment, "It insults.")
        actions.report(inside("observer"), comment, "It does.")
    with transaction():
        actions.dismiss(inside("moderator"), queries.case(1), "Sharp, but about the text.")
    assert queries.waiting() == ([], 0)
    assert {one.state for one in queries.settled()} == {ReportState.DISMISSED}
    assert comment.state == CommentState.SUBMITTED
    with pytest.raises(NotAllowed), transaction():
        actions.dismiss(inside("citizen"), queries.Case(comment, list(db.session.scalars(select(Report)))), "No.")


def test_hiding_settles_the_reports(inside, comment):
    with transaction():
        actions.report(inside("cluster"), comment, "It names my neighbour.")
        moderating.hide(inside("moderator"), comment, WHY)
    (report,) = queries.settled()
    assert (report.state, report.note) == (ReportState.HIDDEN, WHY)


def test_the_queue_keeps_apart_the_comment_and_its_replies(inside, comment):
    with transaction():
        reply = discussing.reply(inside("cluster"), comment, "A reply.")
        actions.report(inside("observer"), reply, "This one.")
        actions.report(inside("observer"), comment, "And this one.")
    assert [case.thing for case in queries.waiting()[0]] == [reply, comment]


def test_the_queue_comes_in_pages(inside, comment, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    with transaction():
        for number in range(3):
            actions.report(inside("observer"), discussing.reply(inside("cluster"), comment, f"Reply {number}."), "Not good.")
    first, more = queries.waiting()
    second, end = queries.waiting(more)
    assert [case.thing.body for case in [*first, *second]] == ["Reply 0.", "Reply 1.", "Reply 2."]
    assert end == 0


def test_reports_are_not_public(inside, comment):
    with transaction():
        actions.report(inside("cluster"), comment, "It insults.")
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert entry.kind == "moderation.report"
    assert entry.facts == {"comment": comment.public_id}, "neither the reason nor the name"


def test_the_author_appeals_once(inside, hidden):
    with transaction():
        actions.appeal(inside("citizen"), hidden, "The name is that of the minister.")
    with pytest.raises(NotAllowed), transaction():
        actions.appeal(inside("citizen"), hidden, "And again.")


@pytest.mark.parametrize("name", ["cluster", "moderator", "editor", "admin"])
def test_nobody_else_appeals(inside, hidden, name):
    with pytest.raises(NotAllowed), transaction():
        actions.appeal(inside(name), hidden, "For them.")


def test_whoever_hid_the_words_does_not_decide_the_appeal(inside, hidden):
    with transaction():
        actions.appeal(inside("citizen"), hidden, "Please look again.")
    for step in (actions.restore, actions.uphold):
        with pytest.raises(NotAllowed), transaction():
            step(inside("moderator"), hidden, "I was right.")
        with pytest.raises(NotAllowed), transaction():
            step(inside("admin"), hidden, "No moderator.")


def test_without_an_appeal_nothing_is_shown_again(inside, hidden):
    with pytest.raises(NotAllowed), transaction():
        actions.restore(inside("editor"), hidden, "It may stand.")


def test_an_appeal_that_succeeds_shows_the_words_again(inside, comment, hidden):
    with transaction():
        actions.appeal(inside("citizen"), hidden, "Please look again.")
    assert found(comment) is None
    with transaction():
        actions.restore(inside("editor"), hidden, "The name is in the public interest.")
    assert (comment.state, comment.hidden_reason, comment.hidden_at) == (CommentState.SUBMITTED, "", None)
    assert hidden.outcome == Outcome.RESTORED
    assert kinds()[-3:] == ["comments.hide", "moderation.appeal", "moderation.restore"]
    assert "minds" in found(comment), "and are found again"


def test_an_answered_comment_comes_back_answered(inside, desk, comment):
    with clock.at(AFTER):
        with transaction():
            rounds.begin_disposition(inside("editor"), comment.round)
            desk.answer(comment)
            answering.publish(inside("editor"), comment.round)
            moderating.hide(inside("moderator"), comment, WHY)
        hiding = queries.hiding_of(comment)
        with transaction():
            actions.appeal(inside("citizen"), hiding, "Please look again.")
            actions.restore(inside("editor"), hiding, "It may stand.")
    assert comment.state == CommentState.DISPOSED


def test_a_comment_shown_again_after_its_round_is_answered_in_the_next(inside, desk, comment, hidden):
    round_ = comment.round
    with clock.at(AFTER):
        with transaction():
            actions.appeal(inside("citizen"), hidden, "Please look again.")
            rounds.begin_disposition(inside("editor"), round_)
            rounds.write_report(inside("editor"), round_, "What we heard.")
            rounds.complete(inside("editor"), round_)
        with transaction():
            actions.restore(inside("editor"), hidden, "It may stand.")
            following = desk.open_round(desk.publish(SECOND, "0.2", round_.version))
    with clock.at(AFTER + (AFTER - factories.DAY)):
        assert answers.answered_in(comment) is following
        with transaction():
            rounds.begin_disposition(inside("editor2"), following)
            rounds.write_report(inside("editor"), following, "What we heard.")
        with pytest.raises(IllegalMove, match="Without a published answer"), transaction():
            rounds.complete(inside("editor"), following)
        with transaction():
            desk.answer(comment)
            answering.publish(inside("editor"), following)
            rounds.complete(inside("editor"), following)
    assert comment.state == CommentState.DISPOSED


def test_words_hidden_again_can_be_appealed_against_again(inside, comment, hidden):
    with transaction():
        actions.appeal(inside("citizen"), hidden, "Please look again.")
        actions.restore(inside("editor"), hidden, "It may stand.")
    with transaction():
        moderating.hide(inside("editor2"), comment, "For another reason: it advertises.")
    with transaction():
        actions.appeal(inside("citizen"), queries.hiding_of(comment), "It does not.")
    assert queries.hiding_of(comment) is not hidden


def test_an_appeal_that_fails_is_the_end_of_it(inside, comment, hidden):
    with transaction():
        actions.appeal(inside("citizen"), hidden, "Please look again.")
        actions.uphold(inside("editor"), hidden, "It names a private person indeed.")
    assert comment.state == CommentState.HIDDEN
    for name in ("editor", "editor2"):
        with pytest.raises(NotAllowed), transaction():
            actions.restore(inside(name), hidden, "Or not.")
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc())).first()
    assert entry.facts == {"comment": comment.public_id, "reason": "It names a private person indeed."}


def test_a_hidden_reply_is_shown_again_on_appeal(inside, comment):
    with transaction():
        reply = discussing.reply(inside("cluster"), comment, "A reply.")
        moderating.hide_reply(inside("moderator"), reply, WHY)
    with transaction():
        actions.appeal(inside("cluster"), queries.hiding_of(reply), "It names nobody.")
        actions.restore(inside("editor"), queries.hiding_of(reply), "It names nobody indeed.")
    assert reply.hidden_reason == ""


def test_a_hidden_comment_opens_in_one_new_draft(inside, comment, hidden):
    with transaction():
        draft = actions.correct(inside("citizen"), comment)
    with transaction():
        assert actions.correct(inside("citizen"), comment) is draft
    assert (draft.body, draft.section_uid, draft.kind) == (comment.body, comment.section_uid, comment.kind)
    with pytest.raises(NotAllowed), transaction():
        actions.correct(inside("cluster"), comment)
    with transaction():
        writing.submit(inside("citizen"), comment.round, [draft], comment.capacity)
    assert comment.state == CommentState.HIDDEN


class TestPages:
    """The same as people see it."""

    @pytest.fixture
    def said(self, world, within):
        return within(lambda desk: desk.say(db.session.get_one(Round, world.round), body="Words that somebody minds.").public_id)

    def test_the_whole_way_from_report_to_restored(self, app, said, browser_of):
        page, reader, moderator, author, editor = f"/comments/{said}", *(browser_of(n) for n in ("cluster", "moderator", "citizen", "editor"))
        assert f"/moderation/report/{said}" in reader.get(page).text
        assert f"/moderation/report/{said}" not in author.get(page).text, "nobody reports themselves"
        check(reader.get(f"/moderation/report/{said}"), f"/moderation/report/{said}")
        assert reader.fill(f"/moderation/report/{said}", reason="It insults my cluster.").status_code == 303
        assert "You reported this" in reader.get(f"/moderation/report/{said}").text
        queue = moderator.get("/moderation/")
        check(queue, "/moderation/")
        assert "It insults my cluster." in queue.text
        assert "somebody minds" in queue.text
        for name in ("cluster", "citizen", None):
            assert browser_of(name).get("/moderation/").status_code in {302, 303, 403}
            assert "It insults my cluster" not in browser_of(name).get(page).text
        check(moderator.get(page + "/hide"), page + "/hide")
        moderator.fill(page + "/hide", reason="It insults.", sure="y")
        assert "It insults my cluster." not in moderator.get("/moderation/").text
        own = author.get(page)
        check(own, page)
        assert f"/moderation/correct/{said}" in own.text
        appeal = "/moderation/appeals/1/write"
        check(author.get(appeal), appeal)
        author.fill(appeal, words="It was about the text.")
        assert appeal not in author.get(page).text
        assert "It was about the text" not in reader.get(page).text
        assert "/moderation/appeals/1" not in moderator.get("/moderation/").text, "not by the one who hid it"
        check(editor.get("/moderation/appeals/1"), "/moderation/appeals/1")
        editor.fill("/moderation/appeals/1", outcome="restored", reason="Sharp words on a text are allowed.")
        shown = browser_of(None).get(page)
        check(shown, page)
        assert "somebody minds" in shown.text
        assert "Sharp words on a text are allowed." in shown.text
        assert "Sharp words on a text are allowed." in browser_of(None).get("/journal/").text

    def test_the_author_corrects_and_sends_again(self, app, people, said, browser_of):
        browser_of("moderator").fill(f"/comments/{said}/hide", reason="It insults.", sure="y")
        author = browser_of("citizen")
        led = author.fill(f"/comments/{said}", to=f"/moderation/correct/{said}")
        assert led.status_code == 303
        assert "Words that somebody minds." in author.get(led.location).text
        with app.app_context():
            (draft,) = threads.drafts_of(db.session.get_one(Account, people["citizen"]))
            assert draft.body == "Words that somebody minds."

    def test_the_page_of_hiding_says_who_can_take_it_back(self, said, browser_of):
        page = browser_of("moderator").get(f"/comments/{said}/hide").text
        assert "cannot be undone" not in page
        assert "another moderator or editor decides on an appeal" in page

    def test_links_in_comments_and_replies_are_not_followed(self, world, within, browser_of):
        number = within(lambda desk: desk.say(db.session.get_one(Round, world.round), body="See https://example.org/spam now.").public_id)
        browser_of("cluster").fill(f"/comments/{number}", to=f"/comments/{number}/reply", body="Or https://example.com/more", speaker="", language="en")
        page = browser_of(None).get(f"/comments/{number}").text
        for address in ("https://example.org/spam", "https://example.com/more"):
            assert f'<a href="{address}" rel="ugc nofollow noopener">' in page


def test_the_author_is_told_of_each_step_with_the_way_on(app, inside, desk, comment):
    with transaction():
        reply = discussing.reply(inside("cluster"), comment, "A reply.")
        moderating.hide_reply(inside("moderator"), reply, "It advertises.")
        moderating.hide(inside("moderator"), comment, WHY)
    with transaction():
        for thing, name in ((reply, "cluster"), (comment, "citizen")):
            actions.appeal(inside(name), queries.hiding_of(thing), "Please look again.")
        actions.uphold(inside("editor"), queries.hiding_of(reply), "It does advertise.")
        actions.restore(inside("editor"), queries.hiding_of(comment), "It names nobody.")
    postman.deliver()
    told = {(mail.to.partition("@")[0], mail.subject): mail.body for mail in db.session.scalars(select(Mail))}
    number = comment.public_id
    hidden, shown = told["citizen", f"Your comment {number} has been hidden"], told["citizen", f"Your appeal about comment {number}: your words are shown again"]
    assert WHY in hidden
    assert f"/comments/{number}" in hidden
    assert "appeal once" in hidden
    assert "It names nobody." in shown
    assert "It advertises." in told["cluster", f"Your reply to comment {number} has been hidden"]
    assert "It does advertise." in told["cluster", f"Your appeal about comment {number}: the words stay hidden"]
    assert not any("Please look again." in body or "Words that somebody minds." in body for body in (hidden, shown))


def test_everybody_who_moderates_reads_what_the_author_says_in_an_appeal(world, browser_of):
    citizen, moderator = browser_of("citizen"), browser_of("moderator")
    send(citizen, body="Sample words.")
    moderator.fill("/comments/R1-RS-001/hide", sure="y", reason="It names a private person.")
    assert citizen.fill("/moderation/appeals/1/write", words="The name is that of the minister.").status_code == 303
    page = texts(moderator.get("/moderation/"))
    assert "Somebody else decides this one" in page
    assert "The name is that of the minister." in page
