"""The inbox: the comments of a round, narrowed by the filters in the address, with the counts of each filter."""
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from consult.accounts.models import Account
from consult.comments.queries import answers
from consult.comments.rules import CHANNEL_NAMES, KIND_NAMES
from consult.comments.views.blueprint import section_name
from consult.comments.views.read import sections_for
from consult.documents.models import Section
from consult.documents.queries import stored
from consult.i18n import N_
from consult.inbox.queries import counted, kept, lists
from consult.inbox.queries import left as leaving
from consult.inbox.queries.counted import Counts
from consult.inbox.rules import ANY, ME, NOBODY, STAGE_NAMES, TO_APPROVE, WHOLE, Choice, Stage
from consult.inbox.views.blueprint import bp, chosen, every_round, here, key, round_of, section_of
from consult.parties.rules import INTERNATIONAL
from consult.permissions.words import Action
from consult.rounds.models import Round
from consult.similar.queries import groups
from consult.web.access import access, actor
from consult.web.locale import languages, party_name, person

Offer = list[tuple[str, str]]


@bp.get("/")
@access(Action.DESK)
def index() -> str:
    """The comments that wait, in the order they came."""
    every, choice = every_round(), chosen()
    round_ = round_of(choice, every)
    rounds_ = [(str(one.number), _(N_("Round %(number)s"), number=one.number)) for one in every]
    if round_ is None:
        return render_template("inbox/empty.html", rounds=rounds_)
    return render_template("inbox/index.html", choice=choice, round=round_, rounds=rounds_, kept=kept.choices(actor()), **_listed(choice, round_, every))


def _listed(choice: Choice, round_: Round, every: list[Round]) -> dict[str, Any]:
    """The page of the list with all that stands around it."""
    sections, editors = stored.contents(round_.version), counted.editors()
    section = section_of(choice, sections)
    counts, organisations = counted.of_fields(round_, choice), counted.of_organisations(round_, choice)
    wanted = lists.asked(round_, choice, actor(), counts, section.uid if section else None, {one[0]: one[2] for one in organisations}.get(choice.organisation, 0))
    left = leaving.left_to(round_)
    besides = [] if choice.narrowed or choice.stage == TO_APPROVE else leaving.shown(left, choice.stages)
    page = lists.page(wanted, key("after"), key("before"), besides)
    (number, more), comments = lists.number(wanted), [row.comment for row in page.rows]
    stages = {stage: size + len(left.get(stage, [])) for stage, size in counted.of_stages(round_).items()}
    return {
        "page": page, "number": number + len(besides), "more": more, "sections": sections_for(comments), "similar": groups.group_of([one.id for one in comments]),
        "doing": choice.known | {name: value for name in ("after", "before") if (value := key(name))}, "editors": editors, "words": request.args.get("q", "")[:200],
        "stages": _stages(choice, stages), "work": stages,
        "offers": _offers(counts, sections, editors) | {"organisation": [(one, _with(name, size)) for one, name, size in organisations]},
        "unread": max(0, sum(counts.get("kind", {}).values()) - counts.get("read", {}).get(str(actor().id), 0)), "chosen_section": section.address if section else choice.section,
        "earlier": [one for one in every if one.number < round_.number and one.version.document_id == round_.version.document_id],
    }


def _stages(choice: Choice, numbers: dict[Stage, int]) -> list[tuple[str, str, int, bool]]:
    """The stages as links: address, name, comments, whether it is shown now."""
    plain = Choice.read(choice.known | {"stage": ""})
    offered = [(stage.value, _(name), numbers[stage]) for stage, name in STAGE_NAMES.items()] + [(ANY, _(N_("All")), sum(numbers.values()))]
    return [(here(Choice.read(plain.known | {"stage": word})), name, number, (choice.stage or Stage.UNANSWERED.value) == word) for word, name, number in offered]


def _offers(counts: Counts, sections: list[Section], editors: list[Account]) -> dict[str, Offer]:
    """What each filter can be set to, with the number of comments it leaves."""
    by_uid = counts.get("section", {})
    parties = [(code, _(N_("International")) if code == INTERNATIONAL else party_name(code), size) for code, size in counts.get("party", {}).items()]
    given, former = counts.get("assigned", {}), counted.given_to(counts, editors)
    return {
        "section": [(WHOLE, _with(section_name(None), by_uid.get("", 0)))] + [(one.address, _with(section_name(one), by_uid.get(one.uid, 0))) for one in sections],
        "party": [(code, _with(name, size)) for code, name, size in sorted(parties, key=lambda one: -one[2])],
        "kind": [(word.value, _with(_(name), counts.get("kind", {}).get(word.value, 0))) for word, name in KIND_NAMES.items()],
        "channel": [(word.value, _with(_(name), counts.get("channel", {}).get(word.value, 0))) for word, name in CHANNEL_NAMES.items()],
        "language": [(code, _with(name, size)) for code, name in languages() if (size := counts.get("language", {}).get(code, 0))],
        "assigned": [(ME, _with(_(N_("me")), given.get(str(actor().id), 0))), (NOBODY, _with(_(N_("nobody")), given.get("", 0))),
                     *((str(one.id), _with(person(one), given.get(str(one.id), 0))) for one in [*editors, *former] if one.id != actor().id)],
    }


def _with(name: str, number: int) -> str:
    return f"{name} ({number})"


@bp.get("/deferred")
@access(Action.DESK)
def deferred() -> str:
    """The comments of earlier rounds that this round decides (C5); they are counted where they were made."""
    round_ = round_of(chosen(), every_round())
    comments = answers.deferred(round_) if round_ else []
    return render_template("inbox/deferred.html", round=round_, choice=chosen(), rows=lists.rows(comments, actor()), sections=sections_for(comments), similar={})
