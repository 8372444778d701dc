"""Reading gatherings: one with all that hangs on it, those of a person, and what is published of them."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from consult.accounts.models import Account, RoleGrant
from consult.accounts.rules import Role
from consult.comments.models import Comment, Draft
from consult.comments.queries import threads
from consult.coordination.models import AskedOrganisation, CheckAnswer, Declaration, Gathering, JointContribution, JointItem
from consult.coordination.rules import Balance, ContributionState, Given, Heard, balance, missing_answers, voices
from consult.db import db
from consult.documents.models import Section, Version
from consult.documents.queries import stored
from consult.organisations.models import Organisation
from consult.organisations.rules import MembershipState, OrganisationKind
from consult.rounds.models import Round
from consult.rounds.rules import RoundState
from consult.teams import queries as teams


def one(number: int, party: str) -> Gathering | None:
    """The gathering of a party in a round, with all that hangs on it, in a constant number of statements."""
    return db.session.scalar(_whole().join(Round, Gathering.round_id == Round.id).where(Round.number == number, Gathering.party_code == party.upper()))


def by_comment(comment: Comment) -> Gathering | None:
    """The gathering from which a joint comment was sent."""
    found = db.session.scalar(select(JointItem.gathering_id).where(JointItem.comment_id == comment.id))
    return db.session.scalar(_whole().where(Gathering.id == found)) if found else None


def everywhere() -> list[Gathering]:
    """All gatherings, those of the latest round first."""
    query = select(Gathering).options(joinedload(Gathering.round).joinedload(Round.version), selectinload(Gathering.asked)).join(Round, Gathering.round_id == Round.id)
    return list(db.session.scalars(query.order_by(Round.number.desc(), Gathering.party_code)))


def in_round(round_: Round) -> list[Gathering]:
    """The gatherings of one round, by party."""
    return list(db.session.scalars(select(Gathering).options(joinedload(Gathering.round)).where(Gathering.round_id == round_.id).order_by(Gathering.party_code)))


def contribution(contribution_id: int) -> JointContribution | None:
    """The contribution with this number."""
    return db.session.scalar(select(JointContribution).options(joinedload(JointContribution.gathering).joinedload(Gathering.round)).where(JointContribution.id == contribution_id))


def item(item_id: int) -> JointItem | None:
    """The item with this number that has not been dropped."""
    return db.session.scalar(select(JointItem).options(joinedload(JointItem.gathering).joinedload(Gathering.round)).where(JointItem.id == item_id, JointItem.dropped_at.is_(None)))


def coordinated(account: Account) -> list[str]:
    """The parties that a person coordinates now."""
    return [g.party_code for g in account.grants if g.role == Role.COORDINATOR and g.ended_at is None and g.party_code]


def coordinators() -> frozenset[str]:
    """The parties that have a national coordinator now."""
    return frozenset(db.session.scalars(select(RoleGrant.party_code).where(RoleGrant.role == Role.COORDINATOR, RoleGrant.ended_at.is_(None))))


def gathering_of(round_: Round, party: str) -> Gathering | None:
    """The gathering of a party in this round, if it has been opened."""
    return db.session.scalar(select(Gathering).where(Gathering.round_id == round_.id, Gathering.party_code == party))


def open_rounds(moment: object) -> list[Round]:
    """The announced rounds that are open at the moment."""
    query = select(Round).options(joinedload(Round.version).joinedload(Version.document))
    return list(db.session.scalars(query.where(Round.state == RoundState.SCHEDULED, Round.opens_at <= moment, moment < Round.closes_at).order_by(Round.number.desc())))


def organisations_of(party: str) -> list[Organisation]:
    """The organisations of a party that the secretariat has confirmed: cluster organisations first, then by name."""
    rows = db.session.scalars(select(Organisation).where(Organisation.party_code == party, Organisation.verified_at.is_not(None)))
    return sorted(rows, key=lambda row: (row.kind != OrganisationKind.CLUSTER, row.name_key))


def speaking(account: Account, party: str) -> list[Organisation]:
    """The confirmed organisations of a party that a person speaks for."""
    mine = {m.organisation_id for m in account.memberships if m.state == MembershipState.MEMBER}
    return [row for row in organisations_of(party) if row.id in mine]


def signing(account: Account, party: str) -> list[Organisation]:
    """The confirmed organisations of a party that a person leads, and so signs for."""
    mine = {row.id for row in led(account)}
    return [row for row in organisations_of(party) if row.id in mine]


def led(account: Account) -> list[Organisation]:
    """The organisations that a person leads."""
    return sorted((m.organisation for m in account.memberships if m.lead and m.state == MembershipState.MEMBER), key=lambda row: row.name_key)


def drafts_for(account: Account, gathering: Gathering) -> list[Draft]:
    """The drafts of the round that a lead can give: own ones, and those shared with an organisation that the person signs for."""
    shared = [draft for one in signing(account, gathering.party_code) for draft in shared_drafts(gathering, one)]
    return [draft for draft in dict.fromkeys([*threads.drafts_of(account, gathering.round), *shared]) if draft.body.strip()]


def shared_drafts(gathering: Gathering, organisation: Organisation) -> list[Draft]:
    """The drafts of the round that colleagues have shared with an organisation."""
    return [team.draft for team in teams.drafts(organisation) if team.draft.round_id == gathering.round_id]


def same_words(gathering: Gathering, organisation: Organisation, draft: Draft) -> bool:
    """Whether these very words of the organisation are with the coordinator already."""
    return db.session.scalar(select(func.count()).select_from(JointContribution).where(
        JointContribution.gathering_id == gathering.id, JointContribution.organisation_id == organisation.id, JointContribution.section_uid == draft.section_uid
        if draft.section_uid else JointContribution.section_uid.is_(None), JointContribution.body == draft.body, JointContribution.quote == draft.quote,
        JointContribution.proposed == draft.proposed, JointContribution.state != ContributionState.TAKEN_BACK)) != 0


def declaration(declaration_id: int) -> Declaration | None:
    """The declaration with this number."""
    return db.session.scalar(select(Declaration).options(joinedload(Declaration.round)).where(Declaration.id == declaration_id))


def declared(round_: Round) -> list[Declaration]:
    """The declarations of a round that stand."""
    query = select(Declaration).options(joinedload(Declaration.organisation)).where(Declaration.round_id == round_.id, Declaration.taken_back_at.is_(None))
    return list(db.session.scalars(query.order_by(Declaration.id)))


def directly(gathering: Gathering) -> frozenset[int]:
    """The organisations that have commented directly in the round, by number."""
    return frozenset(db.session.scalars(select(Comment.organisation_id).where(
        Comment.round_id == gathering.round_id, Comment.organisation_id.is_not(None), Comment.capacity == "organisation", Comment.state.in_(threads.STANDING_STATES)).distinct()))


def _whole():  # type: ignore[no-untyped-def]
    organisation = joinedload(JointContribution.organisation)
    return select(Gathering).options(
        joinedload(Gathering.round).joinedload(Round.version).joinedload(Version.document), joinedload(Gathering.submission),
        selectinload(Gathering.asked).joinedload(AskedOrganisation.organisation), selectinload(Gathering.contributions).options(organisation),
        selectinload(Gathering.items).options(joinedload(JointItem.comment), selectinload(JointItem.contributions).options(organisation)),
        selectinload(Gathering.answers).options(joinedload(CheckAnswer.organisation), selectinload(CheckAnswer.stances)))


@dataclass
class Whole:
    """One gathering as its pages show it: in the order of the text, with who has said what."""

    gathering: Gathering

    @cached_property
    def contents(self) -> list[Section]:
        """The sections of the text that the round is about."""
        return stored.contents(self.gathering.round.version)

    @cached_property
    def sections(self) -> dict[str, Section]:
        """The same by key."""
        return {section.uid: section for section in self.contents}

    def _place(self, row: JointItem | JointContribution) -> tuple[int, int]:
        section = self.sections.get(row.section_uid or "")
        return (section.position if section else -1, row.id)

    @cached_property
    def items(self) -> list[JointItem]:
        """The items that stand, in the order of the text."""
        return sorted((item for item in self.gathering.items if item.dropped_at is None), key=self._place)

    @cached_property
    def contributions(self) -> list[JointContribution]:
        """All contributions that stand, in the order of the text."""
        return sorted((row for row in self.gathering.contributions if row.state != ContributionState.TAKEN_BACK), key=self._place)

    def in_state(self, state: str) -> list[JointContribution]:
        """The contributions that stand there."""
        return [row for row in self.contributions if row.state == state]

    def by_section(self, rows: Iterable[JointContribution]) -> list[tuple[Section | None, list[JointContribution]]]:
        """Contributions under the section they are about."""
        grouped: dict[str, list[JointContribution]] = {}
        for row in rows:
            grouped.setdefault(row.section_uid or "", []).append(row)
        return [(self.sections.get(uid), several) for uid, several in grouped.items()]

    @cached_property
    def balance(self) -> Balance:
        """How many contributions are where."""
        return balance(row.state for row in self.gathering.contributions)

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Everybody who was asked, has contributed or has answered, by name."""
        rows: list[AskedOrganisation | JointContribution | CheckAnswer] = [*self.gathering.asked, *self.contributions, *self.gathering.answers]
        return sorted({row.organisation_id: row.organisation for row in rows}.values(), key=lambda row: row.name_key)

    @cached_property
    def contributing(self) -> list[Organisation]:
        """The organisations whose words stand here, by name."""
        return sorted({row.organisation_id: row.organisation for row in self.contributions}.values(), key=lambda row: row.name_key)

    @cached_property
    def latest(self) -> dict[int, CheckAnswer]:
        """The answer of each organisation that counts: its last one."""
        return {answer.organisation_id: answer for answer in self.gathering.answers}

    @cached_property
    def given(self) -> dict[int, Given]:
        """The same as the rules read it."""
        return {number: Given(answer.check_seq, {s.item_id: (s.choice, s.reason) for s in answer.stances}) for number, answer in self.latest.items()}

    def heard(self, item: JointItem) -> list[tuple[Organisation, Heard]]:
        """What each organisation holds of an item."""
        return list(zip(self.organisations, voices(item.id, self.gathering.check_seq, [row.id for row in self.organisations], self.given), strict=True))

    @cached_property
    def missing(self) -> list[Organisation]:
        """The organisations that were asked or have contributed, and have not answered this check."""
        concerned = [*(row.organisation_id for row in self.gathering.asked), *(row.id for row in self.contributing)]
        ids = missing_answers(self.gathering.check_seq, concerned, self.given)
        return [row for row in self.organisations if row.id in ids]

    @cached_property
    def not_rendered(self) -> list[CheckAnswer]:
        """The organisations that say that their words are not rendered rightly, in this check."""
        return [answer for answer in self.latest.values() if answer.not_rendered and answer.check_seq == self.gathering.check_seq]

    @cached_property
    def empty(self) -> list[JointItem]:
        """Items in which no contribution stands any more."""
        return [item for item in self.items if not item.contributions]

    @cached_property
    def replies(self) -> dict[int, list[str]]:
        """How each organisation has answered the coordinator's call: any of contributed, checked, commented, declared; none is silence."""
        direct, nothing = directly(self.gathering), {row.organisation_id for row in declared(self.gathering.round)}
        ways: Sequence[tuple[str, Iterable[int]]] = (("contributed", {row.id for row in self.contributing}), ("checked", self.latest), ("commented", direct), ("declared", nothing))
        return {row.id: [word for word, those in ways if row.id in those] for row in self.organisations}


def audience(gathering: Gathering):  # type: ignore[no-untyped-def]
    """The numbers of the organisations that were asked or whose words stand in a gathering, as a query."""
    return select(Organisation.id).where(or_(
        Organisation.id.in_(select(AskedOrganisation.organisation_id).where(AskedOrganisation.gathering_id == gathering.id)),
        Organisation.id.in_(select(JointContribution.organisation_id).where(
            JointContribution.gathering_id == gathering.id, JointContribution.state != ContributionState.TAKEN_BACK))))
