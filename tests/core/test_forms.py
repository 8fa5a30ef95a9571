"""Errors of services, days, versions and both sides of a stale save, for the forms of every app."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test.html import parse_html
from django.utils import translation

from core.errors import RuleError
from core.fields import language_names
from core.forms import (
    LongSelect,
    VersionedForm,
    add_error,
    conflict_context,
    conflict_rows,
    day_field,
)
from landscape.forms.systems import AmountField
from organizations.models import User
from sheets.fields import MoneyField, NumberField

NB = "\u00a0"
WAYS = [("", "–"), ("own", "Own way"), ("Others", [("half", "Half the way")])]


class SampleForm(VersionedForm):
    """One field of each kind that a stale save can show."""

    title = forms.CharField(label="Title", required=False)
    due_on = day_field("Due")
    amount = forms.DecimalField(label="Amount", required=False)
    people = forms.IntegerField(label="People", required=False)
    is_excluded = forms.BooleanField(label="Left out", required=False)
    way = forms.ChoiceField(label="Way", choices=WAYS, required=False)
    phases = forms.TypedMultipleChoiceField(
        label="Phases", choices=[("1", "Digitize"), ("2", "Integrate")], coerce=int, required=False
    )
    owner = forms.ModelChoiceField(label="Owner", queryset=User.objects.none(), required=False)
    helpers = forms.ModelMultipleChoiceField(
        label="Helpers", queryset=User.objects.none(), required=False
    )


def sample(**entered):
    form = SampleForm({"version": "1", **entered})
    assert form.is_valid(), form.errors
    return form


def sides(form, stored):
    return [tuple(row.values()) for row in conflict_rows(form, stored)]


# --- errors of services ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RuleError("Too late", field="due_on"), {"due_on": ["Too late"]}),
        (RuleError("Too late", field="elsewhere"), {"__all__": ["Too late"]}),
        (RuleError("Too late"), {"__all__": ["Too late"]}),
        (ValidationError(["Once", "Twice"]), {"__all__": ["Once", "Twice"]}),
        (
            ValidationError({"title": ["Once", "Twice"], "elsewhere": "No"}),
            {"title": ["Once", "Twice"], "__all__": ["No"]},
        ),
        (
            ValidationError({"title": ValidationError("%(n)s at most", params={"n": 3})}),
            {"title": ["3 at most"]},
        ),
    ],
)
def test_error_stands_on_its_field_else_on_the_form(error, told):
    form = sample()
    add_error(form, error)
    assert form.errors == told


# --- days and versions ----------------------------------------------------------------------------


def test_day_is_shown_and_read_as_browsers_send_it():
    with translation.override("de"):
        form = SampleForm(initial={"due_on": dt.date(2027, 3, 1)})
        assert '<input type="date" name="due_on" value="2027-03-01"' in str(form["due_on"])
        assert sample(due_on="2027-03-01").cleaned_data["due_on"] == dt.date(2027, 3, 1)
        for wrong in ("01.03.2027", "03/01/2027", "soon"):
            assert "due_on" in SampleForm({"version": "1", "due_on": wrong}).errors
    assert sample(due_on="").cleaned_data["due_on"] is None
    with pytest.raises(ValidationError):
        day_field("Due", required=True).clean("")


def test_version_is_needed_and_no_part_of_the_values():
    for wrong in ("", "0", "-1", "x"):
        assert list(SampleForm({"version": wrong}).errors) == ["version"]
    form = sample(title="Live", people="3")
    values = form.values()
    assert (form.cleaned_data["version"], values["title"], values["people"]) == (1, "Live", 3)
    assert "version" not in values


# --- both sides of a stale save -------------------------------------------------------------------


def test_values_are_in_words():
    form = sample(
        title="Mine",
        due_on="2027-03-01",
        amount="1234.50",
        people="1200",
        is_excluded="on",
        way="half",
        phases=["1", "2"],
    )
    stored = {
        **dict.fromkeys(form.fields),
        "version": 2,
        "is_excluded": False,
        "owner": User(pk=1, name="Li Wei"),
        "helpers": [User(pk=2, name="Farah"), User(pk=1, name="Li Wei")],
    }
    assert sides(form, stored) == [
        ("Title", "nothing", "Mine"),
        ("Due", "nothing", f"1{NB}Mar{NB}2027"),
        ("Amount", "nothing", "1,234.5"),
        ("People", "nothing", "1,200"),
        ("Left out", "no", "yes"),
        ("Way", "nothing", "Half the way"),
        ("Phases", "nothing", "Digitize, Integrate"),
        ("Owner", "Li Wei", "nothing"),
        ("Helpers", "Farah, Li Wei", "nothing"),
    ]


def test_words_are_those_of_the_readers_language():
    form = sample(due_on="2027-03-01", is_excluded="on")
    with translation.override("zh-hans"):
        assert sides(form, {"due_on": None, "is_excluded": False}) == [
            ("Due", "无", "2027-03-01"),
            ("Left out", "否", "是"),
        ]


def test_choice_without_a_value_says_its_label_and_an_unknown_one_its_code():
    form = sample(way="own")
    assert sides(form, {"way": ""}) == [("Way", "nothing", "Own way")]
    assert sides(form, {"way": "gone"}) == [("Way", "gone", "Own way")]
    form.fields["way"].choices = [("", "As the facts say"), ("own", "Own way")]
    assert sides(form, {"way": ""}) == [("Way", "As the facts say", "Own way")]


def test_equal_values_are_no_difference():
    form = sample(amount="1.0", phases=["2", "1"])
    same = {"title": None, "amount": Decimal("1.00"), "phases": [1, 2], "owner": None, "version": 9}
    assert sides(form, same) == []
    assert sides(form, {"phases": None, "elsewhere": "x"}) == [
        ("Phases", "nothing", "Integrate, Digitize")
    ]


def test_row_is_compared_where_it_has_the_field():
    class PersonForm(VersionedForm):
        name = forms.CharField(label="Name")
        language = forms.ChoiceField(label="Language", choices=language_names)
        note = forms.CharField(label="Note")

    given = {"version": "1", "name": "Li Wei", "language": "en", "note": "only here"}
    form = PersonForm(given)
    assert form.is_valid()
    stored = User(name="Farah", language="zh-hans")
    assert sides(form, stored) == [("Name", "Farah", "Li Wei"), ("Language", "简体中文", "English")]


def test_conflict_names_somebody_where_the_editor_is_unknown():
    known, unknown = (
        conflict_context([], who=who, version=4)["conflict"] for who in ("Li Wei", "")
    )
    assert known == {"rows": [], "who": "Li Wei", "version": 4}
    assert unknown["who"] == "Somebody"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234,567.5", "1234567.50"),
        ("１２３", "123"),
        ("１，２３４，５６７．５０", "1234567.50"),
        ("1 000", "1000"),
        ("0", "0"),
        ("1.234", "1234"),
        ("1,23", "1.23"),
        ("3000万", "30000000"),
        ("３０００ 万", "30000000"),
        ("1.2亿", "120000000"),
        ("1,2亿", "120000000"),
        ("1.5M", "1500000"),
        ("250k", "250000"),
        ("2.5 million", "2500000"),
        ("1.234亿", "123400000"),
        ("0.7m", "700000"),
        ("1.25 m", "1250000"),
    ],
)
def test_money_as_people_type_it(text, amount):
    assert MoneyField().clean(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["-1", "NaN", "1e99", "1.2345", "5mm", "万", "many", "10000000000000", "99999999999999.99"],
)
def test_money_that_cannot_be_is_refused(text):
    with pytest.raises(ValidationError):
        MoneyField().clean(text)


def test_code_of_the_own_currency_may_stand_beside_money():
    for field in (MoneyField(), AmountField()):
        field.currency = "MYR"
        for text in ("MYR 700,000", "700,000 MYR", "myr700k", "MYR 0.7m", "ＭＹＲ　７００，０００"):
            assert field.clean(text) == 700_000
        with pytest.raises(ValidationError, match="Enter the amount in MYR"):
            field.clean("CNY 700,000")
        with pytest.raises(ValidationError, match="Enter an amount, for example"):
            field.clean("abc 700,000")
    with pytest.raises(ValidationError, match="Enter an amount, for example"):
        MoneyField().clean("MYR 700,000")


def test_grouped_millions_are_asked_about():
    with pytest.raises(ValidationError, match=r"write 1234000000 or 1234000\."):
        MoneyField().clean("1,234M")
    assert MoneyField().clean("1.234M") == 1_234_000


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("310000000.00", "310,000,000"),
        ("1234.50", "1,234.50"),
        ("999.00", "999"),
        ("0.00", "0"),
        ("9999999999999.99", "9,999,999,999,999.99"),
    ],
)
def test_money_is_shown_as_people_write_it_and_comes_back_unchanged(stored, shown):
    field = MoneyField()
    assert field.prepare_value(Decimal(stored)) == shown
    assert field.clean(shown) == Decimal(stored)
    full_width = shown.translate({ord(mark): ord(mark) + 0xFEE0 for mark in "0123456789,."})
    assert field.clean(full_width) == Decimal(stored)
    assert AmountField().prepare_value(Decimal(stored)) == shown
    assert AmountField().clean(shown) == AmountField().clean(full_width) == Decimal(stored)


def test_refused_money_says_how_it_is_written():
    with pytest.raises(ValidationError, match="3000万"):
        MoneyField().clean("thirty")
    with pytest.raises(ValidationError, match="3000万"):
        AmountField().clean("thirty")
    with pytest.raises(ValidationError, match=r"write 12000000 or 120000"):
        MoneyField().clean("12,00万")
    with pytest.raises(ValidationError, match=r"write 12000000 or 120000"):
        AmountField().clean("12,00万")
    assert MoneyField().clean("1,200万") == AmountField().clean("1,200万") == 12_000_000


def test_money_that_was_typed_stays_as_it_was_typed():
    assert MoneyField().prepare_value("1 000 000") == "1 000 000"


def test_a_number_with_two_readings_is_asked_about():
    with pytest.raises(ValidationError, match=r"write 41125 or 41\.125"):
        NumberField().clean("41,125")
    assert NumberField().clean("41.125") == Decimal("41.125")
    assert NumberField().clean("＋４１，５") == Decimal("41.5")
    assert AmountField().clean("41,125") == 41125


def test_an_amount_that_a_database_would_not_give_back_is_refused():
    assert AmountField().clean("9,999,999,999,999.99") == Decimal("9999999999999.99")
    with pytest.raises(ValidationError, match="too large"):
        AmountField().clean("10,000,000,000,000")


# --- long selects --------------------------------------------------------------------------------
class Places(forms.Form):
    place = forms.ChoiceField(
        choices=[("", "–"), ("MY", "Malaysia & more"), ("Asia", [("Asia/Hanoi", "Hanoi")])],
        widget=LongSelect,
    )


@pytest.mark.parametrize("chosen", ["", "MY", "Asia/Hanoi", "elsewhere", '"><script>', None])
def test_a_long_select_says_what_djangos_says(chosen):
    form = Places(initial={"place": chosen})
    ours = str(form["place"])
    form.fields["place"].widget = forms.Select(choices=form.fields["place"].choices)
    assert parse_html(ours) == parse_html(str(form["place"]))


def test_a_long_select_keeps_what_is_bound():
    assert '<option value="MY" selected>' in str(Places({"place": "MY"})["place"])
