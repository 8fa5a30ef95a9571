"""Marks, blocks of pages, and the components of forms."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from config import styleguide
from core.forms import VersionedForm, conflict_context
from tests.markup import flat


def render(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


def test_marks() -> None:
    assert 'aria-hidden="true"' in render('{% icon "home" %}')
    assert 'aria-label="Close"' in render('{% icon "close" "" "Close" %}')
    assert "level-2h" in render("{% level_badge 2.4 %}")
    assert ">2.4<" in render("{% level_badge 2.4 %}")
    assert ">4<" in render("{% level_badge 4 %}")
    assert "provisional" in render("{% level_badge 1.5 provisional=True %}")
    assert "–" in render("{% level_badge none %}", none=None)
    assert "&lt;b&gt;" in render("{% chip word %}", word="<b>")
    assert 'value="9"' in render('{% progress 9 14 "Privacy" %}')
    assert "value" not in render('{% progress none 14 "Privacy" %}', none=None)
    assert "TW" in render('{% avatar "Tan Wei" %}').upper()


def test_query_changes_one_parameter() -> None:
    request = RequestFactory().get("/x?topic=privacy&page=2")
    template = Template("{% query page=3 %} {% query page=None %}")
    found = template.render(Context({"request": request}))
    assert found == "?topic=privacy&amp;page=3 ?topic=privacy"


def test_capture_keeps_a_block() -> None:
    assert render("{% capture a %} x {% endcapture %}[{{ a }}|{{ a }}]") == "[x|x]"


def test_line_break_in_unbroken_prints_nothing() -> None:
    source = """{% unbroken %}
      {% if a %}
        {{ a }} of
        {% for b in bs %}
          {{ b }}{% if not forloop.last %}, {% endif %}
        {% endfor %}
      {% endif %}
      <b> x </b>
    {% endunbroken %}"""
    context = {"a": "one\nline", "bs": [1, 2]}
    assert render(source, **context) == "one\nline of1, 2<b> x </b>"


def test_unbroken_keeps_attributes_apart() -> None:
    source = """{% unbroken %}
      <button class="{{ a }}" data-dismiss
          aria-label="Close"
          {% if a %}disabled{% endif %}
      >
        x
      </button>
    {% endunbroken %}"""
    wanted = '<button class="y" data-dismiss aria-label="Close" disabled >x</button>'
    assert render(source, a="y") == wanted


class Form(forms.Form):
    name = forms.CharField(help_text="As on the sign")
    agree = forms.BooleanField()
    way = forms.ChoiceField(choices=[("a", "Alpha")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_field_ties_label_help_and_error_together() -> None:
    form = Form({"agree": "", "way": ""})
    html = flat(render_to_string("_components/form_fields.html", {"form": form}))
    assert '<label for="id_name">Name' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<fieldset" in html
    assert html.count('type="hidden"') == 1


def test_error_summary_links_to_the_fields() -> None:
    form = Form({})
    html = render_to_string("_components/form_errors.html", {"form": form})
    assert "3 entries" in html
    assert 'href="#id_name"' in html
    assert "data-focus" in html


def test_error_pages_stand_without_a_request() -> None:
    for name in ("400", "403", "404", "405", "500", "403_csrf"):
        html = render_to_string(f"{name}.html")
        assert "<h1>" in html
        assert "style=" not in html


@pytest.mark.parametrize("tone", ["success", "warning", "error"])
def test_toast_has_a_word_and_an_icon(tone: str) -> None:
    html = render_to_string("_components/toast.html", {"text": "Saved", "tone": tone})
    assert "Saved" in html
    assert "<svg" in html


def test_conflict_keeps_both_values() -> None:
    rows = [{"label": "Start", "theirs": "1 Feb", "mine": "15 Jan"}]
    values = conflict_context(rows, who="Li Wei", version=4)
    html = flat(render_to_string("_components/conflict.html", values))
    assert "1 Feb" in html
    assert "15 Jan" in html
    assert "Li Wei changed this in the meantime" in html
    assert "form=" not in html
    assert 'name="version" value="4">' in html
    html = render_to_string("_components/conflict.html", {**values, "form_id": "form-7"})
    assert html.count('form="form-7"') == 3


def test_without_conflict_a_form_names_the_version_its_editor_saw() -> None:
    form = VersionedForm(initial={"version": 3})
    html = render_to_string("_components/conflict.html", {"form": form}).strip()
    assert html == '<input type="hidden" name="version" value="3" id="id_version">'
    assert render_to_string("_components/conflict.html", {"form": forms.Form()}).strip() == ""


def test_style_guide_shows_everything_inside_the_policy() -> None:
    request = RequestFactory().get("/styleguide/")
    request.user = AnonymousUser()
    html = render_to_string("styleguide.html", styleguide.context(), request)
    assert html.count("<h1>") == 1
    assert ' style="' not in html
    assert "<script>" not in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))


class Ranks(forms.Form):
    """A select with a group and a chosen option."""

    rank = forms.ChoiceField(choices=[("", "none"), ("High", [(2, "two & more"), (3, "three")])])


def test_our_select_says_what_the_select_of_django_says():
    field = Ranks(initial={"rank": 2})["rank"]
    own = str(field)
    field.form.renderer = DjangoTemplates()
    assert "optgroup" in own
    assert "two &amp; more" in own
    assert flat(own).split() == flat(str(field)).split()


def test_link_to_an_area_names_the_page_it_stands_on() -> None:
    page = Template('{% area_link "roadmap" "gantt" "r" href label %}')
    values = {"href": "/plants/a/roadmap/", "label": "A & B"}
    other = page.render(Context(values | {"area": "reports"}))
    own = page.render(Context(values | {"area": "roadmap"}))
    assert 'href="/plants/a/roadmap/" data-go="r" title="A &amp; B"><svg' in other
    assert '<span class="label">A &amp; B</span>' in other
    assert "aria-current" not in other
    assert own == other.replace('B"><svg', 'B" aria-current="page"><svg')
