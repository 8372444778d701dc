"""How any form asks for a fresh proof that it is the person: a passkey, or the password and, where a factor is set up, a code.

    form = CastForm(...)                          # class CastForm(ProvedForm)
    proof = Proof(form, FRESH_MINUTES)
    answer(form, lambda: render_template(..., form=form, proof=proof), do, then, before=proof.check)

    {% import "macros/proof.html" as proofs with context %}
    {{ proofs.fields(form, proof) }}              {# inside the form; shows nothing while the last proof is fresh #}

A page that should not be opened at all without one leads to the page that asks for it: `if way := first(FRESH_MINUTES): return redirect(way, 303)`.
"""
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import Length

from consult.errors import Invalid
from consult.factors import queries
from consult.factors.queries import Factors
from consult.factors.rules import Purpose
from consult.i18n import N_
from consult.web import codes, passkeys
from consult.web.access import actor
from consult.web.forms import BaseForm, LineField
from consult.web.fresh import fresh, proved
from consult.web.signing import check_own_password


class ProvedForm(BaseForm):
    """A form that asks for a fresh proof; who has proved it a short while ago sends these fields empty."""

    password = PasswordField(_l("Password"), validators=[Length(max=1280)])
    code = LineField(_l("Code"), validators=[Length(max=60)])
    passkey = HiddenField()


class Proof:
    """What one form asks of the person who sends it."""

    def __init__(self, form: Any, minutes: int):
        self.form, self.minutes = form, minutes

    @property
    def asked(self) -> bool:
        """Whether the last proof is too old."""
        return not fresh(self.minutes)

    @cached_property
    def factors(self) -> Factors:
        """What the person has set up."""
        return queries.of(actor())

    def check(self) -> None:
        """Refuse, on the field it belongs to, unless the person has just shown that it is them; to be called outside a transaction."""
        if not self.asked:
            return
        answer, self.form.passkey.data = self.form.passkey.data or "", ""
        if answer:
            passkeys.shown(answer, Purpose.SHOW, actor())
        else:
            check_own_password(actor(), self.form.password.data or "")
            self._check_code(actor())
        proved()

    def _check_code(self, account: Any) -> None:
        if not queries.has_factor(account):
            return
        if not self.form.code.data:
            raise Invalid(N_("Please type a code from your app as well, or a recovery code."), field="code")
        codes.check(account, self.form.code.data)


def first(minutes: int) -> str:
    """The page that asks for a proof and leads back to this one; empty while the last proof is fresh."""
    return "" if fresh(minutes) else url_for("factors.prove", next=request.full_path.rstrip("?"))
