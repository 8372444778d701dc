"""Sections and what a careless hand made of them."""
import random
from collections.abc import Iterator, Sequence

_BLOCKS = [
    "| a | b |\n|---|---|\n| 1 | 2 |", "- x\n- y\n    - z", "1. one\n2. two", "1) one\n2) two", "> quoted\n>\n> more", "**bold** and *em* with `code`",
    "```\ncode block\nline\n```", "- item\n\n  ```\n  code\n  ```", "[link](https://e.org/a) ![img](x.png)", "***", "Term\n: One\n: Two",
    "A note[^1].\n\n[^1]: the note", "<b>raw</b> html & entity &amp; &lt;x&gt;", "Line one  \nline two", "Ћирилица и ε Ελληνικά 👍🏽 e\u0301",
]
_ADDED = ["new", "text", "**strong**", "*em*", "`c`", "[l](u)", "–", "§ 3", "ü", "μ", "<b>", "|", "[^1]"]
_OTHER = ["other", "Word", "*x*", "123", "%", "\\*", "</b>"]


def pairs(bodies: Sequence[str], number: int, seed: int) -> Iterator[tuple[str, str]]:
    """Old and new texts; the same for the same seed."""
    dice = random.Random(seed)
    for _ in range(number):
        old = dice.choice(bodies)
        if dice.random() < 0.35:
            old = "\n\n".join([old, dice.choice(_BLOCKS), dice.choice(_BLOCKS)])
        yield old, _mutated(old, dice) if dice.random() < 0.9 else dice.choice(bodies)


def _mutated(text: str, dice: random.Random) -> str:
    blocks = text.split("\n\n")
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(blocks))
        dice.choice([_insert, _insert, _remove, _move, _reword, _reword, _reword, _shuffle])(blocks, at, dice)
        blocks = blocks or [""]
    return "\n\n".join(blocks)


def _insert(blocks: list[str], at: int, dice: random.Random) -> None:
    blocks.insert(at, dice.choice(_BLOCKS))


def _remove(blocks: list[str], at: int, dice: random.Random) -> None:
    del blocks[at]


def _move(blocks: list[str], at: int, dice: random.Random) -> None:
    blocks.insert(dice.randrange(len(blocks)), blocks.pop(at))


def _reword(blocks: list[str], at: int, dice: random.Random) -> None:
    words = blocks[at].split(" ")
    for _ in range(max(1, len(words) // 6)):
        place = dice.randrange(len(words))
        words[place] = dice.choice(["", f"{words[place]} {dice.choice(_ADDED)}", dice.choice(_OTHER)])
    blocks[at] = " ".join(words)


def _shuffle(blocks: list[str], at: int, dice: random.Random) -> None:
    lines = blocks[at].split("\n")
    dice.shuffle(lines)
    blocks[at] = "\n".join(lines)
