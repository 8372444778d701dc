"""What must hold of every HTML page, whoever reads it: valid, headed, labelled, and nothing in it that is code or leaked from code."""
import re
import warnings
from collections import Counter
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from lxml import html

#: Leaks of code into words: an empty variable, an unfilled place, a trace, a repr. Words of people (their own elements) are left out.
LEAKS = re.compile(r"^None$|[^.!?:\s]\s+None\b|\bUndefined\b|%\(\w*|%s\b|\{\{|\{%|Traceback \(most recent|<\w+ object at 0x|\bMarkup\(|<(Choice|Code|Phase|Role)\.")
#: Elements that hold words of people, who may write what they like; the page is checked around them.
PEOPLES_WORDS = ("blockquote", "textarea", "pre", "code", "ins", "del", "q")
#: Parse errors that are no fault of a page: people may type letters that Unicode keeps unused, and browsers show them as they are.
FALSE_ALARMS = frozenset({"invalid-codepoint"})
#: Fields that need no label: nobody sees them, or their words are in them.
UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})
#: How tags may follow each other: as they did on pages that the strict parser read without a word.
_valid: set[tuple[str, ...]] = set()


def check(response: Any, url: str, valid: bool = True) -> Any:
    """Everything below on one response; the parsed page. `valid=False` leaves out the slow strict parse."""
    assert response.mimetype == "text/html", f"{url}: {response.mimetype}"
    text = response.get_data(as_text=True)
    faults = list(faults_of(text, url, valid))
    assert not faults, f"{url} ({response.status_code}): " + "; ".join(faults)
    return parsed(text)


def parsed(text: str) -> Any:
    """A page as a tree."""
    return html.document_fromstring(text)


def faults_of(text: str, url: str, valid: bool = True) -> list[str]:
    """What is wrong with a page, in words."""
    if not text.lstrip().lower().startswith("<!doctype html>"):
        return ["no doctype: not a whole page"]
    page = parsed(text)
    return [*(invalid(text) if valid else []), *headings(page), *identities(page), *labels(page), *forms(page), *inline(page), *leaks(page)]


def invalid(text: str) -> list[str]:
    """What a strict HTML parser stumbles over. The slow parse is spared for a page whose tags all follow each other as on pages found in order before."""
    shape = _shape(text)
    if shape <= _valid:
        return []
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the parser's own
        parser.parse(text)
    lines = text.splitlines()
    found = [f"invalid HTML: {code} {data} near {_near(lines, at)!r}" for at, code, data in parser.errors if code not in FALSE_ALARMS]
    if not found:
        _valid.update(shape)
    return found[:3]


def _shape(text: str) -> set[tuple[str, ...]]:
    """The tags of a page with the names of their attributes, each with the three before it."""
    tags = [f"{tag} {' '.join(re.findall(r'([a-z-]+)=', attributes))}" for tag, attributes in re.findall(r"<(/?[a-zA-Z][a-zA-Z0-9-]*)([^>]*)>", text)]
    return set(zip(tags, tags[1:], tags[2:], tags[3:], strict=False))


def _near(lines: list[str], at: tuple[int, int]) -> str:
    return lines[min(at[0], len(lines)) - 1][max(0, at[1] - 60):at[1] + 20] if lines else ""


def headings(page: Any) -> list[str]:
    """Exactly one h1, the title begins with it, and the language of the page is said."""
    found = [words(h) for h in page.iter("h1")]
    title = words(page.find(".//title")) if page.find(".//title") is not None else ""
    faults = [] if len(found) == 1 else [f"{len(found)} h1: {found}"]
    if found and not (found[0] and title.startswith(found[0])):
        faults.append(f"the title {title!r} does not begin with the h1 {found[0]!r}")
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]{2,8})*", page.get("lang") or ""):
        faults.append(f"lang={page.get('lang')!r} on html")
    return faults


