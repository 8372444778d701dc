"""The words of mails: the author's own section with what changed in it, plain and as HTML, in every language, and safe whatever people write."""
import re
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as pages

from consult import clock
from consult.accounts.models import Account
from consult.comments.actions import answering, discussing
from consult.comments.rules import Code
from consult.db import db, transaction
from consult.i18n import LOCALES
from consult.journal.actions import record
from consult.notices import queries
from consult.notices.models import Mail, NoticeCursor
from consult.notices.rules import NOTICES, TOPICS, Told
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from consult.web import letters, postman
from consult.web.own_sections import lines
from consult.web.postman import compose
from tests import factories, page_faults
from tests.comments.conftest import AFTER, CLOSES, FIRST, SECOND, Desk
from tests.conftest import Browser, make_app
from tests.notices.conftest import mails
from tests.page_faults import check

OLD, NEW = "A cluster has at least *ten* members.\n\n- One.\n- Two.\n", "A cluster has at least *five* members.\n\n- One.\n- Two.\n- Three.\n"


@pytest.fixture
def desk(inside):
    return Desk(inside)


@pytest.fixture
def round_(desk):
    with transaction() as session:
        opened = desk.open_round(desk.publish())
        desk.comment = desk.say(opened)
        session.add(NoticeCursor(id=1, seq=queries.end_of_journal()))
    return opened


@pytest.fixture
def answered(desk, round_):
    """The comment of the citizen is accepted by a change in the working text of 0.2; the mail of the answer."""
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        working = desk.start(SECOND, "0.2", round_.version)
        desk.answer(desk.comment, Code.PARTLY, "Five is what was <agreed>.", changes=[(desk.comment.section_uid, working)])
        answering.publish(desk.person("editor"), round_)
    with clock.at(AFTER):
        postman.deliver()
    return mails()[-1]


def test_lines_show_what_went_what_came_and_the_words_that_differ():
    assert list(lines(OLD, NEW)) == [("-", "A cluster has at least *ten* members."), ("+", "A cluster has at least *five* members."), ("+", "Three.")]
    assert list(lines("Something.", "Other words!")) == [("-", "Something."), ("+", "Other words!")]
    assert list(lines(OLD, OLD)) == []
    assert list(lines("", "New.")) == [("+", "New.")]


BLOCKS = st.lists(st.sampled_from(["One.", "Two words.", "- a", "- b", "| a | b |\n|---|---|\n| c | d |"]), max_size=5)


@given(BLOCKS, BLOCKS)
def test_lines_have_a_sign_and_words_and_no_break(old, new):
    for sign, line in lines("\n\n".join(old), "\n\n".join(new)):
        assert sign in {"-", "+"}
        assert line.strip()
        assert "\n" not in line


def test_the_answer_shows_what_changed_in_the_authors_own_section(answered):
    assert answered.subject == "Your comment R1-RS-001 has been answered: Accepted in part"
    for words in ("Five is what was <agreed>.", "“2 Size”, from version 0.1 to version 0.2", "not fewer than *eight*.", "not fewer than *five*.", "is not published yet",
                  "http://127.0.0.1:5000/comments/R1-RS-001"):
        assert words in answered.body
    assert "schools" not in answered.body, "what changed in other sections is not the author's"
    page = pages.document_fromstring(answered.html)
    assert [e.text_content().removeprefix("deleted ") for e in page.iter("del")][:1] == ["eight"]
    assert [e.text_content().removeprefix("inserted ") for e in page.iter("ins")][:1] == ["five"]
    assert "&lt;agreed&gt;" in answered.html
    assert not page.xpath("//@style | //script | //img | //link")


def test_the_mail_of_an_answer_is_in_order_as_a_page(answered):
    assert page_faults.faults_of(answered.html, "mail") == []


def test_the_letter_is_a_page_of_its_own_under_the_strict_policy(template, tmp_path):
    shutil.copy(template, tmp_path / "demo.sqlite")
    app = make_app(f"sqlite:///{tmp_path / 'demo.sqlite'}", DEMONSTRATION=True, MAIL_FOLDER=str(tmp_path / "mail"))
    with clock.at(factories.DAY):
        with app.app_context():
            people = factories.cast()
            desk = Desk(lambda name: db.session.get_one(Account, people[name]))
            with transaction():
                desk.say(desk.open_round(desk.publish()))
            with clock.at(factories.DAY + timedelta(days=1)), transaction():
                rounds.extend(desk.person("editor"), db.session.get_one(Round, 1), CLOSES + timedelta(days=2), "More <b>time</b>.")
            postman.deliver()
            number = db.session.scalar(db.select(Mail.id).filter_by(topic="texts"))
            app.config["SECRET_KEY"] = "another secret after the next start, 0123456789"
            db.session.remove()
        browser = Browser(app.test_client())
        letter = browser.get(f"/mailbox/{number}/letter")
        check(letter, "letter")
        assert letter.headers["Content-Security-Policy"] == browser.get("/help/").headers["Content-Security-Policy"]
        assert "More &lt;b&gt;time&lt;/b&gt;." in letter.text
        assert browser.get("/mailbox/letter.css").status_code == 200
        check(browser.get(f"/mailbox/{number}"), "mail")
        for page in (letter.text, browser.get(f"/mailbox/{number}").text):
            links = [path for path in re.findall(r'href="(/[^"]*)"', page) if path.startswith(("/notices/stop/", "/rounds/1/"))]
            assert len(links) == 2
            assert [browser.get(path).status_code for path in links] == [200, 200]
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def test_an_answer_without_a_change_says_the_reason_alone(desk, round_):
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        desk.answer(desk.comment, Code.NOT_ACCEPTED, "Eight it stays.")
        answering.publish(desk.person("editor"), round_)
    postman.deliver()
    assert "Eight it stays." in mails()[-1].body
    assert "What changed" not in mails()[-1].body
    assert "<ins>" not in mails()[-1].html


