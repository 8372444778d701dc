"""A whole round with two editors, over the pages: from the first draft through comments, a group's answer, review, change and report to the successor."""
import csv
import io
import re
from hashlib import sha256

from tests.story.test_proposals import approve, at, begin, done, on, press  # noqa: F401 - the fixture and its steps

SAID = (("citizen", "2", "Ten members are too many for us."), ("cluster", "2", "Ten members are too many for us too."), ("observer", "3", "Why three years?"),
        ("citizen", "", "Well done."))


def comment_all(at):  # noqa: F811 - the fixture
    """Four comments of three people; one is withdrawn again."""
    for day, (name, section, words) in enumerate(SAID):
        done(at(5 + day, name).fill(f"/comments/new?round=1{section and '&section=' + section}", to="/comments/new", kind="substance", body=words, language="en"))
        done(at(5.1 + day, name).fill("/comments/drafts", to="/comments/send/1", capacity="self", name_shown="y"))
    numbers = list(dict.fromkeys(re.findall(r"R1-[A-Z]{2,3}-\d{3}", at(10, None).get("/comments/?round=1").text)))
    assert len(numbers) == len(SAID)
    return {words: next(n for n in numbers if words in at(10, None).get(f"/comments/{n}").text) for _, _, words in SAID}


def answer_all(at, of):  # noqa: F811 - the fixture
    """One editor answers two alike at once, and the third; the other editor approves."""
    alike = [of[SAID[0][2]], of[SAID[1][2]]]
    address = "/comments/answer?" + "&".join(f"comment={number}" for number in alike)
    page = at(38, "editor").get(address).text
    uid = re.search(r'name="changes" value="([^"]+)"[^>]*><label[^>]*>2 Size', page)[1]
    done(at(38, "editor").fill(address, to="/comments/answer", comment=alike, code="accepted", changes=uid, reason="You are right.", language="en"))
    for words, reason in ((SAID[2][2], "Three years are what budgets allow."), (SAID[3][2], "Thank you.")):
        code = "not_accepted" if words == SAID[2][2] else "noted"
        done(at(38.1, "editor").fill(f"/comments/answer?comment={of[words]}", to="/comments/answer", comment=of[words], code=code, reason=reason, language="en"))
    waiting = set(re.findall(r"/comments/answers/\d+/approve", at(39, "editor2").get("/inbox/?round=1&stage=to_approve").text))
    assert len(waiting) == 4
    for one in sorted(waiting):
        press(at(39, "editor2"), "/inbox/?round=1&stage=to_approve", one)
    done(at(39.1, "editor").fill("/comments/publish/1"))


def report(at, of):  # noqa: F811 - the fixture
    """Theme, next step, introduction, reason of the editorial change; then the other editor completes the round."""
    editor = at(39.2, "editor")
    done(editor.fill("/reporting/1/themes/new", title="Size", words="Ten is **too many**.", comments=f"{of[SAID[0][2]]}, {of[SAID[1][2]]}"))
    done(editor.fill("/reporting/1/", to="/reporting/1/steps", day=on(45), words="Version 0.2 is published."))
    assert "Size</h3>" not in at(39.3, None).get("/rounds/1/report").text, "themes are not public before the introduction"
    done(at(39.4, "editor").fill("/rounds/1/report/edit", text="We heard four voices."))
    page = at(39.5, "editor2").get("/reporting/reasons/model/0.2").text
    boxes = re.findall(r'name="sections"[^>]*value="([^"]+)"', page)
    assert len(boxes) == 1
    done(at(39.5, "editor2").fill("/reporting/reasons/model/0.2", sections=boxes[0], reason="Plain words."))
    press(at(39.6, "editor2"), "/rounds/1/complete", "/rounds/1/complete")


def test_a_round_goes_from_draft_to_successor_and_every_public_number_agrees(at):  # noqa: F811 - the fixture
    begin(at)
    done(at(1, "editor").fill("/rounds/plan/model/0.1", kind="public", opens_on=on(2), closes_on=on(30), notice="Tell us.", short_reason="A short text."))
    done(at(1.1, "editor2").fill("/rounds/1/revise", opens_on=on(2), closes_on=on(35), notice="Tell us what you think.", kind="public"))
    press(at(1.2, "editor"), "/rounds/1/", "/rounds/1/schedule")
    of = comment_all(at)
    press(at(37, "editor"), "/rounds/1/begin-disposition", "/rounds/1/begin-disposition")
    done(at(37.1, "editor").fill("/documents/model/start", label="0.2", title="Sample Model", source="copy", base="0.1", change_class="substantive"))
    done(at(37.2, "editor").fill("/documents/model/0.2/edit/sections/2", body="A cluster has at least six members, but not fewer than five."))
    done(at(37.3, "editor").fill("/documents/model/0.2/edit/sections/1", body="The Model speaks to those who run clusters."))
    answer_all(at, of)
    report(at, of)
    done(at(40, "editor2").fill("/documents/model/0.2/edit/publish", change_note="Fewer members.", confirm="0.2", change_class="substantive"))
    _check_numbers(at(41, None), of)


def _check_numbers(visitor, of):
    page = visitor.get("/rounds/1/report").text
    assert "4 answered + 0 not answered yet + 0 withdrawn by the author + 0 hidden by the moderators = 4." in page
    assert "do not add up" not in page
    for words in ("Size</h3>", "We heard four voices.", "Version 0.2 is published.", "Three years are what budgets allow.", "Plain words."):
        assert words in page
    rows = list(csv.DictReader(io.StringIO(visitor.get("/rounds/1/report.csv").data.decode("utf-8-sig"))))
    for table in ("party", "body", "section", "kind", "answer", "channel", "language"):
        *parts, total = [int(row["comments"]) for row in rows if row["table"] == table]
        assert sum(parts) == total == 4
    assert len(list(csv.DictReader(io.StringIO(visitor.get("/comments/table.csv?round=1").data.decode("utf-8-sig"))))) == 4
    assert "<b>4 comments</b>" in visitor.get("/comments/?round=1").text
    assert sha256(visitor.get("/rounds/1/report.json").data).hexdigest() in page
    compared = visitor.get("/documents/model/compare/0.1/0.2").text
    assert "2 comments behind this change" in compared
    assert "Editorial, with this reason:</b> Plain words." in compared
    first = visitor.get(f"/comments/{of[SAID[0][2]]}").text
    assert "five" in first.split('id="became"')[1]
    assert 'compare/0.1/0.2#c-2' in first
