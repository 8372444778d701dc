"""Which acts an adoption of a party consists of: decided by an administrator, with a day and a reason."""
from typing import Any

from flask import render_template, url_for

from consult.adoption import actions, queries
from consult.adoption.forms import RequiredForm
from consult.adoption.views.blueprint import THE_PARTY, bp
from consult.parties.models import Party
from consult.permissions.words import Action
from consult.web.access import access, actor
from consult.web.answer import answer


@bp.route("/<string(maxlength=3):code>/required", methods=["GET", "POST"])
@access(Action.ADOPTION_SET_REQUIRED, on=THE_PARTY)
def set_required(party: Party) -> Any:
    """List the acts that an adoption of this party needs."""
    decided = queries.decided(party)
    form = RequiredForm(parts="\n".join(decided[0].parts) if decided else "")
    return answer(form, lambda: render_template("adoption/required.html", form=form, party=party, decided=decided),
                  lambda: actions.set_required(actor(), party, form.since.data, (form.parts.data or "").splitlines(), form.reason.data or ""),
                  lambda _: url_for("adoption.party", code=party.code))
