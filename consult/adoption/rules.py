"""The adoption register: types of act, and the status of a party as at an effective and a known date (model.md section 6)."""
from enum import StrEnum

from consult.i18n import N_


class ActType(StrEnum):
    """What a government did."""

    INTENTION = "intention"
    SIGNATURE = "signature"
    ADOPTION = "adoption"
    ACCESSION = "accession"
    RESERVATION = "reservation"
    DECLARATION = "declaration"
    RESERVATION_WITHDRAWN = "reservation_withdrawn"
    COMMUNICATION = "communication"
    ACCEPTANCE = "acceptance"
    DECLINED = "declined"
    WITHDRAWAL = "withdrawal"
    CHANGE_OF_NAME = "change_of_name"
    CORRECTION = "correction"


class Effect(StrEnum):
    """What a reservation does to the sections it names."""

    EXCLUDES = "excludes"
    MODIFIES = "modifies"
    INTERPRETS = "interprets"


class Status(StrEnum):
    """Where a party stands."""

    NONE = "no_action"
    CONSIDERED = "under_consideration"
    SIGNED = "signed"
    ADOPTED = "adopted"
    WITH_RESERVATIONS = "adopted_with_reservations"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


TYPE_NAMES = {
    ActType.INTENTION: N_("Statement of intention"), ActType.SIGNATURE: N_("Signature"), ActType.ADOPTION: N_("Adoption"), ActType.ACCESSION: N_("Accession"),
    ActType.RESERVATION: N_("Reservation"), ActType.DECLARATION: N_("Declaration"), ActType.RESERVATION_WITHDRAWN: N_("Withdrawal of a reservation"),
    ActType.COMMUNICATION: N_("Communication"), ActType.ACCEPTANCE: N_("Acceptance of an amendment"), ActType.DECLINED: N_("Decision not to adopt"),
    ActType.WITHDRAWAL: N_("Withdrawal"), ActType.CHANGE_OF_NAME: N_("Change of name"), ActType.CORRECTION: N_("Correction"),
}
EFFECT_NAMES = {Effect.EXCLUDES: N_("excludes"), Effect.MODIFIES: N_("modifies"), Effect.INTERPRETS: N_("interprets")}
STATUS_NAMES = {
    Status.NONE: N_("No action recorded"), Status.CONSIDERED: N_("Under consideration"), Status.SIGNED: N_("Signed"), Status.ADOPTED: N_("Adopted"),
    Status.WITH_RESERVATIONS: N_("Adopted with reservations"), Status.DECLINED: N_("Declined"), Status.WITHDRAWN: N_("Withdrawn"),
}
#: Acts that adopt a text; they need a final version and evidence (A1).
ADOPTING = frozenset({ActType.ADOPTION, ActType.ACCESSION})
