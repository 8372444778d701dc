"""The pages of groups: what editors do with them, what everybody reads, and one answer for many authors."""
import re

import pytest
from sqlalchemy import event

from consult import clock
from consult.comments.actions import answering, moderating
from consult.comments.models import Comment, Disposition
from consult.db import db, transaction
from consult.notices.models import Mail
from consult.organisations import actions as organisations
from consult.organisations.rules import OrganisationKind
from consult.rounds import actions as rounds
from consult.rounds.models import Round
from consult.similar.queries import groups
from consult.web import postman
from tests import factories
from tests.comments.conftest import AFTER
from tests.similar.conftest import CAMPAIGN, CYRILLIC, EDITED, LATIN, OTHER


@pytest.fixture
def sent(world, within):
    """Two groups and one alone; the numbers of the comments."""

    def say(desk):
        round_ = db.session.get_one(Round, world.round)
        texts = ((CAMPAIGN, "citizen"), (CAMPAIGN, "cluster"), (EDITED, "moderator"), (OTHER, "citizen"), (CYRILLIC, "citizen"), (LATIN, "cluster"))
        return [desk.say(round_, text, name=name).public_id for text, name in texts]

    return within(say)


@pytest.fixture
def group(app, sent):
    """The number of the group of a comment."""

    def number(public_id=sent[0]):
        with app.app_context():
            one = db.session.query(Comment).filter_by(public_id=public_id).one()
            return groups.group_of([one.id]).get(one.id, (None, 0))[0]

    return number


def ticked(page):
    return re.findall(r'name="group" value="(\d+)"', page)


def test_the_list_names_each_group_once_with_its_size_and_who_is_in_it(browser_of, sent):
    page = browser_of("editor").get("/similar/1/").text
    assert "3 comments like R1-RS-001" in page
    assert "2 comments like R1-RS-004" in page
    assert len(ticked(page)) == 2
    assert "Serbia" in page
    assert OTHER not in page


def test_a_group_shows_the_common_words_once_and_what_others_have_otherwise(browser_of, sent, group):
    page = browser_of("editor").get(f"/similar/1/{group()}").text
    assert page.count("because clusters without a market for their services") == 1
    assert "2 comments in the same words" in page
    assert re.search(r"<del>.*five</del>\s*<ins>.*four</ins>", page)


def test_what_is_said_in_another_language_is_shown_whole_and_not_as_a_change(browser_of, sent, group):
    editor = browser_of("editor")
    assert editor.fill(f"/similar/1/{group()}", to=f"/similar/1/{group()}/join", comment=sent[5]).status_code == 303
    page = editor.get(f"/similar/1/{group()}").text
    assert "Said otherwise from beginning to end, or in another language" in page
    assert re.search(r">\s*(<p>)?Praks", page) or CYRILLIC in page
    assert page.count("<del>") == 1, "only the edited wording is shown as a change"


def test_two_alphabets_differ_in_nothing(browser_of, sent, group):
    page = browser_of("editor").get(f"/similar/1/{group(sent[4])}").text
    assert "2 comments in the same words" in page


def test_groups_are_for_editors_only(browser_of, sent, group):
    for name in (None, "citizen", "moderator"):
        for address in ("/similar/1/", f"/similar/1/{group()}"):
            assert browser_of(name).get(address).status_code in {302, 303, 403}
        assert browser_of(name).client.post(f"/similar/comments/{sent[0]}/separate").status_code in {302, 303, 400, 403}
    assert group() is not None


def test_one_click_takes_a_comment_out_and_another_puts_it_back(browser_of, sent, group):
    editor, number = browser_of("editor"), group()
    assert editor.fill(f"/similar/1/{number}", to=f"/similar/comments/{sent[2]}/separate").status_code == 303
    page = editor.get(f"/similar/1/{number}").text
    assert "2 comments like" in page
    assert "Taken out by an editor" in page
    assert editor.fill(f"/similar/1/{number}", to=f"/similar/comments/{sent[2]}/put-back").status_code == 303
    assert "3 comments like" in editor.get(f"/similar/1/{number}").text