def identities(page: Any) -> list[str]:
    """No id twice; what points to an id inside the page finds it."""
    ids = Counter(e.get("id") for e in page.iter() if isinstance(e.tag, str) and e.get("id") is not None)
    faults = [f"id {name!r} stands {number} times" for name, number in ids.items() if number > 1]
    for element in page.iter():
        if isinstance(element.tag, str):
            wanted = [part for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls") for part in (element.get(name) or "").split()]
            faults += [f"<{element.tag}> points to #{part}, which is not there" for part in wanted if part not in ids]
    return faults


def labels(page: Any) -> list[str]:
    """Every field has a label that says something."""
    by_id = {label.get("for"): words(label) for label in page.iter("label") if label.get("for")}
    faults = []
    for field in page.iter("input", "select", "textarea"):
        if (field.get("type") or "").lower() in UNLABELLED:
            continue
        wrapped = next((words(a) for a in field.iterancestors("label")), "")
        named = " ".join(words(e) for i in (field.get("aria-labelledby") or "").split() for e in page.iterfind(f".//*[@id='{i}']"))
        if not (by_id.get(field.get("id")) or wrapped or (field.get("aria-label") or "").strip() or named):
            faults.append(f"<{field.tag} name={field.get('name')!r}> has no label")
    faults += [f"a button without words: {html.tostring(b)[:80]!r}" for b in page.iter("button") if not (words(b) or b.get("aria-label") or b.get("title"))]
    faults += [f"an image without alt: {i.get('src')!r}" for i in page.iter("img") if i.get("alt") is None]
    return faults


def forms(page: Any) -> list[str]:
    """Every form says where it goes and how; what changes something carries the token and stays on this site."""
    faults = []
    for form in page.iter("form"):
        method, action = (form.get("method") or "").lower(), form.get("action")
        if method not in {"get", "post"} or not action:
            faults.append(f"a form with method={form.get('method')!r} action={action!r}")
        elif urlsplit(action).netloc or urlsplit(action).scheme:
            faults.append(f"a form that leaves this site: {action}")
        tokens = [f.get("value") for f in form.iter("input") if f.get("name") == "csrf_token"]
        if method == "post" and not (tokens and all(tokens)):
            faults.append(f"the form to {action} has no csrf_token")
        if method == "get" and tokens:
            faults.append(f"the form to {action} shows its token in the address")
    return faults


def inline(page: Any) -> list[str]:
    """No script, style or handler in the page itself, and nothing from elsewhere."""
    faults = [f"inline script {words(s)[:40]!r}" for s in page.iter("script") if not s.get("src")]
    faults += [f"inline style {words(s)[:40]!r}" for s in page.iter("style")]
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        faults += [f"{name} on <{element.tag}>" for name in element.attrib if name == "style" or name.startswith("on")]
        faults += [f"a link that runs code: {element.get(n)!r}" for n in ("href", "src", "action") if (element.get(n) or "").strip().lower().startswith(("javascript:", "data:"))]
        if element.tag in {"script", "link", "img", "iframe", "source"} and urlsplit(element.get("src") or element.get("href") or "").netloc:
            faults.append(f"something from elsewhere: {element.get('src') or element.get('href')}")
    return faults


def leaks(page: Any) -> list[str]:
    """No word of code among the words of the page, attributes that people hear included."""
    heard = ("title", "aria-label", "alt", "placeholder", "href", "action")
    said = [element.get(name) or "" for element in page.iter() if isinstance(element.tag, str) for name in heard]
    return [f"code leaks into the words: {' '.join(part.split())[:80]!r}" for part in (*around(page), *said) if LEAKS.search(part.strip())]


def around(page: Any) -> list[str]:
    """The words of a page, piece by piece, without those of people."""
    parts: list[str] = []

    def walk(element: Any) -> None:
        if isinstance(element.tag, str) and element.tag not in PEOPLES_WORDS and element.tag not in {"script", "style"} and "words" not in (element.get("class") or "").split():
            parts.append(element.text or "")
            for child in element:
                walk(child)
                parts.append(child.tail or "")

    walk(page)
    return parts


def words(element: Any) -> str:
    """The words of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def links(page: Any, url: str) -> set[str]:
    """The addresses on this site that a page leads to, without fragments."""
    found = set()
    for element in page.iter("a", "area", "link", "script", "img"):
        target = element.get("href") or element.get("src")
        if target and not target.startswith(("#", "mailto:", "tel:")) and not urlsplit(target).netloc:
            found.add(urljoin(url, target).partition("#")[0])
    return found
