"""The inbox as editors see it: filters in the address, steps with ticked comments, one comment with its notes."""
import re

import pytest

from consult.accounts import actions as accounts
from consult.accounts.models import Account
from consult.db import db, transaction
from consult.inbox.models import InboxChoice, InboxNote


def listed(page):
    """The comments of a list."""
    return re.findall(r'id="tick-\d+" name="comment" value="([^"]+)"', page.text)


def unread(page):
    return page.text.count("inbox-unread")


def send(browser, target, comments, page="/inbox/", **more):
    """Tick comments on the list and press a button."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)[1]
    return browser.client.post(target, data={"csrf_token": token, "comment": comments, **more}, follow_redirects=True)


@pytest.mark.parametrize("name", ["citizen", "moderator", "admin", None])
def test_only_editors_have_an_inbox(browser_of, site, name):
    for address in ("/inbox/", f"/inbox/{site.names[0]}", "/inbox/next", "/inbox/deferred"):
        assert browser_of(name).get(address).status_code in {303, 403}


def test_an_empty_inbox_says_what_will_be_there(browser_of, people):
    page = browser_of("editor").get("/inbox/")
    assert page.status_code == 200
    assert "No round has opened yet" in page.text


def test_the_list_shows_what_has_no_answer_in_the_order_it_came(browser_of, site):
    page = browser_of("editor").get("/inbox/")
    assert listed(page) == site.names
    assert "Without an answer <span class=\"count\">5</span>" in page.text
    assert "<b>5 comments</b>" in page.text


@pytest.mark.parametrize(("query", "expected"), [("section=2&kind=general", [1]), ("q=%D0%9D%D0%B8%D1%88", [1]), ("party=HR", []), ("stage=published", []), ("section=whole", [3]),
                                                 ("round=99", []), ("round=1&stage=any&language=en", [0, 2, 3, 4])])
def test_the_address_holds_the_filters(browser_of, site, query, expected):
    page = browser_of("editor").get(f"/inbox/?{query}")
    assert page.status_code == 200
    assert listed(page) == [site.names[at] for at in expected]


def test_an_empty_choice_says_what_to_do(browser_of, site):
    page = browser_of("editor").get("/inbox/?party=HR&stage=any")
    assert "No comment fits this choice" in page.text
    assert "Show everything at this stage" in page.text


def test_the_former_address_leads_here_with_its_choice(browser_of, site):
    answer = browser_of("editor").get("/comments/desk?round=1&stage=draft&_external=1&rubbish=2")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/inbox/?round=1&stage=draft")


def test_ticked_comments_are_read_unread_and_given(browser_of, site, people):
    browser = browser_of("editor")
    page = send(browser, "/inbox/read?stage=todo", site.names[:2])
    assert "2 comments are marked as read." in page.text
    assert unread(page) == 3
    assert unread(browser_of("editor2").get("/inbox/")) == 5
    assert "1 comment is unread again." in send(browser, "/inbox/unread", site.names[:1]).text
    page = send(browser, "/inbox/assign", site.names[1:3], editor=people["editor2"])
    assert "2 comments are given to Editor2." in page.text
    assert listed(browser_of("editor2").get("/inbox/?assigned=me")) == site.names[1:3]
    assert "given to nobody now" in send(browser, "/inbox/assign", site.names[1:3], editor="").text


def test_nothing_ticked_is_said_and_changes_nothing(browser_of, site):
    for target in ("/inbox/read", "/inbox/unread", "/inbox/assign", "/inbox/answer"):
        assert "Tick the comments first" in send(browser_of("editor"), target, []).text


def test_more_comments_than_one_step_takes_are_refused_and_none_is_changed(browser_of, site):
    browser = browser_of("editor")
    page = send(browser, "/inbox/read", [*site.names, *(f"R1-XX-{number}" for number in range(1000))])
    assert page.status_code == 422
    assert "At most 100 comments are taken in one step; nothing was done." in page.text
    assert unread(browser.get("/inbox/")) == 5


def test_comments_that_nobody_knows_are_none(browser_of, site):
    page = send(browser_of("editor"), "/inbox/read", ["R9-XX-001", "' OR 1=1"])
    assert "Tick the comments first" in page.text


def test_a_step_leads_back_to_a_comment_and_nowhere_else(browser_of, site):
    browser = browser_of("editor")
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/inbox/").text)[1]
    for at, leads in ((site.names[0], f"/inbox/{site.names[0]}"), ("../accounts/me", "/inbox/"), ("//sample.test", "/inbox/")):
        answer = browser.client.post("/inbox/read", query_string={"at": at}, data={"csrf_token": token, "comment": site.names[:1]})
        assert answer.headers["Location"] == leads


def test_who_looks_after_comments_and_is_no_editor_any_more_stands_in_the_filter(browser_of, site, people, app):
    send(browser_of("editor"), "/inbox/assign", site.names[:1], editor=people["editor2"])
    with app.app_context(), transaction():
        former = db.session.get_one(Account, people["editor2"])
        accounts.end_role(db.session.get_one(Account, people["admin"]), former, former.grants[0])
    page = browser_of("editor").get("/inbox/")
    assert f'<option value="{people["editor2"]}">Editor2 (1)</option>' in page.text
    assert listed(browser_of("editor").get(f"/inbox/?assigned={people['editor2']}")) == site.names[:1]


def test_a_comment_is_not_given_to_a_stranger(browser_of, site, people):
    browser = browser_of("editor")
    assert send(browser, "/inbox/assign", site.names[:1], editor=people["citizen"]).status_code == 422
    assert listed(browser.get("/inbox/?assigned=nobody")) == site.names


def test_ticked_comments_get_one_answer(browser_of, site):
    browser = browser_of("editor")
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/inbox/").text)[1]
    answer = browser.client.post("/inbox/answer", data={"csrf_token": token, "comment": site.names[:2]})
    assert answer.headers["Location"] == f"/comments/answer?comment={site.names[0]}&comment={site.names[1]}"
    assert "One answer for 2 comments" in browser.get(answer.headers["Location"]).text


def test_a_comment_is_noted_as_read_quietly(browser_of, site):
    browser = browser_of("editor")
    answer = send(browser, "/inbox/read", site.names[:1], page=f"/inbox/{site.names[0]}", quiet="1")
    assert (answer.status_code, answer.text) == (204, "")
    assert "You have read it." in browser.get(f"/inbox/{site.names[0]}").text


def test_looking_at_a_comment_changes_nothing(browser_of, site):
    browser = browser_of("editor")
    browser.get(f"/inbox/{site.names[0]}")
    assert "Unread by you." in browser.get(f"/inbox/{site.names[0]}").text


def test_a_note_is_kept_for_the_editors_and_nobody_else(browser_of, site):
    address = f"/inbox/{site.names[0]}"
    answer = browser_of("editor").fill(address, f"{address}/note", body="Ask the zelkova ministry.")
    assert answer.headers["Location"] == f"{address}?round=1#notes"
    assert "zelkova" in browser_of("editor2").get(address).text
    assert "1 note" in browser_of("editor2").get("/inbox/").text
    for name in (None, "citizen", "moderator", "admin", "observer"):
        for page in (f"/comments/{site.names[0]}", "/comments/", "/comments/table.csv", "/journal/", "/search?q=zelkova"):
            assert "ask the zelkova" not in browser_of(name).get(page).text.lower()


def test_an_empty_note_is_refused_with_its_reason(browser_of, site, app):
    address = f"/inbox/{site.names[0]}"
    answer = browser_of("editor").fill(address, f"{address}/note", body="  ")
    assert answer.status_code == 422
    assert "Write what the other editors should know." in answer.text
    with app.app_context():
        assert db.session.query(InboxNote).count() == 0


def test_one_comment_leads_to_those_around_it_in_the_list(browser_of, site):
    page = browser_of("editor").get(f"/inbox/{site.names[1]}?kind=general").text
    assert f"After: {site.names[3]}" in page
    assert "Before:" not in page
    browser = browser_of("editor")
    assert browser.get("/inbox/next?kind=general").headers["Location"] == f"/inbox/{site.names[1]}?kind=general"
    assert browser.get("/inbox/next?kind=general&after=4").headers["Location"] == f"/inbox/{site.names[1]}?kind=general"
    assert "Nothing waits here any more" in browser.client.get("/inbox/next?party=HR", follow_redirects=True).text


def test_a_list_is_kept_under_a_name_and_forgotten(browser_of, site, app):
    browser = browser_of("editor")
    browser.fill("/inbox/?kind=general&round=1", "/inbox/choices", name="General <b>")
    page = browser.get("/inbox/").text
    assert 'href="/inbox/?round=1&amp;kind=general"' in page
    assert "General &lt;b&gt;" in page
    assert "General" not in re.sub(r"<option.*?</option>|General remark", "", browser_of("editor2").get("/inbox/").text)
    with app.app_context():
        number = db.session.query(InboxChoice).one().id
    assert browser_of("editor2").client.post(f"/inbox/choices/{number}/forget").status_code in {302, 400, 403}
    browser.fill("/inbox/", f"/inbox/choices/{number}/forget")
    with app.app_context():
        assert db.session.query(InboxChoice).count() == 0


def test_a_list_without_a_name_is_not_kept(browser_of, site):
    browser = browser_of("editor")
    browser.fill("/inbox/?kind=general", "/inbox/choices", name=" ")
    assert "Give this choice a name." in browser.get("/inbox/").text


def test_every_key_is_listed(browser_of, site):
    for address, keys in (("/inbox/", "jkoaxmn?"), (f"/inbox/{site.names[0]}", "jkamnu?")):
        assert re.findall(r"<dt><kbd>(.)</kbd>", browser_of("editor").get(address).text) == list(keys)


@pytest.mark.parametrize("query", ["after=3", "before=3", "after=99999999999", "before=x", "q=%22%2A%28", "q=%25", "stage=any&q=a&section=%27",
                                   "organisation=999999999&assigned=me&unread=1"])
def test_odd_addresses_are_answered(browser_of, site, query):
    assert browser_of("editor").get(f"/inbox/?{query}").status_code == 200


def test_only_what_its_drafter_gave_for_review_waits_for_my_approval(app, browser_of, site):
    usual = {"code": "noted", "reason": "Thank you.", "language": "en", "deferred_to": "0", "saved": "", "target": ""}
    editor, second = browser_of("editor"), browser_of("editor2")
    editor.fill(f"/comments/answer?comment={site.names[0]}", to="/comments/answer", review="later", **usual)
    editor.fill(f"/comments/answer?comment={site.names[1]}", to="/comments/answer", review="", **usual)
    assert listed(second.get("/inbox/?stage=to_approve")) == [site.names[1]]
    assert "1 comment<" in second.get("/inbox/?stage=to_approve").text
    assert "Look closer at " + site.names[1] in second.get("/answering/reviews").text
    assert "Send it back with a note" in second.get(f"/inbox/{site.names[1]}").text
    page = second.fill(f"/inbox/{site.names[1]}", to="/comments/answers/2/approve")
    assert page.status_code == 303
    assert "is approved" in second.get("/answering/reviews").text


def test_an_editor_says_that_another_comment_says_the_same(browser_of, site):
    editor = browser_of("editor")
    first, second = site.names[:2]
    page = editor.get(f"/inbox/{first}")
    assert "Another comment says the same" in page.text
    target = re.search(r'action="(/similar/\d+/\d+/join)"', page.text)[1]
    wrong = editor.fill(f"/inbox/{first}", to=target, comment="R1-XX-999")
    assert wrong.status_code == 422
    assert "There is no comment with this number." in wrong.text
    led = editor.fill(f"/inbox/{first}", to=target, comment=second)
    assert led.status_code == 303
    assert second in editor.get(led.location).text
    assert "1 comment says nearly the same" in editor.get(f"/inbox/{first}").text


def test_answers_are_published_once_every_comment_has_one(browser_of, site):
    usual = {"code": "noted", "reason": "Thank you.", "language": "en", "deferred_to": "0", "saved": "", "target": ""}
    editor, second = browser_of("editor"), browser_of("editor2")
    publish = f"/comments/publish/{site.number}"
    *most, last = site.names
    for at, name in enumerate(most, 1):
        editor.fill(f"/comments/answer?comment={name}", to="/comments/answer", review="", **usual)
        second.fill(f"/inbox/{name}", to=f"/comments/answers/{at}/approve")
    inbox = editor.get("/inbox/").text
    assert "4 answers are approved. All are published together" in inbox
    assert "Publish 4" not in inbox
    waits = editor.get(publish).text
    assert "1 comment has no answer yet" in waits
    assert "Publish them" not in waits
    refused = send(editor, publish, [], sure="y")
    assert refused.status_code == 409
    assert "nothing was published" in refused.text
    editor.fill(f"/comments/answer?comment={last}", to="/comments/answer", review="", **usual)
    assert "1 answer is drafted and waits for approval" in editor.get(publish).text
    second.fill(f"/inbox/{last}", to="/comments/answers/5/approve")
    assert "Publish 5 approved answers" in editor.get("/inbox/").text
    led = editor.fill(publish)
    assert "5 answers are published." in editor.get(led.location).text