def test_ticked_groups_become_one_and_that_can_be_taken_back(browser_of, sent, group):
    editor = browser_of("editor")
    both = ticked(editor.get("/similar/1/").text)
    joined = editor.fill("/similar/1/", to="/similar/1/join", group=both)
    assert "5 comments like" in editor.get(joined.location).text
    assert "Tick two groups" in editor.client.get(editor.fill("/similar/1/", to="/similar/1/join", group=both[:1]).location).text
    assert editor.get(f"/similar/1/{max(map(int, both))}").location.endswith(joined.location)
    part = re.search(r'action="(/similar/joinings/\d+/part)"', editor.get(joined.location).text)[1]
    editor.fill(joined.location, to=part)
    assert len(ticked(editor.get("/similar/1/").text)) == 2


def test_numbers_that_no_row_has_are_no_groups(browser_of, sent, group):
    editor, both = browser_of("editor"), ticked(browser_of("editor").get("/similar/1/").text)
    for odd in ("99999999999999999999", "2147483648", "-1", "x", "²"):
        assert "Tick two groups" in editor.client.get(editor.fill("/similar/1/", to="/similar/1/join", group=[odd, both[0]]).location).text
        assert editor.get(f"/comments/answer?group={odd}&wording={odd}").status_code == 404
    joined = editor.fill("/similar/1/", to="/similar/1/join", group=["0", "999999", *both])
    assert "5 comments like" in editor.get(joined.location).text


def test_a_single_comment_is_joined_by_its_number_and_a_wrong_number_is_said(browser_of, sent, group):
    editor, number = browser_of("editor"), group()
    wrong = editor.fill(f"/similar/1/{number}", to=f"/similar/1/{number}/join", comment="R9-XX-001")
    assert wrong.status_code == 422
    assert "There is no comment with this number." in wrong.text
    assert 'value="R9-XX-001"' in wrong.text
    editor.fill(f"/similar/1/{number}", to=f"/similar/1/{number}/join", comment=sent[3].lower())
    assert "4 comments like" in editor.get(f"/similar/1/{number}").text


def test_everybody_reads_how_many_others_wrote_nearly_the_same_hidden_ones_left_out(browser_of, sent, within):
    page = browser_of(None).get(f"/comments/{sent[0]}").text
    assert "2 other comments say nearly the same" in page
    assert "nearly the same" not in browser_of(None).get(f"/comments/{sent[3]}").text
    within(lambda desk: moderating.hide(desk.person("moderator"), db.session.query(Comment).filter_by(public_id=sent[2]).one(), "Sample reason."))
    assert "1 other comment says nearly the same" in browser_of(None).get(f"/comments/{sent[0]}").text
    listed = browser_of(None).get(f"/similar/of/{sent[0]}").text
    assert sent[1] in listed
    assert sent[2] not in listed
    assert "nearly the same" not in browser_of(None).get(f"/comments/{sent[2]}").text
    assert browser_of(None).get(f"/similar/of/{sent[2]}").status_code == 404


def test_a_name_that_is_withheld_is_withheld_in_the_list_too_and_an_organisation_is_counted_once(browser_of, world, within, people):
    def say(desk):
        round_ = db.session.get_one(Round, world.round)
        body = organisations.register(desk.person("cluster"), "Wood cluster (sample)", OrganisationKind.CLUSTER, "RS")
        said = [desk.say(round_, CAMPAIGN, name="observer", name_shown=False), desk.say(round_, CAMPAIGN, name="observer", name_shown=False),
                desk.say(round_, CAMPAIGN, name="cluster", organisation=body), desk.say(round_, EDITED, name="cluster", organisation=body)]
        return desk.say(round_, CAMPAIGN).public_id, said

    number, _said = within(say)
    page = browser_of(None).get(f"/similar/of/{number}").text
    assert "4 other comments say nearly the same: 1 organisation, 2 comments by persons." in " ".join(page.split())
    assert "Observer" not in page
    assert page.count("Name withheld") == 2


