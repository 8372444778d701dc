"""How texts and questions are taken apart into words, the same on both sides."""
from consult.text.normalise import fold


def apart(text: str) -> str:
    """The folded text with a space wherever something is neither letter, digit nor full stop: R1-RS-014 is three words, 3.2 is one."""
    return "".join(letter if letter.isalnum() or letter == "." else " " for letter in fold(text))
