"""The rule and the result as whole sentences, made from their integers."""
from fractions import Fraction

from consult.ballots.rules.counting import Base, Rule, Tally, carried, needed, unbroken
from consult.ballots.rules.life import Procedure
from consult.i18n import N_

#: A sentence to be translated, and the facts that fill it.
Sentence = tuple[str, dict[str, object]]


def in_words(rule: Rule, seats: int | None = None) -> list[Sentence]:
    """The rule as whole sentences, made from its integers; with the number of seats, also how many are needed at least."""
    said = _shares(rule)
    if rule.max_against is not None and not (rule.numerator == rule.denominator and (rule.strict or rule.base is Base.SEATS)):
        said.append((N_("No seat may be against."), {}) if rule.max_against == 0 else
                    (N_("The number of seats against may be at most %(most)s."), {"most": rule.max_against}))
    if seats and (fewest := needed(rule, seats, 0)) is not None:
        said.append((N_("Of the %(seats)s seats at least %(fewest)s must approve."), {"seats": seats, "fewest": fewest}))
    said.append((N_("Abstaining, not taking part and giving no position count neither for nor against; silence is never consent."), {}))
    return said


def procedure_in_words(procedure: str, rule: Rule, seats: int | None = None) -> list[Sentence]:
    """How a ballot is decided, by vote or by silence, as whole sentences."""
    if procedure != Procedure.SILENCE:
        return in_words(rule, seats)
    return [(N_("Nobody votes. One objection in writing, with its reason, received before the close breaks the procedure."), {}),
            (N_("Silence is not approval: the result says only whether an objection was received."), {})]


def outcome_in_words(procedure: str, rule: Rule, count: Tally) -> list[Sentence]:
    """The result of a ballot, by vote or by silence; silence never approves anything."""
    if procedure != Procedure.SILENCE:
        return result_in_words(rule, count)
    if unbroken(count):
        return [(N_("No objection received."), {})]
    return [(N_("Objection received: the procedure is broken."), {}),
            (N_("Seats that objected: %(against)s of %(seats)s."), {"against": count.against, "seats": count.seats})]


#: Shares that have a name of their own: (least share of all seats, more than it of all seats, least share of the seats for or against, more than it).
NAMED = {
    Fraction(1, 2): (N_("At least half of all seats must approve."), N_("More than half of all seats must approve."),
                     N_("At least as many seats must approve as are against."), N_("More seats must approve than are against.")),
    Fraction(2, 3): (N_("At least two thirds of all seats must approve."), N_("More than two thirds of all seats must approve."),
                     N_("At least two thirds of the seats that are for or against must approve."), N_("More than two thirds of the seats that are for or against must approve.")),
    Fraction(1): (N_("All seats must approve."), "", N_("All of the seats that are for or against must approve."), ""),
}
SHARES = (N_("At least %(numerator)s/%(denominator)s of all seats must approve."), N_("More than %(numerator)s/%(denominator)s of all seats must approve."),
          N_("At least %(numerator)s/%(denominator)s of the seats that are for or against must approve."),
          N_("More than %(numerator)s/%(denominator)s of the seats that are for or against must approve."))


def _share(share: Fraction, of: Base, strict: bool) -> Sentence:
    """A share in lowest terms, as a person would say it."""
    form = 2 * (of is Base.CAST) + strict
    if share in NAMED:
        return NAMED[share][form], {}
    return SHARES[form], {"numerator": share.numerator, "denominator": share.denominator}


def _shares(rule: Rule) -> list[Sentence]:
    """The fraction that must be reached and the share of all seats that must be passed; what one of them says already, the other leaves out."""
    share, floor = Fraction(rule.numerator, rule.denominator), Fraction(rule.floor_numerator, rule.floor_denominator)
    if share == 1 and rule.strict:
        return [(N_("No number of approvals is enough for this rule."), {})]
    least = [(N_("At least one seat must approve."), {})] if floor == 0 else [_share(floor, Base.SEATS, True)]
    if share == 0 or (share == 1 and rule.base is Base.CAST and rule.max_against == 0):
        return least
    if rule.base is Base.SEATS:
        return [_share(share, Base.SEATS, rule.strict)] if share > floor or (share == floor and rule.strict) else least
    return [_share(share, Base.CAST, rule.strict), *least]


def result_in_words(rule: Rule, count: Tally) -> list[Sentence]:
    """The result as sentences: "Carried: 9 of 11 approve (6 needed), 1 against." and the seats that count neither way."""
    fewest = needed(rule, count.seats, count.against)
    facts: dict[str, object] = {"approve": count.approve, "seats": count.seats, "against": count.against, "needed": fewest}
    if fewest is None:
        outcome = N_("Not carried: %(against)s of %(seats)s are against, and no number of approvals outweighs that; %(approve)s approve.")
    elif carried(rule, count):
        outcome = N_("Carried: %(approve)s of %(seats)s approve (%(needed)s needed), %(against)s against.")
    else:
        outcome = N_("Not carried: %(approve)s of %(seats)s approve (%(needed)s needed), %(against)s against.")
    rest: dict[str, object] = {"abstain": count.abstain, "not_taking_part": count.not_taking_part, "none": count.none}
    return [(outcome, facts), (N_("Abstaining: %(abstain)s. Not taking part: %(not_taking_part)s. Without a position: %(none)s."), rest)]
