"""What the macros write, for forms above all: each refusal is linked to its field, nothing has the same id twice."""
import re
from collections import Counter

import pytest
from flask import render_template_string
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from consult.web.forms import BaseForm, LineField

FORMS = '{% import "macros/forms.html" as forms %}'
STATUS = '{% import "macros/status.html" as status %}'


class SampleForm(BaseForm):
    """One line and one choice, both wanted."""

    name = LineField("Name", validators=[InputRequired("Write a name.")])
    kind = RadioField("Kind", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")], validators=[InputRequired("Choose a kind.")])


@pytest.fixture
def refused(app):
    with app.test_request_context("/", method="POST"):
        form = SampleForm(meta={"csrf": False})
        form.validate()
        form.refusals.append("The round <b>closed</b> yesterday.")
        yield form


def shown(template, **values):
    return render_template_string(template, **values)


def test_each_error_is_linked_to_a_field_that_exists(refused):
    page = shown(FORMS + "{{ forms.error_summary(form) }}{{ forms.field(form.name) }}{{ forms.field(form.kind) }}", form=refused)
    links = re.findall(r'<a href="#([^"]+)"', page)
    assert len(links) == 2
    assert all(f'id="{link}"' in page for link in links)


def test_a_refusal_of_the_whole_form_is_shown_as_words(refused):
    assert "The round &lt;b&gt;closed&lt;/b&gt; yesterday." in shown(FORMS + "{{ forms.error_summary(form) }}", form=refused)


def test_hint_and_error_describe_the_field(refused):
    page = shown(FORMS + "{{ forms.field(form.name, hint='As in the passport.', autocomplete='name') }}", form=refused)
    assert 'aria-describedby="name-hint name-error"' in page
    assert 'id="name-hint"' in page
    assert 'id="name-error"' in page
    assert 'autocomplete="name"' in page


def test_two_forms_on_a_page_share_no_id(refused):
    form = "{% call forms.post('/x', form) %}{% endcall %}{{ forms.action('/y', 'Do') }}"
    ids = Counter(re.findall(r'\sid="([^"]+)"', shown(FORMS + form, form=refused)))
    assert [i for i, times in ids.items() if times > 1] == []


def test_every_form_names_its_address_and_method_and_carries_its_token(refused):
    page = shown(FORMS + "{% call forms.post('/x', form) %}{% endcall %}{{ forms.action('/y', 'Do') }}", form=refused)
    assert re.findall(r'<form[^>]*method="post" action="(/.)"', page) == ["/x", "/y"]
    assert page.count('name="csrf_token"') == 2
    assert page.count('name="form_key"') == 1


@pytest.mark.parametrize(("kind", "look"), [("accepted", "good"), ("accepted_in_part", "partly"), ("not_accepted", "refused"), ("open", "open"), ("unheard of", "quiet")])
def test_a_tag_always_carries_its_words(app, kind, look):
    with app.test_request_context("/"):
        assert shown(STATUS + "{{ status.tag(kind, 'In words') }}", kind=kind) == f'<span class="tag tag-{look}">In words</span>'
