"""Forms of the register."""
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms.validators import InputRequired, Length, Optional

from consult.adoption.rules import (
    ADOPTING,
    ASKS,
    AUTHORITY_MAX,
    EFFECT_NAMES,
    GAZETTE_MAX,
    INSTRUMENT_MAX,
    LINK_MAX,
    NEEDS,
    PART_MAX,
    PARTS_MAX,
    PUBLICATION_MAX,
    REASON_MAX,
    REFERENCE_MAX,
    RESERVABLE,
    RESERVATION_MAX,
    STATEMENT_MAX,
    TITLE_MAX,
    ActType,
    Effect,
)
from consult.errors import Invalid
from consult.evidence.forms import EvidenceField
from consult.evidence.rules import ACCEPT
from consult.i18n import N_
from consult.web.forms import BaseForm, DayField, LineField, SelectField, WordsField

#: So many sections can be reserved in one form, and so many files added beside the instrument; further ones by a further act.
SLOTS, PAPERS = range(1, 6), range(1, 4)
#: The fields that stand for one thing a type may ask for.
FIELDS = {
    "reference": ("reference",), "effective": ("effective",), "signatory": ("signatory", "signatory_title"), "statement": ("statement",),
    "gazette": ("gazette", "gazette_number", "gazette_date", "gazette_link", "publication"),
}


class ActForm(BaseForm):
    """Record an act from its instrument. Party, type and text were chosen on the page before."""

    authority = LineField(_l("Issuing authority"), validators=[InputRequired(_l("Say which authority issued the instrument.")), Length(max=AUTHORITY_MAX)])
    instrument = LineField(_l("Title of the instrument"), validators=[InputRequired(_l("Copy the title of the instrument.")), Length(max=INSTRUMENT_MAX)])
    reference = LineField(_l("Reference"), validators=[Optional(), Length(max=REFERENCE_MAX)])
    dated = DayField(_l("Date of the instrument"), validators=[InputRequired(_l("Say of which day the instrument is."))])
    received = DayField(_l("Received on"), validators=[InputRequired(_l("Say on which day it was received."))])
    effective = DayField(_l("Takes effect on"), validators=[InputRequired(_l("Say from which day it has effect."))])
    gazette = LineField(_l("Gazette"), validators=[Optional(), Length(max=GAZETTE_MAX)])
    gazette_number = LineField(_l("Number of the gazette"), validators=[Optional(), Length(max=REFERENCE_MAX)])
    gazette_date = DayField(_l("Date of the gazette"), validators=[Optional()])
    gazette_link = LineField(_l("Address of the page in the gazette"), validators=[Optional(), Length(max=LINK_MAX)])
    publication = LineField(_l("Where a copy can be seen, if it was not gazetted"), validators=[Optional(), Length(max=PUBLICATION_MAX)])
    signatory = LineField(_l("Signatory"), validators=[Optional(), Length(max=AUTHORITY_MAX)])
    signatory_title = LineField(_l("Office of the signatory"), validators=[Optional(), Length(max=TITLE_MAX)])
    part = SelectField(_l("Which of the required acts this is"), validators=[Optional()])
    answers = SelectField(_l("The act it refers to"), coerce=int, validators=[Optional()])
    voids = SelectField(_l("The act it voids"), coerce=int, validators=[Optional()])
    statement = WordsField(_l("Statement"), validators=[Optional(), Length(max=STATEMENT_MAX)])
    statement_language = SelectField(_l("Language of these words"))
    evidence = EvidenceField(_l("The instrument, or its proof"))
    evidence_language = SelectField(_l("Language of the file"), validators=[Optional()])

    def ask(self, type: ActType, parts: tuple[str, ...]) -> None:
        """Keep only the fields that an act of this type needs."""
        gone = [name for asked, names in FIELDS.items() if asked not in ASKS[type] for name in names]
        gone += [] if NEEDS[type].answers else ["answers"]
        gone += [] if type is ActType.CORRECTION else ["voids"]
        gone += [] if parts and type in ADOPTING else ["part"]
        if type not in RESERVABLE:
            gone += [f"{kind}_{n}" for n in SLOTS for kind in ("section", "effect", "words")]
        for name in gone:
            del self[name]
        if type is ActType.CORRECTION:
            self["statement"].label.text = _l("Why the act is void")

    def said(self, name: str) -> Any:
        """What was given in a field; nothing where the type does not ask for it."""
        return self[name].data if name in self else None

    def reservations(self) -> list[tuple[str, Effect, str]]:
        """The sections named, with effect and words."""
        slots = [(n, self[f"section_{n}"].data, self[f"effect_{n}"].data, self[f"words_{n}"].data or "") for n in SLOTS if f"section_{n}" in self]
        for number, uid, effect, words in slots:
            if (effect is None and uid) or (words and not uid):
                raise Invalid(N_("A reservation needs its section, its effect and its words."), field=f"section_{number}")
        return [(uid, Effect(effect), words) for _, uid, effect, words in slots if uid]

    def further(self) -> list[tuple[tuple[str, str, bytes], str]]:
        """The files beside the instrument, each with its language."""
        sent = [(self[f"paper_{n}"].data, self[f"paper_language_{n}"].data) for n in PAPERS]
        return [((file.filename or "", file.mimetype or "", file.read()), language) for file, language in sent if file and file.filename]


for _n in SLOTS:
    setattr(ActForm, f"section_{_n}", SelectField(_l("Section"), validators=[Optional()]))
    setattr(ActForm, f"effect_{_n}", SelectField(_l("Effect"), choices=[(effect.value, _l(name)) for effect, name in EFFECT_NAMES.items()], validators=[Optional()]))
    setattr(ActForm, f"words_{_n}", WordsField(_l("What is reserved"), validators=[Optional(), Length(max=RESERVATION_MAX)]))
for _n in PAPERS:
    setattr(ActForm, f"paper_{_n}", FileField(_l("Further file"), validators=[Optional()], render_kw={"accept": ACCEPT}))
    setattr(ActForm, f"paper_language_{_n}", SelectField(_l("Language of the file"), validators=[Optional()]))


class ReturnForm(BaseForm):
    """Send back an act that does not say what its evidence says."""

    reason = WordsField(_l("What differs from the evidence"), validators=[InputRequired(_l("Say what differs from the evidence, so that it can be recorded rightly.")),
                                                                          Length(max=REASON_MAX)])


class TranslationForm(BaseForm):
    """Add an unofficial translation of the words of an act."""

    section = SelectField(_l("Which words"), validators=[Optional()])
    language = SelectField(_l("Language of the translation"))
    text = WordsField(_l("Translation"), validators=[InputRequired(_l("Write the translation.")), Length(max=STATEMENT_MAX)])
    translated_by = LineField(_l("Who translated it"), validators=[InputRequired(_l("Say who translated it.")), Length(max=TITLE_MAX)])


class RequiredForm(BaseForm):
    """Decide which acts an adoption of a party consists of."""

    since = DayField(_l("Since"), validators=[InputRequired(_l("Say from which day on it holds."))])
    parts = WordsField(_l("The acts that are needed, one on each line"), validators=[Optional(), Length(max=(PART_MAX + 1) * PARTS_MAX)])
    reason = WordsField(_l("Why"), validators=[InputRequired(_l("Say why, with the article of law or the letter it follows from.")), Length(max=REASON_MAX)])
