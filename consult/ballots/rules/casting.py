"""What the page says to a member before it gives its position: what each choice does under the rule of the ballot, and what becomes public when."""
from consult.ballots.rules.counting import Rule
from consult.ballots.rules.life import BallotKind, Choice, Procedure
from consult.i18n import N_

#: What each choice does.
EFFECTS = {
    Choice.APPROVE: N_("Counts for. A reason is optional."),
    Choice.AGAINST: N_("Counts against. It needs a reason."),
    Choice.ABSTAIN: N_("Counts neither for nor against; the roll call shows it. A reason is optional."),
    Choice.NOT_TAKING_PART: N_("Counts neither for nor against; the roll call shows it apart. It needs a reason."),
}
ALONE = N_("Counts against; by this rule one seat against is enough, and it is not carried. It needs a reason.")
OBJECTS = N_("One objection breaks the procedure. It needs a reason.")


def effects(procedure: str, rule: Rule) -> dict[Choice, str]:
    """What each choice does in this ballot."""
    if procedure == Procedure.SILENCE:
        return EFFECTS | {Choice.AGAINST: OBJECTS}
    return EFFECTS | ({Choice.AGAINST: ALONE} if rule.max_against == 0 else {})


def becomes_public(kind: BallotKind) -> str:
    """What is public of a position, and from when on."""
    if kind == BallotKind.ADOPT_FINAL:
        return N_("After the close everybody can read your position, your reason, your name and role, and the time. Until then only those who speak for your seat can; "
                  "the secretariat sees that the seat has answered, not what.")
    return N_("At once everybody can read your position, your reason, your name and role, and the time.")
