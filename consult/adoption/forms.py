"""Forms of the register."""
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length, Optional

from consult.adoption.rules import AUTHORITY_MAX, EFFECT_NAMES, INSTRUMENT_MAX, PUBLICATION_MAX, REFERENCE_MAX, RESERVATION_MAX, STATEMENT_MAX, Effect
from consult.errors import Invalid
from consult.evidence.forms import EvidenceField
from consult.i18n import N_
from consult.web.forms import BaseForm, DayField, LineField, SelectField, WordsField

#: So many sections can be reserved in one form; further ones by a further act.
SLOTS = range(1, 6)


class ActForm(BaseForm):
    """Record an act from its instrument. Party, type and text were chosen on the page before."""

    authority = LineField(_l("Issuing authority"), validators=[InputRequired(_l("Say which authority issued the instrument.")), Length(max=AUTHORITY_MAX)])
    instrument = LineField(_l("Title of the instrument"), validators=[InputRequired(_l("Copy the title of the instrument.")), Length(max=INSTRUMENT_MAX)])
    reference = LineField(_l("Reference"), validators=[Optional(), Length(max=REFERENCE_MAX)])
    dated = DayField(_l("Date of the instrument"), validators=[InputRequired(_l("Say of which day the instrument is."))])
    received = DayField(_l("Received on"), validators=[InputRequired(_l("Say on which day it was received."))])
    effective = DayField(_l("Takes effect on"), validators=[InputRequired(_l("Say from which day it has effect."))])
    publication = LineField(_l("Publication"), validators=[Optional(), Length(max=PUBLICATION_MAX)])
    signatory = LineField(_l("Signatory and title"), validators=[Optional(), Length(max=AUTHORITY_MAX)])
    answers = SelectField(_l("The act it refers to"), coerce=int, validators=[Optional()])
    voids = SelectField(_l("The act it voids"), coerce=int, validators=[Optional()])
    statement = WordsField(_l("Statement, or the reason of a correction"), validators=[Optional(), Length(max=STATEMENT_MAX)])
    statement_language = SelectField(_l("Language of the statement"))
    evidence = EvidenceField(_l("The instrument, or its proof"))

    def reservations(self) -> list[tuple[str, Effect, str]]:
        """The sections named, with effect and words."""
        slots = [(n, self[f"section_{n}"].data, self[f"effect_{n}"].data, self[f"words_{n}"].data or "") for n in SLOTS]
        for number, uid, effect, words in slots:
            if (effect is None and uid) or (words and not uid):
                raise Invalid(N_("A reservation needs its section, its effect and its words."), field=f"section_{number}")
        return [(uid, Effect(effect), words) for _, uid, effect, words in slots if uid]


for _n in SLOTS:
    setattr(ActForm, f"section_{_n}", SelectField(_l("Section"), validators=[Optional()]))
    setattr(ActForm, f"effect_{_n}", SelectField(_l("Effect"), choices=[(effect.value, _l(name)) for effect, name in EFFECT_NAMES.items()], validators=[Optional()]))
    setattr(ActForm, f"words_{_n}", WordsField(_l("What is reserved"), validators=[Optional(), Length(max=RESERVATION_MAX)]))
