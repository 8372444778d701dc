"""What is refused before any view runs: letters no database takes, and numbers no row has."""
from collections.abc import Iterable
from urllib.parse import unquote_to_bytes

from flask import Flask, abort, request
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter

from consult.i18n import N_

#: The largest number that a row can have.
NUMBER_MAX = 2**31 - 1


class RowNumber(IntegerConverter):
    """A number in an address; one too large for the database is no address at all (404)."""

    def __init__(self, map, *args, **kwargs):  # type: ignore[no-untyped-def]
        super().__init__(map, *args, max=NUMBER_MAX, **kwargs)


def number(sent: object, otherwise: int = 0) -> int:
    """A number that was sent, if a row can have it."""
    word = str(sent)
    return int(word) if word.isascii() and word.isdigit() and len(word) < 11 and int(word) <= NUMBER_MAX else otherwise


def numbers(sent: Iterable[str]) -> list[int]:
    """Those of the words sent that can be the number of a row, each once."""
    return [found for found in dict.fromkeys(number(word, -1) for word in sent) if found >= 0]


class Unreadable(BadRequest):
    """Letters that no database takes; a person is told what they are."""

    reason = N_("What was sent contains a character that cannot be stored (NUL, or half of one). Nothing was stored; the words are below. Take it out and send them again.")


#: Browsers send a few dozen fields; the reader of plain forms has no limit of its own.
FIELDS_MAX = 5000


def _unreadable(text: str) -> bool:
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)


def _whole(sent: bytes) -> bool:
    """Whether every character arrived whole; half ones would be stored as the signs of their bytes."""
    try:
        sent.decode()
    except UnicodeDecodeError:
        return False
    return True


def register(app: Flask) -> None:
    """Install the checks."""
    app.url_map.converters["int"] = RowNumber

    @app.before_request
    def refuse_endless() -> None:
        if request.mimetype == "application/x-www-form-urlencoded" and request.get_data().count(b"&") > FIELDS_MAX:
            abort(413)

    @app.before_request
    def refuse_unreadable() -> None:
        pairs = [*request.args.items(multi=True), *request.form.items(multi=True)]
        names = [upload.filename or "" for upload in request.files.values()]
        if request.mimetype == "application/x-www-form-urlencoded" and not _whole(unquote_to_bytes(request.get_data())):
            raise Unreadable
        if any(_unreadable(k) or _unreadable(v) for k, v in pairs) or any(map(_unreadable, [request.path, *names])):
            raise Unreadable
