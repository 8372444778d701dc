"""What a password must be, and how addresses compare."""
import pytest

from consult.accounts import rules
from consult.errors import Invalid


@pytest.mark.parametrize("password", ["short", "123456789", "a" * 129, "1234567890", "QWERTYUIOP", "aaaaaaaaaaaa", "ana.anic@example.org", "ANA.ANIC@example.org",
                                      "Ana  Anić Ćirić", "anaaniććirić",
                                      rules.SAMPLE_PASSWORD, "password2026"])
def test_a_password_that_is_guessed_first_is_refused(password):
    with pytest.raises(Invalid):
        rules.check_password(password, "ana.anic@example.org", "Ana Anić Ćirić")


@pytest.mark.parametrize("password", ["rain on the Drina", "кишобран над Дрином", "ten chars!", "x" * 64 + "yzw", " leading blank kept "])
def test_a_password_of_some_length_is_taken_without_further_rules(password):
    rules.check_password(password, "ana@example.org", "Ana")


def test_the_sample_password_works_in_the_demonstration():
    rules.check_password(rules.SAMPLE_PASSWORD, "ana@sample.test", "Ana", demonstration=True)


def test_a_password_proves_itself_and_no_other():
    kept = rules.hashed("rain on the Drina")
    assert kept.startswith("$argon2id$")
    assert rules.proves("rain on the Drina", kept)
    assert not rules.proves("rain on the drina", kept)
    assert not rules.proves("rain on the Drina", None)
    assert not rules.proves("nobody has this password", None)
    assert not rules.proves("rain on the Drina", "damaged")


def test_a_password_is_the_same_however_the_keyboard_composes_it():
    assert rules.proves("c\u030caj u podne", rules.hashed("\u010daj u podne"))


@pytest.mark.parametrize("spelling", ["ANA@example.org", " ana@Example.Org ", "ａｎａ@example.org"])
def test_an_address_is_the_same_in_any_spelling(spelling):
    assert rules.email_key(spelling) == "ana@example.org"


def test_counting_keys_need_the_secret():
    assert rules.keyed("one secret", "x") != rules.keyed("another", "x")


def test_common_passwords_are_long_enough_to_matter():
    assert len(rules.common_passwords()) > 500
    assert all(len(word) >= rules.PASSWORD_MIN and word == word.casefold() for word in rules.common_passwords())


@pytest.mark.parametrize(("agent", "said"), [
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ("Firefox", "Linux")),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0", ("Edge", "Windows")),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", ("Safari", "iPhone")),
    ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36", ("Chrome", "Android")),
    ("curl/8.0", ("", "")),
])
def test_a_browser_is_named_as_people_know_it(agent, said):
    assert rules.browser(agent) == said
