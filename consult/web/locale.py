"""The reader's language and time: chosen by address, cookie, account or browser; and the filters that show words, dates and parties in it."""
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from babel import Locale as BabelLocale
from babel.dates import format_date, format_datetime, get_timezone_name
from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, gettext, ngettext
from flask_login import current_user

from consult import clock
from consult.accounts.models import Account
from consult.accounts.rules import PSEUDONYM, AccountState
from consult.i18n import DEFAULT, LOCALES, Locale, locale_for
from consult.parties.queries import Designation, all_names, choices, designation
from consult.settings.rules import ADDRESS, CONTACT, LANGUAGES, SECRETARIAT
from consult.text.normalise import to_latin
from consult.web.names import NAMES
from consult.web.settings import shown

COOKIE = "lang"
#: Babel knows only the nominative of these months; beside a day they stand in the genitive.
SERBIAN_MONTHS = ("јануара", "фебруара", "марта", "априла", "маја", "јуна", "јула", "августа", "септембра", "октобра", "новембра", "децембра")


def spoken() -> tuple[Locale, ...]:
    """The languages in which the pages can be read: English, and every one that has a compiled catalogue, as far as the secretariat offers them."""
    offered, there = shown(LANGUAGES), current_app.extensions["spoken"]
    return tuple(one for one in there if one.code in {*offered, DEFAULT.code}) if offered else there


def named_locales() -> list[tuple[str, str]]:
    """Every language that has a compiled catalogue, whether it is offered or not: code and own name."""
    return [(one.code, one.autonym) for one in current_app.extensions["spoken"]]


def understood(code: str | None) -> Locale | None:
    """The locale for a code as a browser or a person writes it, if the pages speak it."""
    found = locale_for(code)
    return found if found in spoken() else None


def chosen() -> Locale:
    """The locale of this request."""
    if "locale" not in g:
        account = current_user.language if current_user.is_authenticated else None
        candidates = (request.args.get("lang"), request.cookies.get(COOKIE), account, *request.accept_languages.values())
        g.locale = next((found for code in candidates if (found := understood(code))), DEFAULT)
    return g.locale


def _menu() -> list[dict[str, Any]]:
    others = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return [{"code": loc.code, "autonym": loc.autonym, "current": loc == chosen(), "url": f"{quote(request.path)}?{urlencode([*others, ('lang', loc.code)])}"}
            for loc in spoken()]


def babel_locale() -> BabelLocale:
    """What Babel needs for dates and sorting."""
    return BabelLocale.parse(chosen().babel)


def when(moment: datetime, zone: str = "Europe/Brussels") -> str:
    """A moment with date, time and zone: "15 January 2027, 23:59 CET"."""
    place = ZoneInfo(zone)
    locale = "en_GB" if chosen() == DEFAULT else babel_locale()
    date_text = _serbian(moment.astimezone(place)) if chosen().babel.startswith("sr") else format_date(moment.astimezone(place), "long", locale=locale)
    named = get_timezone_name(moment.astimezone(place), width="short", locale=locale)
    zone_text = moment.astimezone(place).tzname() if named.startswith(("+", "-")) else named  # a language without a name for the zone: CET rather than +0100
    return f"{date_text}, {format_datetime(moment, 'HH:mm', tzinfo=place, locale=locale)} {zone_text}"


def _serbian(moment: datetime) -> str:
    month = SERBIAN_MONTHS[moment.month - 1]
    return f"{moment.day}. {month if chosen().babel == 'sr_Cyrl' else to_latin(month)} {moment.year}"


def until(moment: datetime, zone: str = "Europe/Brussels") -> str:
    """A close as people read it: the last minute before it, so that the end of a day does not look like the next day."""
    return when(moment - timedelta(minutes=1), zone)


