"""What comes otherwise than by a form: a file beside the words, a mail that the secretariat enters, a late link."""
from datetime import timedelta

import typst

from consult import clock
from consult.comments.actions import attaching, late, paper, writing
from consult.comments.actions.paper import Letter, Words
from consult.comments.queries import threads
from consult.comments.rules import Capacity, CommentKind
from consult.demo.cast import Cast
from consult.demo.round_one import round_, version
from consult.documents.queries import stored
from consult.submissions.rules import Limits, Means, Upload

STUDY = "= SAMPLE: phones at work\n\nOf 42 members asked, 31 read mails on a telephone only. This sheet was made for the demonstration."
MAIL = """From: Ivana Sample <ivana@sample.test>
To: secretariat@sample.test
Subject: Draft 0.2, section 4.3
Date: Mon, 16 Nov 2026 10:12:00 +0100

SAMPLE - not a real mail.

Our members meet only four times a year. Please let observers send written remarks between the meetings.
"""
SAYS = "Our members meet only four times a year. Please let observers send written remarks between the meetings."


def come(cast: Cast) -> None:
    """A study beside a draft and beside a comment, a mail from Croatia, a late link that waits."""
    cast.on(-6, lambda: _entered(cast))
    cast.on(-3.5, lambda: _with_study(cast))
    cast.on(-.9, lambda: _attach(cast))
    cast.on(-.8, lambda: late.give_late_link(cast.person("editor"), round_(2), "The chamber meets only after the close and asked for three days more.", 3))


def _study() -> Upload:
    return Upload("phones-at-work-sample.pdf", "application/pdf", bytes(typst.compile(STUDY.encode(), format="pdf", ignore_system_fonts=True, font_paths=[])))


def _attach(cast: Cast) -> None:
    person = cast.person("cluster.rs")
    attaching.attach(person, threads.drafts_of(person)[-1], _study(), Limits())


def _with_study(cast: Cast) -> None:
    person = cast.person("citizen")
    words = "Many read on a telephone only: see the sheet. The platform should be made for that first."
    draft = writing.save_draft(person, round_(2), _section("8.2"), CommentKind.SUBSTANCE, words)
    attaching.attach(person, draft, _study(), Limits())
    writing.submit(person, round_(2), [draft], Capacity.SELF, interest="I teach the use of such platforms.")


def _entered(cast: Cast) -> None:
    received = (clock.now() - timedelta(days=1)).astimezone(clock.BRUSSELS).date()
    letter = Letter("Ivana Sample", Means.EMAIL, received, Upload("mail-sample.eml", "message/rfc822", MAIL.encode()), party="HR", name_shown=True)
    paper.enter_paper(cast.person("editor"), round_(2), letter, Words(CommentKind.SUBSTANCE, SAYS, _section("4.3")), Limits())


def _section(number: str) -> str:
    return next(section.uid for section in stored.sections(version("0.2")) if section.number == number)
