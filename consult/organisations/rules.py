"""Organisations that take part, and who belongs to them."""
import hashlib
import unicodedata
from datetime import timedelta
from enum import StrEnum

from consult.i18n import N_
from consult.lifecycle import Lifecycle


class OrganisationKind(StrEnum):
    """What sort of stakeholder an organisation is."""

    CLUSTER = "cluster"
    COORDINATOR = "national_coordinator"
    MINISTRY = "ministry"
    CHAMBER = "chamber"
    BUSINESS = "business_association"
    LOCAL = "local_authority"
    EUROPEAN = "european_body"
    SCHOOL = "school"
    RESEARCH = "research"
    NGO = "ngo"
    MEDIA = "media"
    OTHER = "other"


class MembershipState(StrEnum):
    """Whether a person belongs to an organisation."""

    ASKED = "asked"
    MEMBER = "member"
    LEFT = "left"


KIND_NAMES = {
    OrganisationKind.CLUSTER: N_("Cluster organisation"), OrganisationKind.COORDINATOR: N_("National coordinator"),
    OrganisationKind.MINISTRY: N_("Ministry or government body"), OrganisationKind.CHAMBER: N_("Chamber of commerce"),
    OrganisationKind.BUSINESS: N_("Business association"), OrganisationKind.LOCAL: N_("Local or regional authority"),
    OrganisationKind.EUROPEAN: N_("European body"), OrganisationKind.SCHOOL: N_("School or training centre"),
    OrganisationKind.RESEARCH: N_("University or research body"), OrganisationKind.NGO: N_("Association or NGO"),
    OrganisationKind.MEDIA: N_("Media"), OrganisationKind.OTHER: N_("Other"),
}
_S = MembershipState
LIFE = Lifecycle("membership", {
    (_S.ASKED, "admit"): _S.MEMBER,
    (_S.ASKED, "leave"): _S.LEFT,
    (_S.MEMBER, "leave"): _S.LEFT,
})

#: How long the link of an invitation is good for, how many may wait in one organisation, and how many mails one address gets within a day.
INVITATION_LIFE = timedelta(days=14)
INVITATIONS_MAX, INVITATIONS_A_DAY = 30, 5
NAME_MAX, WEBSITE_MAX, REASON_MAX = 160, 200, 1000


def name_key(name: str) -> str:
    """The form of a name that is compared: letters and digits only, whatever the case; what shows nothing does not tell two names apart."""
    folded = "".join(letter for letter in unicodedata.normalize("NFKC", name).casefold() if unicodedata.category(letter) != "Cf")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded).split())[:200]


def hashed(token: str) -> str:
    """What is kept of the secret in an invitation's link."""
    return hashlib.sha256(token.encode()).hexdigest()
