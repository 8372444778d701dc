"""What organisations do together in the demonstration, what is reported to the moderators, and an appeal that waits."""
from functools import partial

from consult.accounts.rules import SAMPLE_DOMAIN
from consult.comments.actions import discussing, moderating, writing
from consult.comments.models import Comment
from consult.comments.queries import threads
from consult.comments.rules import CommentKind
from consult.demo.cast import Cast, account_name, open_account
from consult.demo.round_one import round_
from consult.documents.queries import stored
from consult.errors import NotFound
from consult.moderation import actions as moderation
from consult.moderation import queries as hidden
from consult.moderation.models import Hiding
from consult.organisations import actions as organisations
from consult.organisations import queries as bodies
from consult.organisations.models import Organisation
from consult.teams import actions as teams
from consult.teams import queries as shared

LEAD, COLLEAGUE = "RS_ict", "colleague.rs"
#: Comments of round 2 by their running numbers: one that two organisations support, one that is reported, one whose author appeals.
SUPPORTED, REPORTED = 0, 1
BEGUN = "Traže se podaci o članovima koje mali klasteri nemaju. Predlažemo kraći obrazac."
CHANGED = "Traže se podaci o članovima koje mali klasteri nemaju. Predlažemo obrazac od jedne strane i godinu dana prelaznog roka."


def work_together(cast: Cast) -> None:
    """A colleague joins a cluster by invitation, begins a draft, and the lead goes on with it; two organisations support a comment."""
    cast.on(-11, partial(_join, cast))
    cast.on(-2, partial(_draft, cast))
    cast.on(-1.5, partial(_go_on, cast))
    cast.on(-1.4, partial(_support, cast, LEAD))
    cast.on(-1.3, partial(_support, cast, "SI_min"))


def moderate(cast: Cast) -> None:
    """A comment is reported and waits; a reply is hidden, and its author appeals."""
    cast.on(-1.2, lambda: moderation.report(cast.person("observer"), _comment(REPORTED), "I think that this is advertising for one company."))
    cast.on(-1.1, lambda: discussing.reply(cast.person("citizen"), _comment(SUPPORTED), "The official who wrote this lives in my street, at number 12."))
    cast.on(-1, lambda: moderating.hide_reply(cast.person("moderator"), _comment(SUPPORTED).replies[-1], "It says where a private person lives."))
    cast.on(-.9, lambda: moderation.appeal(cast.person("citizen"), _hiding(), "I did not name anybody."))


def _body(cast: Cast) -> Organisation:
    body = cast.body(LEAD)
    if body is None:
        raise NotFound("The cluster is missing.")
    return body


def _join(cast: Cast) -> None:
    open_account(cast, COLLEAGUE, "Colleague in a cluster (sample)", "sr-Latn", "RS")
    invitation, _ = organisations.invite(cast.person(account_name(LEAD)), _body(cast), COLLEAGUE + SAMPLE_DOMAIN)
    organisations.accept(cast.person(COLLEAGUE), invitation)


def _draft(cast: Cast) -> None:
    round_two = round_(2)
    uid = next(one.uid for one in stored.sections(round_two.version) if one.number == "6.2")
    draft = writing.save_draft(cast.person(COLLEAGUE), round_two, uid, CommentKind.SUBSTANCE, BEGUN, language="sr-Latn")
    teams.share(cast.person(COLLEAGUE), _body(cast), draft)


def _go_on(cast: Cast) -> None:
    (team,) = shared.drafts(_body(cast))
    words = {"kind": "substance", "body": CHANGED, "quote": "", "proposed": "", "reason": "Tako je bilo i u prvom krugu.", "language": "sr-Latn", "near": None}
    teams.edit(cast.person(account_name(LEAD)), team, team.draft.revision, words)


def _support(cast: Cast, author: str) -> None:
    person = cast.person(account_name(author))
    comment = _comment(SUPPORTED)
    body = cast.body(author)
    if body is not None and body.id != comment.organisation_id and body in bodies.of(person):
        teams.support(person, comment, body)


def _comment(number: int) -> Comment:
    found = threads.in_round(round_(2))
    return found[number]


def _hiding() -> Hiding:
    (one,) = hidden.hidings(_comment(SUPPORTED).replies).values()
    return one
