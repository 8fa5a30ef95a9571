"""Bounds are those of the databases; ids, days and rows beyond are told before a database is asked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django import forms

from core.base import KeptDecimalField
from core.bounds import is_id, is_kept, is_usual_day, settled, without_dust
from core.forms import day_field, id_field
from sheets.fields import NumberField


@pytest.mark.parametrize(
    ("text", "max_digits", "places", "kept"),
    [
        ("9999999999999.99", 16, 2, True),
        ("99999999999999.99", 16, 2, False),
        ("9999999.99999999", 18, 8, True),
        ("9999999999.99999999", 18, 8, False),
        ("1000000000000000", 18, 2, True),  # zeros are no digits
        ("0.001", 16, 2, False),
        ("0", 5, 2, True),
        ("1000", 5, 2, False),
        ("NaN", 16, 2, False),
        ("Infinity", 16, 2, False),
    ],
)
def test_a_number_is_kept_or_not(text, max_digits, places, kept):
    assert is_kept(Decimal(text), max_digits=max_digits, places=places) is kept


@pytest.mark.parametrize(
    ("text", "known"),
    [
        *(("1", True), ("9223372036854775807", True), ("9223372036854775808", False)),
        *(
            ("0", False),
            ("-1", False),
            ("", False),
            ("1.0", False),
            ("٣", False),
            ("9" * 25, False),
        ),
    ],
)
def test_an_id_fits_64_bits(text, known):
    assert is_id(text) is known


def test_days_are_those_that_the_product_counts_with():
    assert is_usual_day(dt.date(1900, 1, 1))
    assert not is_usual_day(dt.date(1899, 12, 31))
    assert not is_usual_day(dt.date(2101, 1, 1))
    field = day_field("Day")
    assert field.clean("2100-12-31") == dt.date(2100, 12, 31)
    for text in ("0001-01-01", "9999-12-31"):
        with pytest.raises(forms.ValidationError):
            field.clean(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("1100.0000000002", "1100"),
        ("-0.30000000000000004", "-0.3"),
        ("9999999999999.1234567", "9999999999999.123457"),
        ("1e13", "1e13"),
        ("1e30", "1e30"),
        ("-1e300", "-1e300"),
        ("Infinity", "Infinity"),
    ],
)
def test_dust_goes_and_numbers_beyond_every_bound_stay(text, clean):
    assert without_dust(Decimal(text)) == Decimal(clean)


def test_ids_of_forms_end_where_those_of_databases_do():
    assert id_field().clean(str(2**63 - 1)) == 2**63 - 1
    with pytest.raises(forms.ValidationError):
        id_field().clean(str(2**63))


def test_typed_numbers_are_settled_and_rounded_to_the_places_of_their_field():
    assert NumberField().clean("123456789012.123456") == Decimal("123456789012.123")
    assert NumberField(places=2).clean("0.333333") == Decimal("0.33")
    with pytest.raises(forms.ValidationError):
        NumberField().clean("999999999999.9999999")
    assert settled(Decimal("1.0000005")) == Decimal("1.000000")


def test_a_column_refuses_what_does_not_come_back_and_reads_what_was_stored_before():
    column = KeptDecimalField(max_digits=16, decimal_places=2)
    column.run_validators(Decimal("9999999999999.99"))
    with pytest.raises(forms.ValidationError, match="at most 15 digits, 2 of them decimals"):
        column.run_validators(Decimal("99999999999999.99"))
    assert column.formfield().max_digits == 15
    assert Decimal(10**15).quantize(Decimal("0.01"), context=column.context) == 10**15