def test_a_section_that_was_only_renamed_shows_its_new_name(desk, round_):
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        working = desk.start(FIRST.replace("## 2 Size", "## 2 Number of members"), "0.2", round_.version)
        desk.answer(desk.comment, Code.ACCEPTED, "", changes=[(desk.comment.section_uid, working)])
        answering.publish(desk.person("editor"), round_)
    postman.deliver()
    assert "+ 2 Number of members" in mails()[-1].body
    assert "Good day, Citizen,\n\nYour comment" in mails()[-1].body


def test_a_new_version_is_told_once_to_everyone_who_commented_earlier(desk, round_):
    with transaction():
        desk.say(round_, "And this.", "3")
        desk.say(round_, "I too.", "1", name="cluster")
    with clock.at(AFTER):
        with transaction():
            rounds.begin_disposition(desk.person("editor"), round_)
            for comment in answering.answers.unanswered(round_):
                desk.answer(comment)
            answering.publish(desk.person("editor"), round_)
            rounds.write_report(desk.person("editor"), round_, "What we heard.")
            rounds.complete(desk.person("editor"), round_)
        with transaction():
            second = desk.publish(SECOND, "0.2", round_.version)
            record("documents.publish", desk.person("editor"), second, label="0.2", digest=second.digest, sections=4, change_class="substantive", note="Again.", places={})
        postman.deliver()
        with transaction():
            desk.publish(SECOND.replace("Support", "Funding"), "0.3", second)
        postman.deliver()
    told = [(m.to.partition("@")[0], m.subject) for m in mails() if m.key.startswith("documents.publish")]
    assert told == [(name, f"Version {label} of Sample Model has been published") for label in ("0.2", "0.3") for name in ("citizen", "cluster")]


WORDS = ("<script>alert(1)</script>", "{{ 7 * 7 }} %(x)s {x}", "http://elsewhere.example/?a=1&b=<2>", "Ignore\u202eme", "line\n\n\n\nline", "# no heading", "-- \nno signature")


@pytest.mark.parametrize("words", WORDS)
def test_words_of_people_stay_words(desk, round_, words):
    with transaction():
        row = discussing.reply(desk.person("cluster"), desk.comment, words)
    made = compose("comments.reply", {"comment": desk.comment.public_id}, row, desk.person("citizen"))
    assert page_faults.faults_of(made.html, "mail") == []
    assert "<script" not in made.html
    assert words.splitlines()[0] in made.text


def sample(desk, round_, kind):
    """A row and facts of each kind that can be chosen about."""
    if kind == "comments.publish":
        return {"comment": desk.comment.public_id, "answer": 1}, desk.comment
    if kind == "comments.reply":
        return {"comment": desk.comment.public_id}, desk.comment.replies[0]
    if kind == "documents.publish":
        return {"label": "0.1"}, round_.version
    return {"round": 1, "reason": "More time.", "drafts": 2, "stage": "days"}, round_


@pytest.mark.parametrize("locale", [locale.code for locale in LOCALES])
def test_every_language_has_whole_mails_with_both_parts(desk, round_, locale):
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        working = desk.start(SECOND, "0.2", round_.version)
        desk.answer(desk.comment, Code.PARTLY, "Five.", changes=[(desk.comment.section_uid, working)])
        answering.publish(desk.person("editor"), round_)
        discussing.reply(desk.person("cluster"), desk.comment, "A reply.")
        account = desk.person("citizen")
        account.language = locale
        record("accounts.change_profile", None, account, fields=["language"])
    made = {kind: compose(kind, *sample(desk, round_, kind), account) for kind in TOPICS}
    made["digest"] = letters.compose_digest(account, [Told(kind, *sample(desk, round_, kind)) for kind in TOPICS])
    for kind, words in made.items():
        assert page_faults.faults_of(words.html, f"{kind} in {locale}") == []
        assert words.subject == words.subject.strip() != ""
        assert "{" not in words.text + words.subject
        assert "%(" not in words.text + words.subject
        assert "/notices/stop/" in words.text
        assert "/notices/stop/" in words.html
        assert pages.document_fromstring(words.html).get("dir") == "ltr"


def test_every_mail_has_its_words_and_a_stranger_finds_no_other(app):
    names = set(app.jinja_env.list_templates())
    assert {f"email/{kind}/{part}.txt" for kind in {*NOTICES, *TOPICS, "digest"} for part in ("subject", "body")} <= names


def test_a_mail_that_is_no_choice_says_so_by_offering_none(desk, round_):
    made = compose("comments.submit", {"comment": desk.comment.public_id, "receipt": "X", "round": 1}, desk.comment, desk.person("citizen"))
    assert "/notices/stop/" not in made.text + made.html
    assert db.session.scalar(db.select(Mail.id)) is None


def test_a_long_change_is_left_to_the_page(desk, round_, monkeypatch):
    monkeypatch.setattr(letters.own_sections, "LONGEST", 10)
    with clock.at(AFTER), transaction():
        rounds.begin_disposition(desk.person("editor"), round_)
        working = desk.start(SECOND, "0.2", round_.version)
        answer = desk.answer(desk.comment, Code.ACCEPTED, "", changes=[(desk.comment.section_uid, working)])
    made = compose("comments.publish", {"comment": desk.comment.public_id, "answer": answer.seq}, desk.comment, SimpleNamespace(id=1, name="Ana", language="en"))
    assert "too long for a mail" in made.text
    assert "too long for a mail" in made.html
