"""Where a form may lead on to: pages of this site and nothing else."""
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def local(target: str | None) -> str | None:
    """The target if it is a page of this site that can be opened, else None."""
    if not target or not target.startswith("/") or len(target) > 500 or any(letter in target for letter in "\\\r\n\t\0"):
        return None
    parts = urlsplit(target)
    if target.startswith("//") or parts.scheme or parts.netloc:
        return None
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except RequestRedirect:
        return target
    except HTTPException:
        return None
    return target


def next_page() -> str | None:
    """Where the person wanted to go, from the address of this page."""
    return local(request.args.get("next"))


def public(path: str) -> str:
    """The address for a mail: built from the configured host and from nothing else."""
    return str(current_app.config["PUBLIC_URL"]).rstrip("/") + path
