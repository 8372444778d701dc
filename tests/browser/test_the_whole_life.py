"""The whole life of one draft at three browsers: published, commented on a telephone, answered, revised, voted on, acted upon."""
import re
from datetime import timedelta
from pathlib import Path

import pytest

from consult import clock
from consult.accounts.rules import hashed
from consult.db import transaction
from consult.web import postman
from tests import factories
from tests.browser.people import PASSWORD, Person, mails

DRAFT = """# A small model

## 1. Aim

Clusters matter for small firms.

## 2. Money

The budget is **fixed for one year** and reviewed in autumn.
"""


@pytest.fixture
def cast(app, time):
    """The secretariat and one member; the seat of Serbia only."""
    app.config["DEMONSTRATION"] = True  # the people have sample addresses
    password = hashed(PASSWORD)
    with app.app_context(), transaction():
        factories.party("RS", "Serbia")
        for name, roles in {"admin": ["administrator"], "editor": ["editor"], "editor2": ["editor"], "member": []}.items():
            factories.person(name, *roles, password_hash=password, party_code="RS")


@pytest.fixture
def people(cast, page_at):
    """The editor and the member at their desks, the stakeholder with a telephone."""
    return {"editor": Person(page_at(1280)), "editor2": Person(page_at(1280)), "stakeholder": Person(page_at(390)), "member": Person(page_at(1280)), "admin": Person(page_at(1280))}


def day(time, days):
    """A day so many days from now, as a date field takes it."""
    return str((time.now + timedelta(days=days)).date())


def pass_days(time, days, *sessions):
    """Time goes by; whoever goes on signs in again."""
    time.now += timedelta(days=days)
    for person, name in sessions:
        person.page.context.clear_cookies()
        person.signs_in(name)


def test_the_whole_life_of_one_draft(app, people, time):
    editor, editor2, stakeholder = people["editor"].signs_in("editor"), people["editor2"].signs_in("editor2"), people["stakeholder"]
    _publish_first(editor, time)
    _sign_up(app, stakeholder, time)
    pass_days(time, 2, (stakeholder, "stakeholder"))
    _comment(stakeholder)
    pass_days(time, 32, (editor, "editor"), (editor2, "editor2"))
    _answer(editor, editor2)
    _publish_second(editor2)
    stakeholder.goes("/documents/small-model/compare/0.1/0.2").sees("two years")
    stakeholder.goes("/comments/R1-RS-001").sees("Accepted").sees("Two years it is.")
    _vote(people, time)
    _act(people, time)


def _publish_first(editor, time):
    editor.goes("/documents/new").types(title="A small model", slug="small-model").page.locator("main button[type=submit]").first.click()
    editor.looks().goes("/documents/small-model/start").types(label="0.1", title="A small model", source="text", text=DRAFT).presses("Start the version")
    editor.sees("Money").goes("/documents/small-model/0.1/edit/publish").types(change_note="First draft.", confirm="0.1").presses("Publish")
    editor.goes("/rounds/plan/small-model/0.1").types(opens_on=day(time, 1), closes_on=day(time, 30), notice="Please comment.").presses("Save the plan")
    editor.presses("Announce this round").sees("Announced")


def _sign_up(app, stakeholder, time):
    time.now += timedelta(days=1)
    stakeholder.goes("/").goes("/accounts/sign-up").types(name="Jelena", email="stakeholder@sample.test", password=PASSWORD, party="RS").presses("Sign up")
    folder = Path(app.config["MAIL_FOLDER"])
    with app.app_context(), clock.at(time.now):
        letter = mails(folder, "stakeholder@sample.test", postman.deliver)[-1]
    stakeholder.goes(re.search(r"https?://\S+/accounts/confirm/\S+", letter)[0]).presses("Confirm")


def _comment(stakeholder):
    stakeholder.goes("/documents/small-model/").presses("Comment on 2")
    stakeholder.page.locator(".more summary").first.click()
    stakeholder.types(quote="fixed for one year", body="Једна година је прекратка.", proposed="fixed for two years", reason="Projekti traju duže.")
    stakeholder.presses("Show the difference")
    stakeholder.sees("two").presses("Save the draft and review").goes("/comments/drafts").sees("Једна година је прекратка.")
    stakeholder.page.locator("main").get_by_role("button", name=re.compile("^Send")).first.click()
    stakeholder.page.wait_for_url("**/receipts/**")
    stakeholder.sees("R1-RS-001")


def _answer(editor, editor2):
    editor.goes("/rounds/1/begin-disposition").presses("Start answering")
    editor.goes("/documents/small-model/start").types(label="0.2", title="A small model", source="copy").presses("Start the version")
    editor.goes("/documents/small-model/0.2/edit/sections/2").types(body="The budget is **fixed for two years** and reviewed in autumn.\n").presses("Save")
    editor2.goes("/documents/small-model/0.2/edit/publish").sees("Round 1 is not complete")
    editor.goes("/inbox/?round=1").presses("Answer R1-RS-001").types(code="accepted", reason="Two years it is.")
    editor.page.locator('main [name="changes"][value]').first.check()
    editor.presses("Save")
    editor2.goes("/inbox/?round=1&stage=to_approve").presses("Approve the answer to R1-RS-001")
    editor.goes("/comments/publish/1").presses("Publish them")
    editor.goes("/rounds/1/report/edit").types(text="One comment, one change.").presses("Save the introduction")
    editor.goes("/rounds/1/complete").presses("Complete the round and freeze its report").sees("Complete")


def _publish_second(editor2):
    editor2.goes("/documents/small-model/0.2/edit/publish").types(change_note="Two years instead of one.", confirm="0.2").presses("Publish")
    editor2.goes("/documents/small-model/").sees("two years")


def _vote(people, time):
    editor, editor2, member, admin = people["editor"], people["editor2"], people["member"], people["admin"]
    editor.goes("/workgroup/mandates/new").types(email="member@sample.test", party="RS", role="principal", since=day(time, 0))
    editor.types(authority="Government", dated=day(time, -3), evidence="letter.txt").presses("Record the mandate")
    editor2.goes("/workgroup/").sees("Waiting for verification").goes("/workgroup/mandates/1").presses("It says the same: verify")
    editor.goes("/ballots/prepare").types(question="Is this the right way?", kind="procedural", preset="procedural", opens_on=day(time, 1), closes_on=day(time, 10)).presses("Save")
    editor2.goes("/ballots/1/open").types(typed="open ballot 1").presses("Open the ballot")
    pass_days(time, 2, (member, "member"))
    member.goes("/ballots/1/cast").types(choice="approve").presses("Record the position")
    pass_days(time, 10, (admin, "admin"))
    admin.goes("/ballots/1/").presses("Certify this result").sees("Carried: 1 of 1 approve")


def _act(people, time):
    editor, editor2 = people["editor"], people["editor2"]
    pass_days(time, 1, (editor, "editor"), (editor2, "editor2"))
    editor.goes("/adoption/record").types(party="RS", type="intention").presses("Continue")
    editor.types(authority="Government", instrument="Conclusion 1", dated=day(time, -2), received=day(time, 0), evidence="act.txt").presses("Record the act")
    editor2.goes("/adoption/acts/1").presses("It says the same: verify")
    people["stakeholder"].goes("/adoption/").sees("Under consideration")
    people["stakeholder"].goes("/adoption/RS").sees("Conclusion 1")
