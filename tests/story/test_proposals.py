"""The proposals of the declaration that this site serves, each told from its first page to its last, over the pages, as people see them."""
import io
import re
from datetime import timedelta

import pytest

from consult import clock
from tests import factories
from tests.conftest import Browser

FIRST = ("# Sample Model\n\nEvery comment is answered.\n\n## 1 Purpose\n\nThe Model speaks to cluster managers.\n\n"
         "## 2 Size\n\nA cluster has at least ten members, but not fewer than eight.\n\n## 3 Funding\n\nSupport lasts three years.\n")
MEMBERS = ("BA", "HR", "RS")


@pytest.fixture
def at(app, people):
    """at(day, name): a browser on that day (from factories.DAY) in which the person has just signed in."""
    stack = []

    def open_browser(days: float, name: str | None) -> Browser:
        while stack:
            stack.pop().__exit__(None, None, None)
        moment = clock.at(factories.DAY + timedelta(days=days))
        moment.__enter__()
        stack.append(moment)
        return Browser(app.test_client()).sign_in(people[name]) if name else Browser(app.test_client())

    yield open_browser
    while stack:
        stack.pop().__exit__(None, None, None)


def on(days: int) -> str:
    """A date as a form takes it."""
    return (factories.DAY + timedelta(days=days)).date().isoformat()


def done(response) -> str:
    """Where a form led to, once it was taken."""
    errors = re.findall(r'class="error"[^>]*>(.*?)</p>', response.text, re.S) if response.status_code != 303 else ""
    assert response.status_code == 303, f"{response.status_code}: {errors}"
    return response.headers["Location"]


def press(browser, page: str, action: str):
    """Press the button of the form on `page` that posts to `action`."""
    return done(browser.fill(page, to=action))


def publish(at, day: float, label: str = "0.1", final: bool = False, **start) -> str:
    """One editor starts a version, the other publishes it; its address."""
    editor, second = at(day, "editor"), None
    done(editor.fill("/documents/model/start", label=label, title="Sample Model", **start))
    second = at(day + .1, "editor2")
    page = f"/documents/model/{label}/edit/publish"
    return done(second.fill(page, change_note="What was asked for.", confirm=label, change_class="substantive", **({"final": "y"} if final else {})))


def begin(at) -> None:
    """The document, and draft 0.1."""
    done(at(0, "editor").fill("/documents/new", title="Sample Model", slug="model", language="en"))
    publish(at, .1, source="text", text=FIRST)


def test_proposal_4_the_model_is_published_and_never_changes(at):
    begin(at)
    reader = at(1, None)
    page = reader.get("/documents/model/").text
    assert "cluster managers" in page
    source = reader.get("/documents/model/0.1/text.md")
    assert source.text == FIRST, "the text that was published is the text that was given, to the letter"
    told = reader.get("/documents/model/0.1/version.json").json
    assert re.fullmatch(r"[0-9a-f]{64}", told["sha256"])
    editor = at(2, "editor")
    done(editor.fill("/documents/model/start", label="0.2", title="Sample Model", source="copy", base="0.1", change_class="substantive"))
    address = re.search(r"/documents/model/0\.2/edit/sections/[^\"?#]+", editor.get("/documents/model/0.2/edit/").text)[0]
    assert editor.get(address).status_code == 200
    assert at(2, None).get("/documents/model/0.2/").status_code == 404, "work in progress is nobody else's business"
    assert at(2, "editor").get("/documents/model/0.1/edit/").location.endswith("/documents/model/0.1/"), "a published version cannot be edited"
    done(at(2.1, "editor").fill("/documents/model/0.2/edit/sections/2", body="A cluster has at least six members."))
    done(at(2.2, "editor2").fill("/documents/model/0.2/edit/publish", change_note="Fewer members.", confirm="0.2", change_class="substantive"))
    reader = at(3, None)
    assert reader.get("/documents/model/0.1/text.md").text == FIRST
    assert reader.get("/documents/model/0.1/version.json").json == told
    changes = reader.get("/documents/model/compare/0.1/0.2").text
    assert re.search(r"<del[^>]*>.*?ten", changes, re.S)
    assert re.search(r"<ins[^>]*>.*?six", changes, re.S)
    assert "was published" in reader.get("/journal/").text


