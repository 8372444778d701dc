"""The browser sees what a reader would suffer: checked on pages that are wrong on purpose."""
import pytest
from flask import Flask

from tests.browser.axe import axe
from tests.browser.watching import watch

PAGE = '<!doctype html><html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1>{}</main></body></html>'
BODIES = {
    "right": "<p>Words.</p>",
    "unlabelled": '<input name="q">',
    "inline": "<script>document.title = 'changed'</script>",
    "failing": '<script src="/script.js"></script>',
    "foreign": '<img alt="" src="http://localhost:9/there.png">',
}


@pytest.fixture
def app():
    """A few pages under the content policy of the product, images apart."""
    app = Flask("pages")
    app.add_url_rule("/script.js", "script", lambda: ("nothing.there", 200, {"Content-Type": "text/javascript"}))
    app.add_url_rule("/<name>", "page", lambda name: PAGE.format(BODIES[name]) if name in BODIES else ("", 404))

    @app.after_request
    def policy(response):
        response.headers["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; img-src *"
        return response

    return app


@pytest.mark.parametrize("width", [390, 1280])
def test_a_right_page_passes(page_at, width):
    page = page_at(width)
    page.goto("/right")
    assert page.evaluate("window.innerWidth") == width
    axe(page)


def test_two_pages_are_two_persons(page_at):
    first, second = page_at(390), page_at(1280, javascript=False)
    first.goto("/right")
    first.evaluate("document.cookie = 'name=first'")
    second.goto("/right")
    assert [len(page.context.cookies()) for page in (first, second)] == [1, 0]


def test_axe_names_what_is_wrong(page_at):
    page = page_at(390)
    page.goto("/unlabelled")
    with pytest.raises(AssertionError, match="label"):
        axe(page)


@pytest.mark.parametrize(("name", "said"), [("inline", "inline script"), ("failing", "script failed"), ("foreign", "foreign request: http://localhost:9/")])
def test_what_a_page_may_not_do_is_heard(browser, site, name, said):
    context = browser.new_context(base_url=site)
    complaints = watch(context, site)
    context.new_page().goto(f"/{name}")
    context.close()
    assert any(said in complaint for complaint in complaints), complaints
