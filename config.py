"""Settings from the environment: each with its type, default and a sentence. A production start without a secret is refused."""
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent


@dataclass(frozen=True)
class Setting:
    """One setting: the environment variable, the key in the application, its type, default and what it is for."""

    env: str
    key: str
    kind: type
    default: Any
    about: str


SETTINGS = (
    Setting("CONSULT_SECRET", "SECRET_KEY", str, "", "At least 32 random characters; signs forms and seals secrets of second factors. Required outside the demonstration."),
    Setting("CONSULT_DATABASE", "SQLALCHEMY_DATABASE_URI", str, f"sqlite:///{ROOT / 'var' / 'consult.sqlite'}", "Where the rows are: SQLAlchemy address of SQLite or PostgreSQL."),
    Setting("CONSULT_DEMO", "DEMONSTRATION", bool, False, "Whether this is the demonstration: sample text, sample accounts, mails in a folder."),
    Setting("CONSULT_URL", "PUBLIC_URL", str, "http://127.0.0.1:5000", "The address people use; links in mails are built from it and from nothing else."),
    Setting("CONSULT_NOW", "NOW", str, "", "Demonstration only: what time it is, as 2026-11-22T12:00:00Z."),
    Setting("CONSULT_PROXIES", "PROXIES", int, 0, "How many proxies stand in front; only then X-Forwarded-For and -Proto count."),
    Setting("CONSULT_MAIL", "MAIL_SERVER", str, "", "Mail server as host:port; without one, mails are written to MAIL_FOLDER."),
    Setting("CONSULT_MAIL_USER", "MAIL_USER", str, "", "Name for the mail server, where it asks for one."),
    Setting("CONSULT_MAIL_PASSWORD", "MAIL_PASSWORD", str, "", "Password for the mail server, where it asks for one."),
    Setting("CONSULT_MAIL_TLS", "MAIL_TLS", str, "auto", "TLS to the mail server: auto (when it offers it; no password is sent without), always (no mail is sent without), never."),
    Setting("CONSULT_MAIL_FROM", "MAIL_FROM", str, "secretariat@sample.test", "The sender of all mails."),
    Setting("CONSULT_CONTACT", "CONTACT", str, "secretariat@sample.test", "The address of the secretariat that people can write to; shown at the foot of every page."),
    Setting("CONSULT_MAIL_FOLDER", "MAIL_FOLDER", str, str(ROOT / "var" / "mail"), "Folder for mails when there is no mail server."),
    Setting("CONSULT_REMIND_DAYS", "REMIND_DAYS", int, 7, "So many days before the close of a round those with unsent drafts are reminded; 0 for not at all."),
    Setting("CONSULT_REMIND_HOURS", "REMIND_HOURS", int, 24, "The same in hours, for the last reminder."),
    Setting("CONSULT_ROUND_DAYS", "ROUND_DAYS", int, 30, "Usual length of a round, in days."),
    Setting("CONSULT_ROUND_REASON_BELOW", "ROUND_REASON_BELOW", int, 30, "A round shorter than this, in days, needs a public reason."),
    Setting("CONSULT_ROUND_SHORTEST", "ROUND_SHORTEST", int, 20, "A round shorter than this, in days, is refused."),
    Setting("CONSULT_CHECK_DAYS", "CHECK_DAYS", int, 3, "How long the organisations of a party have to check their joint submission, in days."),
    Setting("CONSULT_REACTION_DAYS", "REACTION_DAYS", int, 14, "How long an author can say whether the answer satisfies, in days from its publication."),
    Setting("CONSULT_BALLOT_DAYS", "BALLOT_WORKING_DAYS", int, 10, "Shortest ballot on the final text, in working days."),
    Setting("CONSULT_IDLE_MINUTES", "IDLE_MINUTES", int, 120, "A session ends after this many minutes without a page."),
    Setting("CONSULT_STAFF_IDLE_MINUTES", "STAFF_IDLE_MINUTES", int, 30, "The same for administrators, editors, moderators."),
    Setting("CONSULT_SESSION_HOURS", "SESSION_HOURS", int, 12, "A session ends after this many hours in any case."),
    Setting("CONSULT_UPLOAD_MB", "UPLOAD_MB", int, 12, "Largest request that is read, in MiB."),
    Setting("CONSULT_ATTACHMENT_MB", "ATTACHMENT_MB", int, 10, "Largest file that can be attached to a comment, in MiB; below CONSULT_UPLOAD_MB."),
    Setting("CONSULT_ATTACHMENTS", "ATTACHMENTS", int, 5, "How many files one comment may have."),
    Setting("CONSULT_INTEREST", "INTEREST", str, "off", "Declaration of interest when comments are sent: off, optional or required; everybody reads it."),
    Setting("CONSULT_SECOND_FACTOR", "SECOND_FACTOR", bool, True, "Whether administrators, editors, moderators and members of the working group need a passkey or codes from an "
            "app to sign in. The demonstration asks nobody for it."),
    Setting("CONSULT_LIMITS", "RATELIMIT_ENABLED", bool, True, "Whether the number of requests per address is limited."),
)
DEMONSTRATION_DEFAULTS = {"SECOND_FACTOR": False, "STAFF_IDLE_MINUTES": 120, "INTEREST": "optional", "MAIL_FOLDER": str(ROOT / "var" / "demo" / "mail")}


