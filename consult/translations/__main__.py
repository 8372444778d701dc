"""Make the catalogues that follow from another by rule: Serbian in Latin letters from the Cyrillic one, and Montenegrin from that until it has its own.

Cyrillic to Latin is a function, the other way is not (lj, nj, dž); so the Cyrillic catalogue is the one that people edit.
"""
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from consult.text.normalise import to_latin

FOLDER = Path(__file__).parent
SOURCE = "sr_Cyrl"
MADE = {"sr_Latn": "Made from the Cyrillic catalogue by rule; do not edit.", "sr_Latn_ME": "Serbian in Latin letters until a Montenegrin has written this one; do not edit."}


def in_latin(source: Catalog, locale: str, header: str) -> Catalog:
    """The same catalogue with every translation in Latin letters."""
    made = Catalog(locale=locale, header_comment=f"# {header}", project=source.project, fuzzy=False)
    for message in source:
        if message.id:
            words = message.string
            latin = tuple(to_latin(str(one)) for one in words) if isinstance(words, list | tuple) else to_latin(str(words))
            made[message.id] = Message(message.id, latin, flags=message.flags)
    return made


def main() -> None:
    """Write the made catalogues beside their source, if it is there."""
    source_file = FOLDER / SOURCE / "LC_MESSAGES" / "messages.po"
    if not source_file.exists():
        return
    with source_file.open("rb") as file:
        source = read_po(file, locale=SOURCE)
    for locale, header in MADE.items():
        target = FOLDER / locale / "LC_MESSAGES" / "messages.po"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_po(file, in_latin(source, locale, header), width=120, omit_header=False, sort_output=True)


if __name__ == "__main__":
    main()
