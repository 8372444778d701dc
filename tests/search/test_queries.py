"""Finding: accents, case and scripts do not matter; hidden things are not found."""
import pytest

from consult.db import db, transaction
from consult.search import queries
from consult.search.actions import _folded
from consult.search.models import SearchRow


@pytest.fixture
def indexed(inside):
    texts = {"1": ("Развој кластера", "Кластери у Нишу и Лесковцу"), "2": ("Niš", "ICT klaster u Nišu; Ђорђе"), "3": ("Ανάπτυξη", "Η ανάπτυξη των συστάδων επιχειρήσεων"),
             "4": ("İstanbul", "KÜMELENME politikası"), "5": ("Text 3.2", "A 100% share_of_own money")}
    with transaction():
        for ref, (title, text) in texts.items():
            db.session.add(SearchRow(kind="section", ref=ref, address=f"/{ref}", title=title, text=text, folded=_folded(f"{title}\n{text}"), folded_title=_folded(title)))
    return lambda question: [row.ref for row in queries.find(question)]


@pytest.mark.parametrize(("question", "found"), [
    ("razvoj", ["1"]), ("Развој", ["1"]), ("RAZVOJ", ["1"]), ("nis", ["2", "1"]), ("Niš", ["2", "1"]), ("Leskovc", ["1"]), ("klaster*", ["1", "2"]),
    ("ΑΝΑΠΤΥΞΗ", ["3"]), ("ανάπτυξη", ["3"]),
    ("istanbul", ["4"]), ("kumelenme", ["4"]), ("djordje", ["2"]), ("3.2", ["5"]), ("klaster leskovc", ["1"]), ("klaster zagreb", []),
    ("", []), ("%", []), ("_", []), ("laster", []),
])
def test_words_are_found_in_any_script_and_without_accents(indexed, question, found):
    assert indexed(question) == found


def test_the_excerpt_shows_the_words_as_they_were_written():
    text = "x " * 200 + "Кластери у Нишу и Лесковцу " + "y " * 200
    before, hit, after = queries.excerpt(text, "leskovcu")
    assert hit == "Лесковцу"
    assert before.startswith("…")
    assert after.endswith("…")
    assert before + hit + after != text


def test_an_excerpt_without_a_hit_is_the_beginning():
    assert queries.excerpt("short", "zzz") == ("short", "", "")
