"""Parties of the working group: data, not code; this is what is fixed about them."""
from enum import StrEnum

from consult.i18n import N_

#: Named in the declaration of 2017; the default list (model.md D6). Others are admitted by an act of the secretariat.
DEFAULT_PARTIES = ("AL", "BA", "BG", "GR", "HR", "ME", "MK", "RO", "RS", "SI", "TR")
#: Stands in public ids of comments from people and bodies of no party.
INTERNATIONAL = "INT"
#: Languages whose readers also read each other's names, nearest first.
FALLBACKS = {"cnr": ("sr-Latn", "bs", "hr"), "bs": ("hr", "sr-Latn"), "hr": ("bs", "sr-Latn"), "sr-Latn": ("bs", "hr"), "sr-Cyrl": ("sr-Latn",)}


NAME_MAX, FOOTNOTE_MAX, REASON_MAX = 80, 400, 1000


class PartyKind(StrEnum):
    """A party holds a seat; a body (the European Commission) speaks and does not vote."""

    PARTY = "party"
    BODY = "body"


KOSOVO_FOOTNOTE = N_("This designation is without prejudice to positions on status, and is in line with UNSCR 1244/1999 and the ICJ "
                     "Opinion on the Kosovo declaration of independence.")
