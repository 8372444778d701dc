"""What of a draft its people can have changed."""
from collections.abc import Mapping

from consult.i18n import N_

#: The parts of a comment that a person writes, with what they are called inside an organisation.
PARTS = {"body": N_("the comment"), "proposed": N_("the proposed wording"), "reason": N_("the reason")}


def changed(before: Mapping[str, str] | None, after: Mapping[str, str]) -> list[str]:
    """The parts that differ from what stood there before; of a beginning those that are not empty."""
    return [part for part in PARTS if after[part] != (before[part] if before else "")]
