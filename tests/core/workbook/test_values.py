from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workbook.values import to_date, to_decimal, to_text


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("１２．５", "12.5"),
        ("１２，５", "12.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1,234", "1234"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"),
        ("−3", "-3"),
        ("1e3", "1000"),
        (7, "7"),
        (0.1, "0.1"),
        (Decimal("2.50"), "2.50"),
    ],
)
def test_number_is_read_as_meant(cell, expected):
    assert to_decimal(cell) == Decimal(expected)


def test_lone_comma_follows_the_file():
    assert to_decimal("1,234", decimal_comma=True) == Decimal("1.234")
    assert to_decimal("1,234,567", decimal_comma=True) == Decimal(1234567)


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "1,2,3",
        "1.2.3",
        "--1",
        "nan",
        "inf",
        "1,23.4,5",
        "12,34.5",
        True,
        float("nan"),
        dt.date(2026, 1, 1),
        "=1",
    ],
)
def test_no_number_is_an_error(cell):
    with pytest.raises(ValueError):
        to_decimal(cell)


def test_empty_cells_are_none():
    assert to_decimal(None) is None
    assert to_decimal("  ") is None
    assert to_date("") is None
    assert to_text(None) == ""


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9
    )
)
def test_plain_numbers_come_back(number):
    assert to_decimal(str(number)) == number


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10-02",
        "2026/10/2",
        "2026年10月2日",
        "02.10.2026",
        "２０２６－１０－０２",
        "2026.10.02.",
        dt.date(2026, 10, 2),
        dt.datetime(2026, 10, 2, 5),  # noqa: DTZ001 -- a workbook knows no zone
    ],
)
def test_day_is_read(cell):
    assert to_date(cell) == dt.date(2026, 10, 2)


@pytest.mark.parametrize("cell", ["02/10/2026", "2026-13-01", "soon", 46000])
def test_no_day_is_an_error(cell):
    with pytest.raises(ValueError):
        to_date(cell)


def test_text_is_clean():
    assert to_text(" a\x00b\r\nc ") == "ab\nc"
    assert to_text(3.0) == "3"
    assert to_text(True) == "yes"
    assert to_text(False) == "no"
    assert to_text(dt.datetime(2026, 1, 2)) == "2026-01-02"  # noqa: DTZ001 -- a workbook knows no zone
    assert to_text(dt.datetime(2026, 1, 2, 3, 4)) == "2026-01-02 03:04:00"  # noqa: DTZ001 -- a workbook knows no zone
