"""Languages: marking sentences for translation, the interface's locales and their fallbacks."""
from dataclasses import dataclass


def N_(sentence: str) -> str:  # noqa: N802 - the name the extraction tools know
    """Mark an English sentence for translation; it is translated where it is shown."""
    return sentence


@dataclass(frozen=True)
class Locale:
    """A language of the interface: `code` for HTML and addresses, `babel` for dates, plurals and catalogues."""

    code: str
    babel: str
    autonym: str


#: In the order of the language menu. Names are ours: Babel calls Montenegrin "Serbian (Latin, Montenegro)".
LOCALES = (
    Locale("en", "en", "English"), Locale("sq", "sq", "shqip"), Locale("bs", "bs", "bosanski"), Locale("bg", "bg", "български"),
    Locale("cnr", "sr_Latn_ME", "crnogorski"), Locale("el", "el", "Ελληνικά"), Locale("hr", "hr", "hrvatski"), Locale("mk", "mk", "македонски"),
    Locale("ro", "ro", "română"), Locale("sl", "sl", "slovenščina"), Locale("sr-Cyrl", "sr_Cyrl", "српски"), Locale("sr-Latn", "sr_Latn", "srpski"),
    Locale("tr", "tr", "Türkçe"),
)
BY_CODE = {locale.code: locale for locale in LOCALES}
DEFAULT = BY_CODE["en"]
#: What browsers and people also say, and what it means here.
ALIASES = {"sr": "sr-Cyrl", "sr-RS": "sr-Cyrl", "sr-ME": "cnr", "sr-Latn-ME": "cnr", "sr-BA": "sr-Cyrl", "sh": "sr-Latn", "me": "cnr", "gr": "el"}


def locale_for(wanted: str | None) -> Locale | None:
    """The locale for a code as a browser or a person writes it, or None."""
    if not wanted:
        return None
    wanted = ALIASES.get(wanted, wanted).replace("_", "-")
    parts = wanted.split("-")
    for length in range(len(parts), 0, -1):
        code = "-".join(parts[:length])
        if found := BY_CODE.get(ALIASES.get(code, code)):
            return found
    return None
