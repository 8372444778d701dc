"""What the secretariat decided while the consultation ran: two settings."""
from functools import partial

from consult.demo.cast import Cast
from consult.settings import actions as settings
from consult.settings.rules import EVERY, REACT_DAYS, ROUND_DAYS, Setting

DECISIONS = (
    (-74, REACT_DAYS, 21, 0, "The answers of round 1 come out in the holidays of several parties (sample)."),
    (-45, ROUND_DAYS, 42, 0, "Thirty days were few for organisations that ask their members first (sample)."),
    (-44, ROUND_DAYS, 45, 1, "Forty-two days would have ended on a holiday of three parties (sample)."),
)


def decide(cast: Cast) -> None:
    """Each decision on its day, with its reason."""
    for days, one, value, seen, reason in DECISIONS:
        cast.on(days, partial(_decide, cast, one, value, seen, reason))


def _decide(cast: Cast, one: Setting[int], value: int, seen: int, reason: str) -> None:
    settings.change(cast.person("admin"), one, value, reason, seen, {each.key: each.default for each in EVERY})
