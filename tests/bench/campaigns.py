"""Rounds with known campaigns: copies edited as people edit them, copies in other letters, and other comments on the same sections."""
import random
from dataclasses import dataclass, replace

from consult.similar.rules import Said
from consult.text.normalise import to_latin

#: Words of campaigns and of single comments, by language, so that both sound alike.
WORDS = {
    "en": "the model cluster policy support fund small firm member region ministry training centre label quality year report law budget school research export network "
          "market price tax office manager project grant city farm wood metal food tourism textile data internet language vote answer round section text change rule",
    "sr-Cyrl": "кластер политика подршка фонд мало предузеће члан регион министарство обука центар ознака квалитет година извештај закон буџет школа истраживање извоз "
               "мрежа тржиште цена порез канцеларија управник пројекат помоћ град село дрво метал храна туризам текстил податак језик глас одговор круг одељак текст љубав џак "
               "ђак ћуприја њива жена шума човек",
    "bg": "клъстер политика подкрепа фонд малък фирма член регион министерство обучение център знак качество година доклад закон бюджет училище изследване износ мрежа пазар "
          "цена данък служба управител проект помощ град село дърво метал храна туризъм текстил данни език глас отговор кръг раздел текст щит юрист яма жив шум човек",
    "el": "συστάδα πολιτική στήριξη ταμείο μικρή επιχείρηση μέλος περιφέρεια υπουργείο κατάρτιση κέντρο σήμα ποιότητα έτος έκθεση νόμος σχολείο έρευνα εξαγωγή δίκτυο αγορά "
          "τιμή φόρος γραφείο διευθυντής έργο πόλη χωριό ξύλο μέταλλο τροφή τουρισμός γλώσσα ψήφος απάντηση γύρος τμήμα κείμενο αλλαγή κανόνας",
}
#: The usual way to write each language in Latin letters: Bulgarian by its law of 2009, Greek by ELOT 743.
_BULGARIAN = dict(zip("абвгдезийклмнопрстуфхъ", "a b v g d e z i y k l m n o p r s t u f h a".split(), strict=True)) | {
    "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sht", "ь": "y", "ю": "yu", "я": "ya"}
_GREEK = dict(zip("αβγδεζηικλμνξοπρστυφωςάέήίόύώ", "a v g d e z i i k l m n x o p r s t y f o s a e i i o y o".split(), strict=True)) | {"θ": "th", "χ": "ch", "ψ": "ps"}
_GREEK_PAIRS = {"ού": "ou", "ου": "ou", "αύ": "av", "ευ": "ev", "γγ": "ng"}
GREETINGS = ("Dear Sir or Madam,", "Поштовани,", "To the editors:", "Уважаеми,", "Αξιότιμοι,")


@dataclass(frozen=True)
class Written:
    """A comment, and the campaign it belongs to (0: none)."""

    said: Said
    campaign: int


def in_latin(language: str, text: str) -> str:
    """The same words as people type them without their own keyboard."""
    if language == "sr-Cyrl":
        return to_latin(text)
    text = text.lower()
    for pair, latin in _GREEK_PAIRS.items() if language == "el" else ():
        text = text.replace(pair, latin)
    table = {"bg": _BULGARIAN, "el": _GREEK}.get(language, {})
    return "".join(table.get(letter, letter) for letter in text)


def round_of(size: int, campaigns: int, seed: int = 7) -> list[Written]:
    """A round of `size` comments, four in ten of them copies in campaigns; the rest single, on a few sections whose words they quote."""
    dice = random.Random(seed)
    written, copies = [], max(2, size * 4 // 10 // campaigns)
    for number in range(1, campaigns + 1):
        language = dice.choice(list(WORDS))
        letter = _letter(dice, language, dice.randint(15, 120))
        written += [Written(Said(_copied(dice, language, letter)), number) for _ in range(copies)]
    sections = {language: [" ".join(_letter(dice, language, 40)) for _ in range(10)] for language in WORDS}
    while len(written) < size:
        written.append(Written(_single(dice, sections), 0))
    dice.shuffle(written)
    return written


def _letter(dice: random.Random, language: str, length: int) -> list[str]:
    return [dice.choice(WORDS[language].split()) for _ in range(length)]


def _copied(dice: random.Random, language: str, letter: list[str]) -> str:
    """As sent by one more person: as it is, with a few words changed, a part left out, a sentence of one's own, a greeting, in other letters or capitals."""
    words, own = list(letter), WORDS[language].split()
    if dice.random() < 0.5:
        for _ in range(dice.randint(1, max(1, len(words) // 15))):
            words[dice.randrange(len(words))] = dice.choice(own)
    if dice.random() < 0.15:
        start = dice.randrange(len(words))
        del words[start:start + len(words) // 8]
    if dice.random() < 0.2:
        words += _letter(dice, language, max(2, len(letter) // 6))
    text = " ".join(words)
    if dice.random() < 0.2:
        text = f"{dice.choice(GREETINGS)} {text}"
    if dice.random() < 0.2:
        text = in_latin(language, text)
    return text.upper() if dice.random() < 0.1 else text.replace(" ", ", ", 1) + dice.choice(".!…")


def _single(dice: random.Random, sections: dict[str, list[str]]) -> Said:
    """A comment of one's own: some quote the section and propose it with a few words changed, some are short."""
    language = dice.choice(list(WORDS))
    said = Said(" ".join(_letter(dice, language, dice.choice((3, 6, 9, 15, 30, 60, 90)))))
    if dice.random() < 0.4:
        quote = dice.choice(sections[language])
        words = quote.split()
        words[dice.randrange(len(words))] = dice.choice(WORDS[language].split())
        return replace(said, quote=quote, proposed=" ".join(words))
    return said
