"""Numbers, dates and words as readers of each language expect them; marks and components."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.forms.renderers import DjangoTemplates
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from config import styleguide
from core.forms import VersionedForm, conflict_context
from core.templatetags import ui
from core.text import LocalizedText

DAY = dt.date(2026, 11, 18)
NB = "\u00a0"


def render(text: str, **values: object) -> str:
    return Template(text).render(Context(values))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ v|decimal:1 }}", "−1,234.6"),
        ("{{ v|decimal:0 }}", "−1,235"),
        ("{{ v|integer }}", "−1,235"),
        ("{{ v|plain }}", "−1,234.56"),
        ("{{ v|signed:1 }}", "−1,234.6"),
        ("{{ 0.5|signed:1 }}", "+0.5"),
        ("{{ 0|signed:1 }}", "0.0"),
        ("{{ none|decimal:1 }}", "–"),
        ("{{ 'x'|decimal:1 }}", "–"),
        ("{{ 0.324|percent:0 }}", f"32{NB}%"),
        ("{{ 30|share:42 }}", f"71{NB}%"),
        ("{{ 1|share:0 }}", "–"),
        ("{{ 1680000|thousands }}", "1,680"),
        ("{{ 214000|file_size }}", f"214{NB}kB"),
        ("{{ 900|file_size }}", f"900{NB}B"),
        ("{{ 2500000|file_size }}", f"2.5{NB}MB"),
    ],
)
def test_numbers(text: str, wanted: str) -> None:
    assert render(text, v=Decimal("-1234.56"), none=None) == wanted


@pytest.mark.parametrize(
    ("language", "amount", "wanted"),
    [
        ("en", Decimal(16_800_000), f"MYR{NB}16.80{NB}M"),
        ("en", Decimal(860_000), f"MYR{NB}860,000"),
        ("en", Decimal(2_400_000_000), f"MYR{NB}2.40{NB}bn"),
        ("zh-hans", Decimal(5_310_000), f"MYR{NB}531{NB}万"),
        ("zh-hans", Decimal(15_500), f"MYR{NB}1.6{NB}万"),
        ("zh-hans", Decimal(123_000_000), f"MYR{NB}1.23{NB}亿"),
        ("zh-hans", Decimal(900), f"MYR{NB}900"),
    ],
)
def test_money(language: str, amount: Decimal, wanted: str) -> None:
    with translation.override(language):
        assert ui.money(amount, "MYR") == wanted
        assert ui.money(SimpleNamespace(amount=amount, currency="MYR")) == wanted
        assert ui.money(None, "MYR") == "–"


def test_money_in_full_rounds_half_even() -> None:
    assert ui.money_full(Decimal("1234.565"), "MYR") == f"MYR{NB}1,234.56"


@pytest.mark.parametrize(
    ("language", "filter_name", "wanted"),
    [
        ("en", "day", f"18{NB}Nov{NB}2026"),
        ("zh-hans", "day", "2026-11-18"),
        ("en", "month", f"Nov{NB}2026"),
        ("zh-hans", "month", "2026-11"),
    ],
)
def test_dates(language: str, filter_name: str, wanted: str) -> None:
    with translation.override(language):
        assert getattr(ui, filter_name)(DAY) == wanted
        assert getattr(ui, filter_name)(None) == "–"


@pytest.mark.parametrize(("language", "wanted"), [("en", f"18{NB}Nov"), ("zh-hans", "11月18日")])
def test_only_other_years_are_named_in_short_dates(language: str, wanted: str) -> None:
    this_year = timezone.localdate().replace(month=11, day=18)
    with translation.override(language):
        assert ui.day_short(this_year) == wanted
        for year in (this_year.year - 1, this_year.year + 1):
            other = this_year.replace(year=year)
            assert ui.day_short(other) == ui.day(other)
        assert ui.day_short(None) == "–"


def test_moments_are_in_the_readers_zone() -> None:
    late = dt.datetime(2026, 11, 18, 20, 3, tzinfo=dt.UTC)
    with timezone.override("Asia/Kuala_Lumpur"):
        assert ui.moment(late) == f"19{NB}Nov{NB}2026, 04:03"
        assert ui.clock(late) == "04:03"
        assert ui.zoned(late) == f"19{NB}Nov{NB}2026, 04:03{NB}(UTC+8)"
        assert ui.zone_name() == "Asia/Kuala Lumpur"
        assert ui.day(late) == f"19{NB}Nov{NB}2026"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("UTC", "UTC+0"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", f"UTC{ui.MINUS}3:30"),
        ("America/Lima", f"UTC{ui.MINUS}5"),
    ],
)
def test_zone_is_named_by_its_distance(name: str, wanted: str) -> None:
    with timezone.override(name):
        assert ui.zone(dt.datetime(2026, 11, 18, 20, 3, tzinfo=dt.UTC)) == wanted


def test_no_moment_has_no_zone() -> None:
    assert ui.zoned(None) == ui.DASH


@pytest.mark.parametrize(("language", "wanted"), [("en", ", "), ("zh-hans", "，")])
def test_comma_has_the_width_of_its_script(language: str, wanted: str) -> None:
    with translation.override(language):
        assert ui.comma() == wanted


def test_localized_text() -> None:
    both = LocalizedText("Plant", "工厂")
    with translation.override("zh-hans"):
        assert ui.lt(both) == ui.lt(both.as_dict()) == "工厂"
        assert ui.lt({"en": "Only English"}) == "Only English"
    with translation.override("en"):
        assert ui.lt(both) == "Plant"
        assert ui.lt("as it is") == "as it is"
        assert ui.lt(None) == ""
    assert ui.lt(both, "zh-hans") == "工厂"


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


class Form(forms.Form):
    name = forms.CharField(help_text="As on the sign")
    agree = forms.BooleanField()
    way = forms.ChoiceField(choices=[("a", "Alpha")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_field_ties_label_help_and_error_together() -> None:
    form = Form({"agree": "", "way": ""})
    html = render_to_string("_components/form_fields.html", {"form": form})
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
    for name in ("400", "403", "404", "500", "403_csrf"):
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
    html = render_to_string("_components/conflict.html", values)
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
    assert own.split() == str(field).split()
