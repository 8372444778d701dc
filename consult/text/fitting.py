"""Whether a proposed wording is meant for exactly the words that are quoted."""
from consult.i18n import N_
from consult.text.squeezed import Squeezed
from consult.text.tokens import split

#: So many visible characters beside the quotation, found again in the wording, tell that more is meant than what is quoted.
_BESIDE = 14

NOTHING_QUOTED = N_("Your wording quotes nothing, so it will be read as an addition. Quote the words that it should take the place of, if there are any.")
OTHER_WORDS = N_("Your wording has hardly a word in common with the words you quote. Is it meant to take their place? If not, quote the words you mean.")
MORE_THAN_QUOTED = N_("Your wording repeats words that stand beside the quotation, so they would stand twice. Quote everything that it should take the place of.")


def hint(quote: str, proposed: str, before: str = "", after: str = "") -> str:
    """What to tell somebody whose wording does not seem to fit the quoted words; empty if it fits. `before` and `after` stand around them."""
    if not proposed.strip() or proposed.strip() == quote.strip():
        return ""
    if not quote.strip():
        return NOTHING_QUOTED
    if _repeated(proposed, quote, before, after):
        return MORE_THAN_QUOTED
    ours, theirs = _words(quote), _words(proposed)
    return OTHER_WORDS if len(ours) > 2 and len(theirs) > 2 and len(ours & theirs) * 10 < len(ours) else ""


def _repeated(proposed: str, quote: str, before: str, after: str) -> bool:
    wording, quoted = Squeezed(proposed).text, Squeezed(quote).text
    beside = Squeezed(before).text[-_BESIDE:], Squeezed(after).text[:_BESIDE]
    return any(len(words) == _BESIDE and words in wording and words not in quoted for words in beside)


def _words(text: str) -> set[str]:
    return {token.lower() for token in split(text) if any(char.isalnum() for char in token)}
