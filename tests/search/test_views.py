"""The search page."""


def test_nothing_asked_shows_the_form_alone(browser_of):
    page = browser_of(None).get("/search")
    assert page.status_code == 200
    assert "Nothing was found" not in page.text


def test_nothing_found_says_what_to_do(browser_of):
    page = browser_of(None).get("/search?q=zzzz&kind=nonsense&after=99999999999999999999")
    assert page.status_code == 200
    assert "fewer words" in page.text.lower()


def test_the_question_is_shown_as_text(browser_of):
    page = browser_of(None).get("/search?q=<script>alert(1)</script>")
    assert "<script>alert" not in page.text
