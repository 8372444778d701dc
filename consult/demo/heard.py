"""What editors and authors did about the answers of round 1: saved texts, translations, and who is satisfied."""
from functools import partial

from consult.answering.actions import reacting, saving, translating
from consult.answering.rules import Feeling
from consult.comments.models import Disposition
from consult.comments.queries import threads
from consult.comments.rules import Code
from consult.demo import material
from consult.demo.cast import Cast, account_name
from consult.demo.round_one import ANSWERED, CLOSES
from consult.teams import queries as teams

#: How long an author can react in the demonstration, in days.
DAYS = 14
TEXTS = (
    ("Thanks, no change", "en", "Thank you, {author}. We have read {number} on “{section}” and keep the text of version {version} as it is."),
    ("Thanks, changed", "en", "Thank you, {author}. The section “{section}” was changed: {change}"),
    ("Thanks, no change", "sr-Cyrl", "Хвала, {author}. Прочитали смо коментар {number} на одељак „{section}“ и текст верзије {version} остаје."),
    ("Thanks, no change", "tr", "Teşekkürler, {author}. “{section}” hakkındaki {number} numaralı yorumu okuduk; {version} sürümünün metni değişmiyor."),
)
#: Answers with their words in the language of the comment.
TRANSLATIONS = {
    "The fee does not exceed the real cost.": ("sr-Cyrl", "Накнада није већа од стварних трошкова."),
    "The aim is shared. The new text allows every language of the region, Serbian included, and the platform will be available in all of them.":
        ("sr-Cyrl", "Циљ делимо. Нови текст допушта сваки језик региона, па и српски, а платформа ће бити доступна на свима."),
    "Section 1.1 already says that a region or a city can use the Model. No change in the preamble.":
        ("sr-Latn", "Odeljak 1.1 već kaže da Model može koristiti i region ili grad. Preambula se ne menja."),
    "The link to national programmes is described in section 5.2. No change.": ("tr", "Ulusal programlarla bağlantı 5.2 numaralı bölümde açıklanmıştır. Değişiklik yok."),
    "Done, with a note on the name used in 2017.": ("tr", "2017’de kullanılan ada ilişkin bir notla yapıldı."),
}
#: What the first organisation with an answer of this kind says about it.
SAID = {
    Code.ACCEPTED: (Feeling.SATISFIED, ""), Code.NOTED: (Feeling.SATISFIED, "Clear, thank you."),
    Code.NOT_ACCEPTED: (Feeling.NOT_SATISFIED, "We still think that the proposal belongs in the text, and will come back to it in the next round."),
}


def answer_with_help(cast: Cast) -> None:
    """Texts are kept before the answering begins; when the answers are out some are translated, and some authors say what they think."""
    for title, language, body in TEXTS:
        cast.on(CLOSES + 1, partial(_save, cast, title, language, body))
    cast.on(ANSWERED + .3, lambda: _translate(cast))
    cast.on(ANSWERED + .5, lambda: _react(cast))


def _save(cast: Cast, title: str, language: str, body: str) -> None:
    saving.save_text(cast.person("editor"), title, language, body)


def _answers(cast: Cast) -> list[tuple[str, Disposition]]:
    """The authors and answers of round 1, in the order of the sample."""
    found = []
    for sample in material.comments():
        comment = threads.by_public_id(cast.ids[sample.id])
        answer = threads.answer_of(comment) if comment and sample.stands else None
        if answer is not None and answer.reason:
            found.append((account_name(sample.author_key), answer))
    return found


def _translate(cast: Cast) -> None:
    for _, answer in _answers(cast):
        if answer.reason in TRANSLATIONS:
            translating.translate(cast.person("editor2"), answer, *TRANSLATIONS[answer.reason])


def _react(cast: Cast) -> None:
    left = dict(SAID)
    for name, answer in _answers(cast):
        author = cast.person(name)
        own = [one for one in teams.led_by(author) if one.id == answer.comment.organisation_id]
        if own and answer.code in left:
            reacting.react(author, answer, *left.pop(answer.code), days=DAYS, organisation=own[0])
