"""Everything that can go wrong and that a person must be told about."""


class ConsultError(Exception):
    """A refusal. `reason` is an English sentence marked with N_(); `facts` fill its %(places)s; the web layer translates it."""

    def __init__(self, reason: str, **facts: object):
        super().__init__(reason % facts if facts else reason)
        self.reason = reason
        self.facts = facts


class NotAllowed(ConsultError):
    """The permission table says no; `missing` names the conditions that fail."""

    def __init__(self, reason: str, missing: tuple[str, ...] = (), **facts: object):
        super().__init__(reason, **facts)
        self.missing = missing


class NotFound(ConsultError):
    """There is no such thing, or not for this reader."""


class IllegalMove(ConsultError):
    """The procedure has no such step now."""


class Conflict(ConsultError):
    """Somebody else changed it meanwhile, or the rows contradict each other."""


class Invalid(ConsultError):
    """What was typed cannot be taken; `field` names the form field it belongs to."""

    def __init__(self, reason: str, field: str = "", **facts: object):
        super().__init__(reason, **facts)
        self.field = field


class TooOften(ConsultError):
    """Asked too many times in a short while."""