def test_thirty_authors_get_one_answer_and_thirty_mails(app, browser_of, world, within):
    def campaign(desk):
        round_ = db.session.get_one(Round, world.round)
        authors = [factories.person(f"author{at}") for at in range(30)]
        byname = {one.name: one for one in authors}
        desk.person = lambda name, former=desk.person: byname.get(name) or former(name)
        for at, author in enumerate(authors):
            desk.say(round_, CAMPAIGN if at % 3 else EDITED, name=author.name)
        return groups.group_of([db.session.query(Comment).first().id]).popitem()[1]

    number, size = within(campaign)
    assert size == 30
    within(lambda desk: rounds.begin_disposition(desk.person("editor"), db.session.get_one(Round, world.round)), at=AFTER)
    with clock.at(AFTER):
        editor = browser_of("editor")
        link = re.search(r'href="(/comments/answer\?group=\d+)"', editor.get(f"/similar/1/{number}").text)[1]
        assert editor.fill(link, to="/comments/answer", comment=_numbers(editor, link), code="noted", reason="Thank you for the campaign.").status_code == 303

    def approve_and_publish(desk):
        for one in db.session.query(Disposition):
            answering.approve(desk.person("editor2"), one)
        return answering.publish(desk.person("editor"), db.session.get_one(Round, world.round))

    assert within(approve_and_publish, at=AFTER) == 30
    with clock.at(AFTER), app.app_context():
        postman.deliver()
        mails = [mail for mail in db.session.query(Mail) if "Thank you for the campaign." in mail.body]
        assert len({mail.account_id for mail in mails}) == 30


def _numbers(editor, link):
    return re.findall(r'name="comment" value="([^"]+)"', editor.get(link).text)


def test_the_ticked_wordings_of_a_group_are_answered_together(browser_of, sent, group, world, within):
    with clock.at(AFTER):
        editor = browser_of("editor")
        wordings = re.findall(r'name="wording" value="(\d+)"', editor.get(f"/similar/1/{group()}").text)
        assert _numbers(editor, f"/comments/answer?wording={wordings[0]}") == [sent[0], sent[1]]
        assert _numbers(editor, f"/comments/answer?wording={wordings[0]}&wording={wordings[1]}") == sorted(sent[:3], key=sent.index)
        assert editor.get("/comments/answer?group=9999").status_code == 404


def test_comments_from_before_are_compared_by_one_button(app, browser_of, sent, group):
    before = group()
    with app.app_context(), transaction():
        for table in ("similar_place", "similar_band", "similar_wording"):
            db.session.execute(db.text(f"DELETE FROM {table}"))
    editor = browser_of("editor")
    assert "6 comments came before comparing was there" in editor.get("/similar/1/").text
    editor.fill("/similar/1/", to="/similar/1/compare")
    assert len(ticked(editor.get("/similar/1/").text)) == 2
    assert before is not None


def test_a_round_without_groups_says_what_will_be_there(browser_of, world):
    assert "No two comments are alike" in browser_of("editor").get("/similar/1/").text


def test_the_command_compares_every_round(app, sent):
    told = app.test_cli_runner().invoke(args=["consult", "similar"])
    assert "Round 1: 6 comments compared; 5 of them stand in 2 groups." in told.output


def test_the_list_reads_the_same_number_of_statements_for_any_number_of_groups(app, browser_of, world, within, sent):
    def more(desk):
        round_ = db.session.get_one(Round, world.round)
        for at in range(6):
            for _ in range(2):
                desk.say(round_, f"{OTHER} Number {at} " + " ".join(f"word{at}{n}" for n in range(40)))

    editor, counts = browser_of("editor"), []
    editor.get("/similar/1/")  # what is read once per server
    for _ in range(2):
        counts.append(_statements(app, editor))
        within(more)
    assert counts[0] == counts[1]


def _statements(app, browser):
    seen = []
    with app.app_context():
        engine = db.engine

    def note(*args):
        seen.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    try:
        browser.get("/similar/1/")
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


