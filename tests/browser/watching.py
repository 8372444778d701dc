"""What a page may not do even when it looks right."""
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page


def watch(context: BrowserContext, site: str) -> list[str]:
    """The list that grows with each script that fails, each thing the content policy refuses, each request to another host."""
    complaints: list[str] = []

    def foreign(url: str) -> bool:
        return urlsplit(url).scheme in ("http", "https") and not url.startswith(f"{site}/")

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: complaints.append(f"script failed: {error}"))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda request: complaints.append(f"foreign request: {request.url}") if foreign(request.url) else None)

    context.on("page", listen)
    return complaints
