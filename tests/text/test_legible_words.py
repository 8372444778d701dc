"""Whatever stands in the sentences of others can be seen and read: one rule for every reason, name and reply."""
import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import InputRequired

from consult.comments import rules as comments
from consult.coordination import rules as coordination
from consult.errors import Invalid
from consult.moderation import rules as moderation
from consult.submissions import rules as submissions
from consult.text import legible
from consult.web.forms import LineField, WordsField

UNSEEN = ["", " \t\n", "\u200b\u2060\ufeff", "\u3164\u2800", "\u202e\u202c", "\u0301\u0302"]
ZALGO = "Z" + "\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308" + "algo"
BIDI = "Paid \u202efdp.exe\u202c by\u200b hand"
RULES = {
    "said": comments.said, "public reason": comments.public_reason, "grounds": moderation.grounds, "note": moderation.note, "plea": moderation.plea,
    "sender": submissions.sender, "aside": coordination.aside_reason, "against": lambda words: coordination.stance_reason(coordination.Choice.AGAINST, words, "reason_1"),
    "interest": lambda words: submissions.declared(words, submissions.Interest.REQUIRED),
}


@pytest.mark.parametrize("words", [*UNSEEN, ZALGO, "Half \ufffd"])
@pytest.mark.parametrize("rule", RULES)
def test_what_cannot_be_seen_or_read_is_refused(rule, words):
    with pytest.raises(Invalid):
        RULES[rule](words)


@pytest.mark.parametrize("rule", [name for name in RULES if name != "said"])
def test_what_acts_unseen_is_dropped_from_what_stands_in_other_sentences(rule):
    assert not legible.ACTING.search(RULES[rule](BIDI))


def test_a_persons_own_words_are_kept_as_typed():
    assert comments.said(BIDI) == BIDI


class Sheet(Form):
    line = LineField(validators=[InputRequired()])
    words = WordsField()
    reason = WordsField(validators=[InputRequired()])


def filled(**typed):
    return Sheet(MultiDict({"line": "A name", "words": "Words", "reason": "A reason"} | typed))


@pytest.mark.parametrize("line", UNSEEN)
def test_a_line_without_anything_to_be_seen_is_empty(line):
    form = filled(line=line)
    assert not form.validate()
    assert form.line.data == ""
    assert form.line.errors


@pytest.mark.parametrize("words", UNSEEN)
def test_words_without_anything_to_be_seen_are_none(words):
    form = filled(words=words)
    assert form.validate()
    assert form.words.data == ""


@pytest.mark.parametrize("reason", UNSEEN)
def test_words_that_are_asked_for_cannot_be_blank(reason):
    assert not filled(reason=reason).validate()


def test_a_line_loses_what_is_unseen_and_keeps_what_scripts_need():
    assert filled(line="Ana\u202e \u200bMar\u00adić\ufeff").line.data == "Ana Marić"
    assert filled(line="می\u200cخواهم").line.data == "می\u200cخواهم"


@pytest.mark.parametrize("name", ["line", "words"])
def test_what_is_piled_up_is_refused_and_kept(app, name):
    with app.test_request_context():
        form = filled(**{name: ZALGO})
        assert not form.validate()
        assert len(form[name].errors) == 1
        assert form[name].data
