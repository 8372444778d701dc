"""What is gathered: told once, in the order of the sections, at its time; by one worker of several, on both databases, and whole after a crash."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from consult import clock
from consult.accounts import actions as accounts
from consult.accounts.models import Account
from consult.comments.actions import answering, discussing, moderating, writing
from consult.comments.models import Comment
from consult.comments.rules import Code, CommentKind
from consult.db import db, transaction
from consult.errors import NotAllowed
from consult.notices import queries
from consult.notices.actions import choosing, telling
from consult.notices.models import Mail, NoticeCursor, NoticeItem
from consult.notices.rules import Pace, Reminders, Topic, Words, due
from consult.rounds import actions as rounds
from consult.web import postman
from tests import factories
from tests.comments.conftest import AFTER, CLOSES, Desk
from tests.conftest import make_app
from tests.notices.conftest import mails

MORNING = due(Pace.DAILY, factories.DAY)
MONDAY = due(Pace.WEEKLY, factories.DAY)


@pytest.fixture
def desk(inside):
    return Desk(inside)


@pytest.fixture
def round_(desk):
    """A round in which the citizen has commented on sections 3 and 2, in this order; what was told of it is past."""
    with transaction() as session:
        opened = desk.open_round(desk.publish())
        desk.on_three, desk.on_two = desk.say(opened, "On the funding.", "3"), desk.say(opened, "On the size.", "2")
        session.add(NoticeCursor(id=1, seq=queries.end_of_journal()))
    return opened


def choose(desk, name="citizen", **paces):
    with transaction():
        choosing.choose(desk.person(name), desk.person(name), {Topic(topic): Pace(pace) for topic, pace in paces.items()})


def reply(desk, comment, body, name="cluster"):
    with transaction():
        return discussing.reply(desk.person(name), comment, body)


def items():
    return db.session.scalar(select(func.count()).select_from(NoticeItem))


def test_replies_wait_for_the_morning_and_come_in_the_order_of_the_sections(desk, round_, post):
    for comment, words in ((desk.on_three, "About money."), (desk.on_two, "About size."), (desk.on_three, "Money again.")):
        reply(desk, comment, words)
    assert postman.deliver() == 0
    with clock.at(MORNING - timedelta(seconds=1)):
        assert postman.deliver() == 0
    with clock.at(MORNING):
        assert postman.deliver() == 1
        assert postman.deliver() == 0
    got = post.got[0]
    assert got["Subject"] == "The consultation: 3 things are new for you"
    plain, html = (got.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for said in (plain, html):
        order = [said.index(words) for words in ("About size.", "About money.", "Money again.")]
        assert order == sorted(order)
    assert html.count("<h2>") == plain.count("(VERSION 0.1)") == 2
    assert html.count("<h1>") == 1
    assert got["List-Unsubscribe"]
    assert items() == 0


def test_a_week_is_gathered_for_who_wants_it(desk, round_, post):
    choose(desk, discussion="weekly")
    reply(desk, desk.on_two, "Yes.")
    with clock.at(MORNING):
        assert postman.deliver() == 0
    with clock.at(MONDAY):
        assert postman.deliver() == 1
    assert MONDAY > MORNING


def test_a_worker_that_slept_for_days_tells_everything_once(desk, round_, post):
    reply(desk, desk.on_two, "First.")
    postman.deliver()
    with clock.at(factories.DAY + timedelta(days=1)):
        reply(desk, desk.on_two, "Second.")
        postman.write()
    with clock.at(factories.DAY + timedelta(days=4)):
        postman.deliver()
        postman.deliver()
    words = "".join(got.get_body(("plain",)).get_content() for got in post.got)
    assert (words.count("First."), words.count("Second.")) == (1, 1)


def test_who_chooses_to_be_told_at_once_gets_what_was_waiting(desk, round_, post):
    reply(desk, desk.on_two, "Waiting.")
    postman.deliver()
    choose(desk, discussion="at_once")
    assert postman.deliver() == 1
    reply(desk, desk.on_two, "Straight away.")
    assert postman.deliver() == 1
    assert ["Waiting." in got.get_body(("plain",)).get_content() for got in post.got] == [True, False]


def test_who_wants_nothing_gets_nothing_and_what_waited_is_dropped(desk, round_, post):
    reply(desk, desk.on_two, "Waiting.")
    postman.deliver()
    assert items() == 1
    choose(desk, discussion="never", answers="never")
    reply(desk, desk.on_two, "More.")
    with clock.at(MONDAY):
        assert postman.deliver() == 0
    assert items() == 0


def test_saving_the_same_choice_again_puts_nothing_off(desk, round_):
    reply(desk, desk.on_two, "Waiting.")
    postman.deliver()
    with clock.at(MORNING + timedelta(hours=1)):
        choose(desk, discussion="daily")
        assert postman.deliver() == 1


def test_a_reply_hidden_meanwhile_is_not_told(desk, round_, post):
    row = reply(desk, desk.on_two, "An insult.")
    reply(desk, desk.on_two, "A thought.")
    postman.deliver()
    with transaction():
        moderating.hide_reply(desk.person("moderator"), row, "It insults.")
    with clock.at(MORNING):
        postman.deliver()
    words = str(post.got[-1])
    assert "A thought." in words
    assert "An insult." not in words


def test_nobody_is_told_what_they_said_themselves_and_those_who_talked_before_are(desk, round_, post):
    for name in ("citizen", "cluster", "observer"):
        choose(desk, name, discussion="at_once")
    reply(desk, desk.on_two, "I agree.", "cluster")
    reply(desk, desk.on_two, "Thank you.", "citizen")
    postman.deliver()
    assert sorted((got["To"].partition("@")[0], got["Subject"].partition(" ")[0]) for got in post.got) == [("citizen", "Cluster"), ("cluster", "Citizen")]
    assert {got["References"] for got in post.got} == {f"<comment-{desk.on_two.public_id}@127.0.0.1>"}


def test_answers_can_be_gathered_with_replies(desk, round_, post):
    choose(desk, answers="daily", texts="weekly")
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        for comment in (desk.on_three, desk.on_two):
            desk.answer(comment, Code.NOT_ACCEPTED, f"The reason for {comment.public_id}.")
        answering.publish(desk.person("editor"), round_)
    with clock.at(AFTER):
        reply(desk, desk.on_two, "A pity.")
        assert postman.deliver() == 0
    with clock.at(due(Pace.DAILY, AFTER)):
        assert postman.deliver() == 1
    html = post.got[0].get_body(("html",)).get_content()
    assert html.count("<h2>") == 2
    assert html.index(f"The reason for {desk.on_two.public_id}.") < html.index("A pity.") < html.index(f"The reason for {desk.on_three.public_id}.")


def test_nobody_chooses_for_another(desk, round_):
    with pytest.raises(NotAllowed), transaction():
        choosing.choose(desk.person("admin"), desk.person("citizen"), {Topic.ANSWERS: Pace.NEVER})


def test_a_digest_is_not_written_to_who_has_left(desk, round_, post):
    reply(desk, desk.on_two, "Waiting.")
    postman.deliver()
    with transaction():
        accounts.close(desk.person("citizen"), desk.person("citizen"))
    with clock.at(MORNING):
        assert postman.deliver() == 0
    assert items() == 0


# --- reminders ------------------------------------------------------------------------------------------------------


def draft(desk, round_, name="cluster"):
    with transaction():
        return writing.save_draft(desk.person(name), round_, None, CommentKind.GENERAL, "Half a thought.")


def told_at(moment):
    with clock.at(moment):
        postman.deliver()
        return postman.deliver()


def test_who_has_unsent_drafts_is_reminded_once_seven_days_and_once_a_day_before_the_close(desk, round_, post):
    draft(desk, round_)
    draft(desk, round_)
    for hours in range(24 * 10, 0, -6):
        told_at(CLOSES - timedelta(hours=hours))
    assert [(got["To"], got["Subject"]) for got in post.got] == [("cluster@sample.test", "Round 1 closes soon, and 2 drafts of yours are not sent")] * 2
    assert [got["Date"].datetime for got in post.got] == [CLOSES - timedelta(days=7), CLOSES - timedelta(days=1)]
    assert all(got["List-Unsubscribe"] and got["References"] == "<round-1@127.0.0.1>" for got in post.got)


def test_who_has_sent_everything_is_not_reminded(desk, round_, post):
    row = draft(desk, round_)
    with transaction():
        writing.submit(desk.person("cluster"), round_, [row], "self")
    told_at(CLOSES - timedelta(hours=5))
    assert [got["Subject"] for got in post.got if "closes soon" in got["Subject"]] == []


def test_who_writes_just_now_is_left_in_peace(desk, round_, post):
    with clock.at(CLOSES - timedelta(hours=5)):
        draft(desk, round_)
        postman.deliver()
        assert post.got == []
    told_at(CLOSES - timedelta(hours=3))
    assert len(post.got) == 1


def test_a_worker_that_slept_reminds_once_and_never_after_the_close(desk, round_, post):
    draft(desk, round_)
    told_at(CLOSES - timedelta(hours=3))
    told_at(CLOSES)
    told_at(CLOSES + timedelta(days=1))
    assert len(post.got) == 1


def test_a_new_close_has_reminders_of_its_own(desk, round_, post):
    draft(desk, round_)
    told_at(CLOSES - timedelta(hours=3))
    with clock.at(CLOSES - timedelta(hours=2)), transaction():
        rounds.extend(desk.person("editor"), round_, CLOSES + timedelta(days=3), "More time.")
    told_at(CLOSES + timedelta(days=2, hours=20))
    assert [got["To"] for got in post.got if "closes soon" in got["Subject"]] == ["cluster@sample.test"] * 2


def test_who_wants_no_reminder_gets_none(desk, round_, post):
    draft(desk, round_)
    choose(desk, "cluster", reminders="never")
    told_at(CLOSES - timedelta(hours=3))
    assert post.got == []


def test_the_settings_say_when(app, desk, round_, post):
    app.config["REMIND_DAYS"], app.config["REMIND_HOURS"] = 0, 2
    draft(desk, round_)
    for hours in (100, 20, 3, 1):
        told_at(CLOSES - timedelta(hours=hours))
    assert [got["Date"].datetime for got in post.got] == [CLOSES - timedelta(hours=1)]


# --- crashes and races ------------------------------------------------------------------------------------------------


class Killed(Exception):
    """The worker is gone."""


def dying(*_):
    raise Killed


def test_a_worker_killed_while_it_writes_a_digest_loses_nothing_and_tells_nothing_twice(desk, round_, post):
    reply(desk, desk.on_two, "Waiting.")
    postman.deliver()
    with clock.at(MORNING):
        with pytest.raises(Killed), transaction():
            telling.gather(dying)
        assert items() == 1
        with pytest.raises(Killed), transaction():
            dying(telling.gather(lambda *_: Words("Half", "Half")))
        assert (items(), mails()) == (1, [])
        assert postman.deliver() == 1
    assert items() == 0


def test_a_worker_killed_while_it_reads_the_journal_reads_it_again(desk, round_, post):
    choose(desk, discussion="at_once")
    for words in ("One.", "Two."):
        reply(desk, desk.on_two, words)
    calls = []

    def dies_at_the_second(*arguments):
        calls.append(arguments)
        return dying() if len(calls) == 2 else postman.compose(*arguments)

    with pytest.raises(Killed), transaction():
        telling.spread(dies_at_the_second)
    assert mails() == []
    assert postman.deliver() == 2


def test_a_mail_that_cannot_be_written_holds_up_none_that_is_written(desk, round_, post, monkeypatch):
    choose(desk, discussion="at_once")
    reply(desk, desk.on_two, "One.")
    postman.write()
    reply(desk, desk.on_two, "Two.")
    monkeypatch.setattr(postman, "compose", dying)
    with pytest.raises(Killed):
        postman.deliver()
    assert len(post.got) == 1


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request, tmp_path):
    """An application on a file of SQLite or on PostgreSQL, with twelve replies and one draft."""
    address = f"sqlite:///{tmp_path / 'consult.sqlite'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    app = make_app(address, MAIL_FOLDER=str(tmp_path / "mail"))
    with app.app_context():
        with clock.at(factories.DAY):
            upgrade()
            people = factories.cast()
            desk = Desk(lambda name: db.session.get_one(Account, people[name]))
            with transaction():
                opened = desk.open_round(desk.publish())
                comment = desk.say(opened)
            with transaction():
                for number in range(12):
                    discussing.reply(desk.person("cluster"), db.session.get_one(Comment, comment.id), f"Reply {number:02}.")
                writing.save_draft(desk.person("observer"), opened, None, CommentKind.GENERAL, "Half a thought.")
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


def together(app, moment, work, workers=6):
    """Let several workers do the same at once."""
    def one(_):
        with app.app_context(), clock.at(moment):
            try:
                return work()
            finally:
                db.session.remove()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(one, range(workers)))


def test_of_six_workers_each_thing_is_written_by_one_and_sent_by_one(shared, serve):
    inbox, shared.config["MAIL_SERVER"] = serve()
    together(shared, factories.DAY, postman.deliver)
    together(shared, MORNING, postman.deliver)
    together(shared, CLOSES - timedelta(hours=3), postman.deliver)
    told = [got for got in inbox.got if got["To"] == "citizen@sample.test" and "things are new" in got["Subject"]]
    assert len(told) == 1
    assert [told[0].get_body(("plain",)).get_content().count(f"Reply {n:02}.") for n in range(12)] == [1] * 12
    assert [got["To"] for got in inbox.got if "closes soon" in got["Subject"]] == ["observer@sample.test"]
    names = [got["Message-ID"] for got in inbox.got]
    assert len(names) == len(set(names)) == db.session.scalar(select(func.count()).select_from(Mail))


def test_six_workers_remind_once(shared):
    limits = Reminders()

    def work():
        with transaction():
            telling.remind(postman.compose, limits)

    together(shared, CLOSES - timedelta(hours=3), work)
    assert [m.to for m in db.session.scalars(select(Mail))] == ["observer@sample.test"]
