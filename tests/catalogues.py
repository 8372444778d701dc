"""The sentences of the code and the catalogues that translate them, for tests: as the commands `make strings` and `make catalogues` see them."""
import re
import tomllib
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from consult.translations.__main__ import MADE, SOURCE, in_latin

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "consult" / "translations"
#: What a translation must take over as it is.
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@cache
def sentences() -> frozenset[str | tuple[str, str]]:
    """Every sentence that is marked for translation, anywhere in the code; of a plural both forms."""
    keywords = DEFAULT_KEYWORDS | {"lazy_gettext": None, "_l": None}
    methods = [(each["pattern"], each["method"]) for each in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]]
    found = set()
    for pattern, method in methods:
        folder, _, inside = pattern.partition("/")
        found |= {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in
                  extract_from_dir(ROOT / folder, [(inside, method)], keywords=keywords)}
    return frozenset(found)


def committed() -> list[str]:
    """The languages whose catalogue people write."""
    return sorted(path.parents[1].name for path in FOLDER.glob("*/LC_MESSAGES/messages.po") if path.parents[1].name not in MADE)


def catalogue(language: str) -> Catalog:
    """A catalogue as it stands, or as it is made from the Serbian one."""
    if language in MADE:
        return in_latin(catalogue(SOURCE), language, MADE[language])
    with (FOLDER / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def compiled(folder: Path) -> Path:
    """Every catalogue compiled into a folder, as an installation has them."""
    for language in (*committed(), *MADE):
        target = folder / language / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True)
        with target.open("wb") as file:
            write_mo(file, catalogue(language))
    return folder


def forms(words: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """The forms of a message: one, or those of its plural."""
    return (words,) if isinstance(words, str) else tuple(words)
