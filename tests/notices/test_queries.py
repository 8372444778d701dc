"""Each person is told what concerns them, and nobody else is: over the real actions, in every language."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult import clock
from consult.accounts import actions as accounts
from consult.ballots import actions as ballots
from consult.ballots.rules.counting import PRESETS
from consult.ballots.rules.life import BallotKind
from consult.comments.actions import answering, moderating, writing
from consult.comments.rules import Code
from consult.db import db, transaction
from consult.evidence.actions import keep
from consult.i18n import LOCALES
from consult.journal.actions import record
from consult.journal.rules import KINDS
from consult.moderation import actions as moderation
from consult.moderation import queries as hidings
from consult.notices import queries
from consult.notices.models import Mail, NoticeCursor
from consult.notices.rules import NOTICES
from consult.parties.models import Party
from consult.rounds import actions as rounds
from consult.web import postman
from consult.workgroup import actions as workgroup
from consult.workgroup.rules import MandateRole
from tests.comments.conftest import AFTER, CLOSES, SECOND, Desk


@pytest.fixture
def desk(inside):
    return Desk(inside)


@pytest.fixture
def told(app, inside):
    """told() delivers and gives (kind, receiver) of the mails since the last time; told.mails are the rows."""
    with transaction() as session:
        session.add(NoticeCursor(id=1, seq=queries.end_of_journal()))
    seen = [0]

    def deliver():
        postman.deliver()
        rows = list(db.session.scalars(select(Mail).where(Mail.id > seen[0]).order_by(Mail.id)))
        seen[0] = max([seen[0], *(row.id for row in rows)])
        deliver.mails = rows
        return [(row.key.partition("-")[0], row.to.partition("@")[0]) for row in rows]

    return deliver


@pytest.fixture
def round_(desk, told):
    """A round with a comment of the citizen; what was told of it is past."""
    with transaction():
        opened = desk.open_round(desk.publish())
        desk.comment = desk.say(opened)
    told()
    return opened


def test_every_notice_has_its_kind_and_its_words(app):
    assert set(NOTICES) <= set(KINDS)
    names = app.jinja_env.list_templates()
    assert {f"email/{kind}/{part}.txt" for kind in NOTICES for part in ("subject", "body")} <= set(names)


def test_a_submission_gets_one_receipt(desk, told):
    with transaction():
        opened = desk.open_round(desk.publish())
        drafts = [writing.save_draft(desk.person("citizen"), opened, desk.uid(opened.version, number), "substance", f"On {number}.") for number in ("2", "3")]
        sent = writing.submit(desk.person("citizen"), opened, drafts, "self")
    assert told() == [("comments.submit", "citizen")]
    assert sent.receipt in told.mails[0].subject
    assert all(comment.public_id in told.mails[0].body for comment in sent.comments)


def test_an_answer_is_told_to_its_author(desk, told, round_):
    with transaction():
        other = desk.say(round_, name="cluster")
    told()
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        desk.answer(desk.comment, Code.NOT_ACCEPTED, "Eight is what the members agreed on.")
        desk.answer(other)
        answering.publish(desk.person("editor"), round_)
    with clock.at(AFTER):
        assert told() == [("comments.publish", "citizen"), ("comments.publish", "cluster")]
    mail = told.mails[0]
    assert "Not accepted" in mail.subject
    assert "Eight is what the members agreed on." in mail.body
    assert f"http://127.0.0.1:5000/comments/{desk.comment.public_id}" in mail.body


def test_the_author_of_a_hidden_comment_is_told_why(desk, told, round_):
    with transaction():
        moderating.hide(desk.person("moderator"), desk.comment, "It names a private person.")
    assert told() == [("comments.hide", "citizen")]
    assert "It names a private person." in told.mails[0].body


def test_moderators_are_told_of_reports_and_appeals(desk, told, round_):
    with transaction():
        moderation.report(desk.person("cluster"), desk.comment, "It names a private person.")
    assert told() == [("moderation.report", "moderator")]
    with transaction():
        moderating.hide(desk.person("moderator"), desk.comment, "It names a private person.")
    told()
    with transaction():
        moderation.appeal(desk.person("citizen"), hidings.hiding_of(desk.comment), "It is a public office.")
    assert told() == [("moderation.appeal", "moderator")]


def test_editors_are_told_where_nobody_moderates(desk, told, round_):
    with transaction():
        accounts.end_role(desk.person("admin"), desk.person("moderator"), next(g for g in desk.person("moderator").grants if g.role == "moderator" and g.ended_at is None))
    told()
    with transaction():
        moderation.report(desk.person("cluster"), desk.comment, "It names a private person.")
    assert {("moderation.report", "editor")} <= set(told())


def test_a_new_version_and_its_round_are_told_to_those_who_commented_before(desk, told, round_):
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        desk.answer(desk.comment)
        answering.publish(desk.person("editor"), round_)
        rounds.write_report(desk.person("editor"), round_, "What we heard, and what changed.")
        rounds.complete(desk.person("editor"), round_)
    with clock.at(AFTER):
        told()
        with transaction():
            version = desk.publish(SECOND, "0.2", round_.version)
        assert told() == [("documents.publish", "citizen")]
        assert "/documents/model/compare/0.1/0.2" in told.mails[0].body
        with transaction():
            second = desk.open_round(version)
        assert told() == [("rounds.schedule", "citizen")]
        with transaction():
            rounds.extend(desk.person("editor"), second, second.closes_at + timedelta(days=7), "Many were on holiday.")
        assert told() == [("rounds.extend", "citizen")]
        assert "Many were on holiday." in told.mails[0].body


def test_nobody_is_told_after_closing_the_account(desk, told, round_):
    with transaction():
        rounds.extend(desk.person("editor"), round_, CLOSES + timedelta(days=3), "More time.")
    with transaction():
        accounts.close(desk.person("citizen"), desk.person("citizen"))
    assert told() == []


def mandate(desk, name="observer", code="HR"):
    letter = keep(f"{name}.txt", "text/plain", f"Letter for {name}".encode())
    row = workgroup.record_mandate(desk.person("editor"), desk.person(name), db.session.get_one(Party, code), MandateRole.PRINCIPAL, clock.now(), None, "Ministry", "1/2026",
                                   date(2026, 10, 1), letter)
    workgroup.verify_mandate(desk.person("editor2"), row)
    return row


def test_a_mandate_and_a_ballot_are_told_to_its_holder(desk, told, round_):
    with transaction():
        row = mandate(desk)
        ended = mandate(desk, "cluster", "RS")
    assert told() == [("workgroup.verify_mandate", "observer"), ("workgroup.verify_mandate", "cluster")]
    assert "Croatia" in told.mails[0].body
    with clock.at(clock.now() + timedelta(days=1)):
        with transaction():
            workgroup.end_mandate(desk.person("editor"), ended, clock.now(), "Another post.")
        with transaction():
            ballot = ballots.prepare(desk.person("editor"), round_.version, "Is it approved?", BallotKind.PROCEDURAL, "procedural", PRESETS["procedural"],
                                     clock.now(), clock.now() + timedelta(days=20))
            ballots.open(desk.person("editor2"), ballot)
        assert told() == [("workgroup.end_mandate", "cluster"), ("ballots.open", "observer"), ("ballots.open", "coordinator")], (
            "whose mandate ended, the holder of the other, then who follows what the seats decide")
    assert "Is it approved?" in told.mails[1].body
    assert row.account_id == told.mails[1].account_id


@pytest.mark.parametrize("locale", [locale.code for locale in LOCALES])
def test_every_language_has_whole_mails(desk, told, locale):
    with transaction():
        for name in ("citizen", "observer"):
            desk.person(name).language = locale
            record("accounts.change_profile", None, desk.person(name), fields=["language"])
    with transaction():
        opened = desk.open_round(desk.publish())
        comment = desk.say(opened)
        mandate(desk)
    with transaction():
        moderating.hide(desk.person("moderator"), comment, "A reason.")
    assert len(told()) == 3
    for mail in told.mails:
        assert mail.language == locale
        assert mail.subject
        assert mail.subject == mail.subject.strip()
        assert "{" not in mail.body
        assert "%(" not in mail.subject + mail.body