def test_proposal_5_a_comment_is_sent_answered_and_leads_to_a_change(at):
    begin(at)
    editor = at(1, "editor")
    done(editor.fill("/rounds/plan/model/0.1", kind="public", opens_on=on(2), closes_on=on(35), notice="Tell us what you think.", questions="Is it right?"))
    press(editor, "/rounds/1/", "/rounds/1/schedule")
    write = "/comments/new?round=1&section=2"
    citizen = at(5, "citizen")
    done(citizen.fill(write, to="/comments/new", kind="wording", quote="at least ten members", proposed="at least six members", body="Ten is too many for us.", language="en"))
    assert "Ten is too many" not in at(5, None).get("/documents/model/0.1/sections/2").text, "a draft is private"
    receipt = done(at(5.1, "citizen").fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y"))
    assert "R1-RS-001" in at(5.2, "citizen").get(receipt).text
    assert "Ten is too many" in at(6, None).get("/documents/model/0.1/sections/2").text
    done(at(6, "cluster").fill("/comments/new?round=1&section=3", to="/comments/new", kind="general", body="Three years are right.", language="en"))
    done(at(6.1, "cluster").fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y"))
    press(at(37, "editor"), "/rounds/1/begin-disposition", "/rounds/1/begin-disposition")
    done(at(37.1, "editor").fill("/documents/model/start", label="0.2", title="Sample Model", source="copy", base="0.1", change_class="substantive"))
    done(at(37.2, "editor").fill("/documents/model/0.2/edit/sections/2", body="A cluster has at least six members, but not fewer than eight."))
    uid = re.search(r'name="changes" value="([^"]+)"[^>]*><label[^>]*>2 Size', at(38, "editor").get("/comments/answer?comment=R1-RS-001").text)[1]
    for number, said in (("R1-RS-001", {"code": "accepted", "changes": uid, "reason": "You are right."}), ("R1-RS-002", {"code": "noted", "reason": "Thank you."})):
        done(at(38, "editor").fill(f"/comments/answer?comment={number}", to="/comments/answer", comment=number, language="en", **said))
    assert "You are right" not in at(38.2, None).get("/comments/R1-RS-001").text, "an answer is not read before all are published"
    gate = at(38.3, "editor2").get("/documents/model/0.2/edit/publish").text
    assert "Round 1 is not complete" in gate, "the gate: no successor before every comment has its answer"
    assert 'name="confirm"' not in gate
    approve(at)
    done(at(39.1, "editor").fill("/comments/publish/1"))
    done(at(39.2, "editor").fill("/rounds/1/report/edit", text="We heard two voices and changed one number."))
    press(at(39.3, "editor"), "/rounds/1/complete", "/rounds/1/complete")
    done(at(40, "editor2").fill("/documents/model/0.2/edit/publish", change_note="Fewer members.", confirm="0.2", change_class="substantive"))
    answered = at(41, None).get("/comments/R1-RS-001").text
    assert "You are right" in answered
    assert "/documents/model/compare/0.1/0.2#c-2" in answered, "the answer leads to the change"
    assert "R1-RS-001" in at(41, None).get("/documents/model/compare/0.1/0.2").text, "the change leads to the comment"
    assert "two voices" in at(41, None).get("/rounds/1/report").text
    assert "every comment has its answer" in at(41, None).get("/journal/").text


def approve(at) -> None:
    """The other editor approves whatever waits."""
    desk = at(39, "editor2").get("/inbox/?round=1&stage=to_approve").text
    found = set(re.findall(r"/comments/answers/\d+/approve", desk))
    assert len(found) == 2
    for address in sorted(found):
        press(at(39, "editor2"), "/inbox/?round=1&stage=to_approve", address)


def test_proposal_6_governments_vote_on_the_final_text_and_adopt_it(at, app, people):
    done(at(0, "editor").fill("/documents/new", title="Sample Model", slug="model", language="en"))
    publish(at, .1, label="1.0", final=True, source="text", text=FIRST)
    with app.app_context():
        people |= members()
    for number, code in enumerate(MEMBERS, start=1):
        letter = (io.BytesIO(f"{code} appoints its member".encode()), "letter.txt", "text/plain")
        done(at(1, "editor").fill("/workgroup/mandates/new", email=f"member.{code.lower()}@sample.test", party=code, role="principal", since=on(0), authority="Ministry",
                                  reference="1/2026", dated=on(-3), evidence=letter))
        press(at(1.1, "editor2"), f"/workgroup/mandates/{number}", f"/workgroup/mandates/{number}/verify")
    done(at(2, "editor").fill("/ballots/prepare", version="model/1.0", question="Is the Model adopted?", kind="adopt_final", preset="consensus", base="cast",
                              opens_on=on(2), closes_on=on(23)))
    done(at(2.1, "editor2").fill("/ballots/1/open", typed="open ballot 1"))
    positions = {"BA": ("approve", ""), "HR": ("approve", "With pleasure."), "RS": ("does_not_take_part", "Our procedure is not finished.")}
    for code, (choice, reason) in positions.items():
        done(at(5, f"member.{code.lower()}").fill("/ballots/1/cast", choice=choice, reason=reason))
    assert at(6, "citizen").get("/ballots/1/cast").status_code == 403
    assert "With pleasure" not in at(6, None).get("/ballots/1/").text, "on the final text nothing is shown before the close"
    press(at(25, "admin"), "/ballots/1/", "/ballots/1/certify")
    result = at(26, None).get("/ballots/1/").text
    assert "With pleasure" in result
    assert "Our procedure is not finished" in result
    told = at(26, None).get("/ballots/1/result.json").json
    assert told["result"]["carried"] is True
    assert "No action recorded" in at(26, None).get("/adoption/HR").text, "a ballot is no act of a government"
    paper = (io.BytesIO(b"The government of Croatia adopts the Model."), "decision.txt", "text/plain")
    location = done(at(30, "editor").fill("/adoption/record?party=HR&type=adoption", to="/adoption/record", authority="Government", instrument="Decision on the Model",
                                          dated=on(28), received=on(29), effective=on(28), evidence=paper, answers="0", voids="0", statement_language="en",
                                          **{f"section_{n}": "" for n in range(1, 6)}))
    assert "Adopted" not in at(30.1, None).get("/adoption/HR").text, "an act counts once a second person has verified it"
    press(at(31, "editor2"), location, "/adoption/acts/1/verify")
    page = at(32, None).get("/adoption/HR").text
    assert "Adopted" in page
    assert "Decision on the Model" in page
    assert "No action recorded" in at(32, None).get(f"/adoption/HR?as_at={on(27)}").text, "the day before, it had not adopted"


def members() -> dict[str, int]:
    """The people whom the parties will appoint."""
    with factories.transaction():
        return {f"member.{code.lower()}": factories.person(f"member.{code.lower()}", party_code=code).id for code in MEMBERS}
