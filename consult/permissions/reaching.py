"""What a person may do by who they are: the table without the things it is done to."""
from typing import Any

from consult.permissions import conditions as c
from consult.permissions.table import TABLE
from consult.permissions.words import Action

#: Conditions that look at the person only.
PERSONAL = frozenset({c.administrator, c.editor, c.moderator, c.system, c.anyone, c.visitor, c.signed_in})
#: Those of them that not everybody who signs in fulfils.
STAFF = frozenset({c.administrator, c.editor, c.moderator})


def reach(actor: Any) -> list[tuple[Action, list[list[str]]]]:
    """The steps that the roles of a person open, each with its ways, and for each way the names of the conditions on the thing that remain."""
    found = []
    for action, alternatives in TABLE.items():
        ways = [[condition.__name__ for condition in alternative if condition not in PERSONAL] for alternative in alternatives
                if STAFF.intersection(alternative) and all(condition(actor, None) for condition in alternative if condition in PERSONAL)]
        if ways:
            found.append((action, ways))
    return found
