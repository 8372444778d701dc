"""Reading events: the list, one event with everything of it, and the texts and ballots behind its outcome."""
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from consult.adoption.models import Act
from consult.ballots.models import Ballot
from consult.ballots.rules.life import BallotKind, BallotState
from consult.db import db
from consult.documents.models import Document, Version
from consult.documents.rules import VersionState
from consult.events.models import Credentials, CredentialsVerification, Delegate, Delegation, Event, EventItem, EventPaper, EventSignature
from consult.evidence.models import EvidenceFile
from consult.parties.models import Party
from consult.workgroup.models import HandingOver, Mandate


def by_number(number: int) -> Event | None:
    """One event with all that its page shows."""
    return db.session.scalar(_whole().where(Event.number == number))


def all_events(planned: bool = False) -> list[Event]:
    """All events, the latest first; those that were never announced only when asked for."""
    query = select(Event).order_by(Event.starts_at.desc(), Event.number.desc()).options(joinedload(Event.version))
    return list(db.session.scalars(query if planned else query.where(Event.announced_at.is_not(None))))


def next_number() -> int:
    """The number of the next event."""
    return (db.session.scalar(select(Event.number).order_by(Event.number.desc()).limit(1)) or 0) + 1


def item(number: int, item_id: int) -> EventItem | None:
    """One point of the agenda of an event."""
    query = select(EventItem).join(EventItem.event).where(Event.number == number, EventItem.id == item_id)
    return db.session.scalar(query.options(joinedload(EventItem.event), selectinload(EventItem.papers).joinedload(EventPaper.file)))


def paper(number: int, paper_id: int) -> EventPaper | None:
    """One document of the agenda of an event, its bytes with it."""
    query = select(EventPaper).join(EventPaper.item).join(EventItem.event).where(Event.number == number, EventPaper.id == paper_id)
    return db.session.scalar(query.options(joinedload(EventPaper.item).joinedload(EventItem.event), joinedload(EventPaper.file).options(undefer(EvidenceFile.content))))


def delegation(number: int, code: str) -> Delegation | None:
    """The delegation of a party to an event, with its letters and who compared them."""
    whole = select(Delegation).join(Delegation.event).where(Event.number == number, Delegation.party_code == code)
    return db.session.scalar(whole.options(
        joinedload(Delegation.event).joinedload(Event.version).joinedload(Version.document), joinedload(Delegation.party), selectinload(Delegation.delegates),
        selectinload(Delegation.letters).options(joinedload(Credentials.evidence), joinedload(Credentials.recorder),
                                                 joinedload(Credentials.verification).joinedload(CredentialsVerification.verifier))))


def delegate(number: int, delegate_id: int) -> Delegate | None:
    """One member of a delegation to an event."""
    return db.session.scalar(select(Delegate).join(Delegate.delegation).join(Delegation.event).where(Event.number == number, Delegate.id == delegate_id))


def credentials(number: int, credentials_id: int) -> Credentials | None:
    """One letter of credentials for an event."""
    return db.session.scalar(select(Credentials).join(Credentials.delegation).join(Delegation.event).where(Event.number == number, Credentials.id == credentials_id))


def texts() -> list[Version]:
    """The versions an event can be about: everything that is published, final ones and the latest first."""
    query = select(Version).join(Document).where(Version.state == VersionState.PUBLISHED).options(joinedload(Version.document))
    return list(db.session.scalars(query.order_by(Version.final.desc(), Version.published_at.desc())))


def carrying(version: Version) -> Ballot | None:
    """The certified ballot on exactly this text that carried it; of several the latest (H2)."""
    on_it = select(Ballot).where(Ballot.version_id == version.id, Ballot.version_digest == version.digest, Ballot.state == BallotState.CERTIFIED,
                                 Ballot.kind.in_((BallotKind.ADOPT_FINAL, BallotKind.APPROVE_TEXT)))
    return next((b for b in db.session.scalars(on_it.order_by(Ballot.number.desc())) if b.result and b.result["carried"]), None)


def confidential(file: EvidenceFile) -> bool:
    """Whether a file is the letter of a mandate or of credentials, which is never made public."""
    letters = (exists().where(Credentials.evidence_id == file.id), exists().where(Mandate.evidence_id == file.id), exists().where(HandingOver.evidence_id == file.id))
    return any(db.session.scalar(select(letter)) for letter in letters)


def of_act(act: Act) -> Event | None:
    """The event at which an act was signed, if it was signed at one that is public."""
    return db.session.scalar(select(Event).join(EventSignature, EventSignature.event_id == Event.id).where(EventSignature.act_id == act.id, Event.announced_at.is_not(None)))


def _whole() -> Select[Any]:
    letters = selectinload(Delegation.letters).options(joinedload(Credentials.verification))
    return select(Event).options(
        joinedload(Event.version).joinedload(Version.document), joinedload(Event.ballot), joinedload(Event.minutes),
        selectinload(Event.items).options(joinedload(EventItem.version).joinedload(Version.document), selectinload(EventItem.papers).joinedload(EventPaper.file)),
        selectinload(Event.delegations).options(joinedload(Delegation.party).lazyload(Party.names), selectinload(Delegation.delegates), letters),
        selectinload(Event.signatures).options(joinedload(EventSignature.delegate), joinedload(EventSignature.act).options(
            joinedload(Act.verification), joinedload(Act.evidence))))
