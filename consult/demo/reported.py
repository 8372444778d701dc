"""The report of round 1, theme by theme, and the reasons of the changes in draft 0.2 that no comment asked for."""
from datetime import timedelta
from functools import partial

from consult import clock
from consult.demo.cast import Cast
from consult.demo.round_one import ANSWERED, PUBLISHED, round_, version
from consult.documents.queries import stored
from consult.reporting.actions import explaining, themes
from consult.reporting.queries import reasons

#: Title, words, and the numbers of the sections; each theme gathers every comment on them.
THEMES = (
    ("Time and language of consultations", "Most asked for **more time** and for drafts in every language from the first day.\n\nThe usual length is now 30 days, and a shorter "
     "round needs a public reason.", ("3.3", "9.1", "9.2")),
    ("Women and young people", "Several said that a principle without an instrument changes nothing. The section moved from the principles to the instruments.", ("3.4",)),
    ("Money and continuity", "Clusters fear the gap between two programmes; ministries fear promises that no budget covers. What was one section became two, so that each can "
     "be answered for itself.", ("5.3", "6.1", "6.3")),
    ("Training", "Two of the planned institutions seemed to do the same. Comments asked for\n\n- mentoring on the spot,\n- fewer buildings,\n- study trips with a result.",
     ("7.1", "7.2", "7.3", "7.4")),
)
STEPS = ((3, "Draft 0.2 is published with every change and its reason."), (7, "Round 2 on draft 0.2 is announced."), (70, "The working group looks at the answers of round 2."))
#: Why sections changed without a comment, by what happened to them; the first that fits.
WHY = (
    (frozenset({"moved", "renumbered"}), "The order follows from the sections that were moved and divided for comments."),
    (frozenset({"split", "merged"}), "Divided or joined so that each subject can be cited by one number."),
    (frozenset({"inserted", "deleted"}), "It follows from the changes made for comments in the sections beside it."),
    (frozenset({"edited", "retitled"}), "Terms, names and references were brought in line with the rest of the text."),
)


def report(cast: Cast) -> None:
    """Themes and next steps before the round is completed, reasons before the draft is published."""
    for number, (title, words, numbers) in enumerate(THEMES):
        cast.on(ANSWERED + .5 + number / 100, partial(_theme, cast, title, words, numbers))
    for days, words in STEPS:
        cast.on(ANSWERED + .6 + days / 1000, partial(_step, cast, days, words))
    cast.on(PUBLISHED - .5, partial(_explain, cast))


def _theme(cast: Cast, title: str, words: str, numbers: tuple[str, ...]) -> None:
    uids = [s.uid for s in stored.contents(version("0.1")) if s.number in numbers]
    themes.add_theme(cast.person("editor"), round_(1), title, words, [], uids, gather=True)


def _step(cast: Cast, days: int, words: str) -> None:
    today = clock.now().astimezone(clock.BRUSSELS).date()
    themes.add_step(cast.person("editor"), round_(1), today + timedelta(days=days), words)


def _explain(cast: Cast) -> None:
    """Each kind of change gets its reason in one step."""
    working = version("0.2")
    for kinds, reason in WHY:
        if uids := [one.uid for one in reasons.unexplained(working) if not kinds.isdisjoint(one.kinds)]:
            explaining.explain(cast.person("editor2"), working, uids, reason)
