"""Draft 0.1, the first round with its 140 comments, every answer, and draft 0.2 as the successor."""
from collections import defaultdict
from functools import partial

from consult.comments.actions import answering, moderating, writing
from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.comments.rules import Capacity, Code
from consult.demo import material
from consult.demo.cast import Cast, account_name
from consult.demo.material import Sample
from consult.documents.actions import publishing, starting
from consult.documents.models import Document, Version
from consult.documents.queries import stored, versions
from consult.documents.rules import ChangeClass
from consult.errors import NotFound
from consult.rounds import actions as rounds
from consult.rounds import queries as planned
from consult.rounds.models import Round

SLUG, TITLE = "sbcp-model", "The Smart Balkan Cluster Policy Model"
#: When round 1 opens and closes, in days from today; answers and publication follow.
OPENS, CLOSES, ANSWERED, PUBLISHED = -100, -70, -45, -42
NOTICE = ("This is the first draft of the Model. Please say, section by section, what is wrong, what is missing and what should stay. "
          "Every comment will be answered in public before the next draft appears.")
QUESTIONS = "Can your government adopt this text as it is?\nWhich section would you change first?"
REPORT = """We heard from cluster organisations, ministries, coordinators, experts and citizens of all parties, in twelve languages.

What changed: the time for consultations was raised to 30 days; the section on women and young people moved to the instruments; money and continuity became two sections; \
training and study trips became one; observers, personal data and moderation received sections of their own; the history of one organisation was taken out.

What did not change, and why: the exemption from own contribution keeps a time limit, since it is meant to help clusters to start and not to replace their members; \
governments remain free to adopt the Model in full, in part or with reservations.

All comments with their answers are in the table; who is not satisfied with an answer may say so in the next round."""


def model() -> Document:
    """The Model."""
    document = versions.document(SLUG)
    if document is None:
        raise NotFound("The Model is missing.")
    return document


def version(label: str) -> Version:
    """A version of the Model."""
    one = versions.version(SLUG, label)
    if one is None:
        raise NotFound("The version is missing.")
    return one


def round_(number: int) -> Round:
    """A round by its number."""
    one = planned.by_number(number)
    if one is None:
        raise NotFound("The round is missing.")
    return one


def publish_first(cast: Cast) -> None:
    """Draft 0.1 and the announcement of round 1."""
    cast.on(-108, lambda: starting.create(cast.person("editor"), SLUG, TITLE))
    cast.on(-107, lambda: starting.start(cast.person("editor"), model(), "0.1", TITLE, material.draft("0.1"), None, ChangeClass.INITIAL))
    cast.on(-104, lambda: publishing.publish(cast.person("editor2"), version("0.1"), "First draft for public discussion."))
    opens, closes = cast.moment(OPENS), cast.moment(CLOSES)
    cast.on(-104 + .1, lambda: rounds.plan(cast.person("editor"), version("0.1"), opens, closes, NOTICE, QUESTIONS))
    cast.on(-104 + .2, lambda: rounds.schedule(cast.person("editor"), round_(1)))


def collect(cast: Cast) -> None:
    """Everybody comments; who sends several comments sends them at once."""
    batches: dict[tuple[str, bool, tuple[str, ...], bool], list[Sample]] = defaultdict(list)
    for sample in material.comments():
        batches[account_name(sample.author_key), sample.coordinator, sample.consolidates, "late" in sample.flags].append(sample)
    ordered = sorted(batches.items(), key=lambda item: item[0][3])
    for number, (_, batch) in enumerate(ordered):
        late = "late" in batch[0].flags
        day = CLOSES + .4 if late else OPENS + 1 + 28 * number / len(ordered)
        cast.on(day, partial(_send, cast, batch))


def _send(cast: Cast, batch: list[Sample]) -> None:
    first = batch[0]
    person, target = cast.person(account_name(first.author_key)), round_(1)
    by_number = {s.number or s.heading: s.uid for s in stored.sections(target.version)}
    drafts = [writing.save_draft(person, target, by_number[s.quote_section], s.kind, s.text, s.quote, s.proposed, language=s.language) for s in batch]
    body = cast.body(first.author_key)
    capacity = Capacity.COORDINATOR if first.coordinator else Capacity.ORGANISATION if body else Capacity.SELF
    named = {b.name: b for b in (cast.body(s.author_key) for s in material.comments()) if b}
    words = {draft.id: (sample.id, draft.section_uid, draft.body) for draft, sample in zip(drafts, batch, strict=True)}
    sent = writing.submit(person, target, drafts, capacity, body, name_shown="name hidden" not in first.author, sources=[named[n] for n in first.consolidates])
    left = {(uid, text): sample for sample, uid, text in words.values()}
    cast.ids |= {left[c.section_uid, c.body]: c.public_id for c in sent.comments}