def _value(setting: Setting, text: str) -> Any:
    if setting.kind is bool:
        if text.lower() not in {"1", "0", "yes", "no", "true", "false"}:
            raise SystemExit(f"{setting.env} must be 1 or 0, not {text!r}.")
        return text.lower() in {"1", "yes", "true"}
    try:
        return setting.kind(text)
    except ValueError:
        raise SystemExit(f"{setting.env} must be a {setting.kind.__name__}, not {text!r}.") from None


def _check_moment(text: str) -> None:
    try:
        aware = datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise SystemExit(f"CONSULT_NOW must be a moment with its zone, as 2026-11-22T12:00:00Z, not {text!r}.")


def load(environ: Mapping[str, str]) -> dict[str, Any]:
    """The settings of one application; refuses values of the wrong type and a missing secret with one clear line."""
    demonstration = environ.get("CONSULT_DEMO", "").lower() in {"1", "yes", "true"}
    settings = {s.key: _value(s, environ[s.env]) if environ.get(s.env) else (DEMONSTRATION_DEFAULTS if demonstration else {}).get(s.key, s.default) for s in SETTINGS}
    if demonstration and not settings["SECRET_KEY"]:
        settings["SECRET_KEY"] = secrets.token_hex(32)
    if len(settings["SECRET_KEY"]) < 32 or len(set(settings["SECRET_KEY"])) < 8:
        raise SystemExit("CONSULT_SECRET must be set to at least 32 random characters, for example by: python3 -c 'import secrets; print(secrets.token_hex(32))'")
    if settings["MAIL_TLS"] not in {"auto", "always", "never"}:
        raise SystemExit(f"CONSULT_MAIL_TLS must be auto, always or never, not {settings['MAIL_TLS']!r}.")
    if settings["INTEREST"] not in {"off", "optional", "required"}:
        raise SystemExit(f"CONSULT_INTEREST must be off, optional or required, not {settings['INTEREST']!r}.")
    if settings["NOW"]:
        _check_moment(settings["NOW"])
    if settings["NOW"] and not demonstration:
        raise SystemExit("CONSULT_NOW works in the demonstration only (CONSULT_DEMO=1).")
    return settings


def as_markdown() -> str:
    """The settings for the README."""
    lines = ["| variable | type | default | what it is for |", "|---|---|---|---|"]
    for s in SETTINGS:
        default = str(s.default).replace(str(ROOT) + "/", "").replace(str(ROOT), ".") or "(none)"
        lines.append(f"| `{s.env}` | {s.kind.__name__} | {default} | {s.about} |")
    return "\n".join(lines)
