"""The demonstration told from its first day to today, on the real actions and nothing else."""
from collections.abc import Callable
from datetime import date
from functools import partial

from consult.demo import (
    alike,
    brought,
    colleagues,
    divided,
    heard,
    high_level,
    met,
    otherwise,
    put_again,
    registered,
    reported,
    reworded,
    round_one,
    settings_decided,
    since_then,
    together,
    translated,
)
from consult.demo import cast as people
from consult.web import postman

#: What is said while the story is told, with the day (from today) on which it is said.
CHAPTERS = (
    (-130, "The secretariat, the parties and everybody who takes part"), (-108, "Draft 0.1 is published and round 1 announced"), (-99, "140 comments arrive"),
    (-69, "Every comment gets its answer, and every change its reason"), (-43, "Draft 0.2 is published and round 2 announced"),
    (-40, "The working group votes, governments act, comments on 0.2 arrive"),
)


def tell(today: date, say: Callable[[str], None]) -> None:
    """Tell the whole story into an empty database; `say` gets a line for each chapter. `today` is the day on which it ends."""
    cast = people.gather(today)
    for days, line in CHAPTERS:
        cast.on(days, partial(say, line), changes=False)
    for part in (round_one.publish_first, round_one.collect, round_one.moderate, alike.join, round_one.answer, heard.answer_with_help, reported.report, round_one.publish_second,
                 since_then.seat, since_then.vote, since_then.register_acts, since_then.discuss, together.gather,
                 colleagues.work_together, colleagues.moderate, otherwise.come, since_then.read, since_then.work_on, reworded.reword, brought.bring,
                 divided.divide, translated.translate):
        part(cast)
    settings_decided.decide(cast)
    high_level.call(cast)
    put_again.put_again(cast)
    met.meet(cast)
    registered.register_more(cast)
    cast.on(-1.5, postman.write, changes=False)  # so that this morning's mails have something to gather
    cast.live()
