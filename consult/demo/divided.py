"""How the editors divide the comments of round 2 among them before it closes."""
from consult.comments.queries import threads
from consult.demo.cast import Cast
from consult.demo.round_one import round_
from consult.inbox import actions
from consult.inbox.rules import ME, Choice


def divide(cast: Cast) -> None:
    """Some comments are read, two are given to the second editor, one has a note that only editors see."""
    def read() -> None:
        comments = threads.in_round(round_(2))[:4]
        actions.mark_read(cast.person("editor"), comments[:3])
        for comment in comments[1:3]:
            actions.assign(cast.person("editor"), comment, cast.person("editor2"))
        actions.add_note(cast.person("editor"), comments[1], "Please ask the ministry whether the dates are settled (sample note).")
        actions.keep_choice(cast.person("editor2"), "Given to me", Choice.read({"round": "2", "assigned": ME}))

    cast.on(-2, read)