def moderate(cast: Cast) -> None:
    """What is hidden is hidden while the round runs; one author takes a comment back."""
    for sample in material.comments():
        if "hidden" in sample.flags:
            cast.on(CLOSES - .9, partial(_hide, cast, sample))
        if "withdrawn" in sample.flags:
            cast.on(CLOSES - .8, partial(_take_back, cast, sample))


def _hide(cast: Cast, sample: Sample) -> None:
    moderating.hide(cast.person("moderator"), _comment(cast, sample), sample.answer.removeprefix("Hidden: ").capitalize())


def _take_back(cast: Cast, sample: Sample) -> None:
    writing.withdraw(cast.person(account_name(sample.author_key)), _comment(cast, sample))


def answer(cast: Cast) -> None:
    """Every comment is answered: drafted by one editor, approved by the other, published together."""
    cast.on(CLOSES + 1, lambda: rounds.begin_disposition(cast.person("editor"), round_(1)))
    cast.on(CLOSES + 2, lambda: starting.start(cast.person("editor"), model(), "0.2", TITLE, material.draft("0.2"), version("0.1"), ChangeClass.SUBSTANTIVE))
    opens, closes = cast.moment(-14), cast.moment(31)
    cast.on(CLOSES + 3, lambda: rounds.plan(cast.person("editor"), version("0.2"), opens, closes, NOTICE.replace("first", "second"), QUESTIONS))
    standing = sorted((s for s in material.comments() if s.stands), key=lambda s: s.duplicate_of is not None)
    for number, sample in enumerate(standing):
        drafter, approver = ("editor", "editor2") if number % 3 else ("editor2", "editor")
        day = CLOSES + 4 + (ANSWERED - CLOSES - 6) * number / len(standing)
        cast.on(day, partial(_draft, cast, sample, drafter))
        cast.on(day + .01, partial(_approve, cast, sample, approver))
    cast.on(ANSWERED, lambda: answering.publish(cast.person("editor"), round_(1)))
    cast.on(ANSWERED + 1, lambda: rounds.write_report(cast.person("editor"), round_(1), REPORT))
    cast.on(ANSWERED + 2, lambda: rounds.complete(cast.person("editor2"), round_(1)))


def _draft(cast: Cast, sample: Sample, who: str) -> None:
    comment, editor, successor = _comment(cast, sample), cast.person(who), version("0.2")
    if sample.duplicate_of:
        answering.dispose(editor, comment, Code.DUPLICATE, sample.answer, target=threads.by_public_id(cast.ids[sample.duplicate_of]))
    elif comment.late:
        answering.dispose(editor, comment, Code.DEFERRED, sample.answer, deferred_to=round_(2))
    else:
        numbers = {s.number or s.heading: s.uid for s in stored.sections(successor)}
        changed = [numbers[n] for n in sample.sections] or ([comment.section_uid] if sample.code == Code.ACCEPTED and comment.section_uid else [])
        answering.dispose(editor, comment, sample.code, sample.answer, changes=[(uid, successor) for uid in changed])


def _approve(cast: Cast, sample: Sample, who: str) -> None:
    answering.approve(cast.person(who), _comment(cast, sample).dispositions[-1])


def _comment(cast: Cast, sample: Sample) -> Comment:
    comment = threads.by_public_id(cast.ids[sample.id])
    if comment is None:
        raise NotFound("The comment is missing.")
    return comment


def publish_second(cast: Cast) -> None:
    """Draft 0.2 appears, every thread is carried to it, and round 2 is announced."""
    note = "Answers the 140 comments of round 1: what changed and why stands in the report of the round."
    cast.on(PUBLISHED, lambda: publishing.publish(cast.person("editor2"), version("0.2"), note))
    cast.on(PUBLISHED + 1, lambda: rounds.schedule(cast.person("editor"), round_(2)))