def left(moment: datetime) -> str:
    """How much time is left until a moment: "54 days left", or nothing when it has passed."""
    seconds = (moment - clock.now()).total_seconds()
    if seconds <= 0:
        return ""
    if seconds >= 2 * 86400:
        return ngettext("%(num)d day left", "%(num)d days left", int(seconds // 86400))
    if seconds >= 2 * 3600:
        return ngettext("%(num)d hour left", "%(num)d hours left", int(seconds // 3600))
    return ngettext("%(num)d minute left", "%(num)d minutes left", max(1, int(seconds // 60)))


def day(moment: datetime | date, zone: str = "Europe/Brussels") -> str:
    """A date in the reader's language, short."""
    value = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
    return format_date(value, "d MMM y" if chosen() == DEFAULT else "medium", locale="en_GB" if chosen() == DEFAULT else babel_locale())


def named(word: Any) -> str:
    """What a word of the rules (a state, a kind, a disposition) is called in the reader's language."""
    return gettext(NAMES[type(word), word])


def person(account: Account) -> str:
    """The name of a person, or the pseudonym of one who has left."""
    return gettext(PSEUDONYM, number=account.id) if account.state == AccountState.CLOSED else account.name


def party(code: str | None, on: date | datetime | None = None) -> Designation:
    """What a party is or was called in the reader's language on a day (default: today); the names of all are read once per page."""
    if not code:
        return Designation(gettext("No party"))
    if "parties" not in g:
        g.parties = all_names()
    rows, wanted = g.parties.get(code), on.astimezone(clock.BRUSSELS).date() if isinstance(on, datetime) else on
    return designation(rows, chosen().code, wanted or clock.now().date()) if rows else Designation(code)


def party_name(code: str | None, on: date | datetime | None = None) -> str:
    """The name of a party (of today, or of a day) with the mark of its footnote; the footnote is then printed at the foot of the page."""
    found = party(code, on)
    if found.footnote:
        g.setdefault("footnotes", {})[found.footnote] = None
    return found.name


def party_choices() -> list[tuple[str, str]]:
    """Choices for a field: every admitted party and body by name in the reader's language, before them none."""
    return [("", gettext("No party")), *((code, party_name(code)) for code, _ in choices(chosen().code))]


def footnotes() -> list[str]:
    """The footnotes of the parties named on this page so far, in the reader's language."""
    return [gettext(sentence) for sentence in g.get("footnotes", {})]


def languages() -> list[tuple[str, str]]:
    """Choices for the language of words that people write: code and own name."""
    return [(loc.code, loc.autonym) for loc in LOCALES]


def reading_languages() -> list[tuple[str, str]]:
    """Choices for the language of pages and mails."""
    return [(loc.code, loc.autonym) for loc in spoken()]


def _with_catalogue(folder: Path) -> tuple[Locale, ...]:
    return tuple(loc for loc in LOCALES if loc == DEFAULT or (folder / loc.babel / "LC_MESSAGES" / "messages.mo").is_file())


def register(app: Flask) -> None:
    """Hook the choice of language and the filters into an application."""
    app.extensions["spoken"] = _with_catalogue(Path(app.config["TRANSLATIONS"]))
    Babel(app, locale_selector=lambda: chosen().babel, default_timezone="UTC", default_translation_directories=str(app.config["TRANSLATIONS"]))
    app.jinja_env.filters.update(person=person, when=when, until=until, left=left, day=day, named=named, party_name=party_name)
    app.jinja_env.globals["party_footnotes"] = footnotes
    app.context_processor(lambda: {"locale": chosen(), "locales": _menu(), "now": clock.now(), "demonstration": app.config["DEMONSTRATION"],
                                   "contact": shown(CONTACT), "secretariat": shown(SECRETARIAT), "secretariat_address": shown(ADDRESS), "printed_at": clock.now()})

    @app.after_request
    def remember(response: Response) -> Response:
        if understood(request.args.get("lang")):
            response.set_cookie(COOKIE, chosen().code, max_age=365 * 86400, samesite="Lax", httponly=True, secure=app.config["SESSION_COOKIE_SECURE"])
        return response
