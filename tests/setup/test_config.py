"""Settings are read once, and what cannot be right is refused with one clear line."""
import pytest

import config

SECRET = "0123456789abcdefghijklmnopqrstuvwxyz"


def test_a_production_start_without_a_secret_is_refused():
    for environ in ({}, {"CONSULT_SECRET": "dev"}, {"CONSULT_SECRET": "x" * 40}):
        with pytest.raises(SystemExit, match="CONSULT_SECRET"):
            config.load(environ)


def test_the_demonstration_makes_its_own_secret():
    one, other = (config.load({"CONSULT_DEMO": "1"})["SECRET_KEY"] for _ in range(2))
    assert len(one) >= 32
    assert one != other


@pytest.mark.parametrize(("name", "value"), [("CONSULT_ROUND_DAYS", "many"), ("CONSULT_DEMO", "perhaps"), ("CONSULT_PROXIES", "-x")])
def test_a_value_of_the_wrong_type_is_named(name, value):
    with pytest.raises(SystemExit, match=name):
        config.load({"CONSULT_SECRET": SECRET, name: value})


@pytest.mark.parametrize("moment", ["tomorrow", "2026-11-22", "2026-11-22T12:00:00"])
def test_a_set_clock_needs_a_moment_with_its_zone(moment):
    with pytest.raises(SystemExit, match="CONSULT_NOW"):
        config.load({"CONSULT_DEMO": "1", "CONSULT_NOW": moment})


def test_the_clock_is_set_in_the_demonstration_only():
    with pytest.raises(SystemExit, match="demonstration only"):
        config.load({"CONSULT_SECRET": SECRET, "CONSULT_NOW": "2026-11-22T12:00:00Z"})


def test_every_setting_has_a_sentence_and_a_default_of_its_type():
    for setting in config.SETTINGS:
        assert setting.about.endswith(".")
        assert isinstance(setting.default, setting.kind)
