from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from organizations.domain.rates import Rate, RateTable

JANUARY, MARCH = date(2026, 1, 1), date(2026, 3, 1)


def made(*pairs):
    rows = [
        Rate(currency="MYR", rate=Decimal(value), dated_on=day, source="bank")
        for day, value in pairs
    ]
    return RateTable(reporting_currency="CNY", rates=rows)


def test_newest_rate_on_or_before_the_day_counts():
    table = made((MARCH, "1.70"), (JANUARY, "1.60"))
    assert table.rate("MYR", date(2026, 2, 28)).rate == Decimal("1.60")
    assert table.rate("MYR", MARCH).rate == Decimal("1.70")


def test_before_the_first_rate_there_is_none():
    assert made((JANUARY, "1.6")).rate("MYR", date(2025, 12, 31)) is None
    assert made((JANUARY, "1.6")).convert(Decimal(5), "MYR", date(2025, 12, 31)) is None


def test_unknown_currency_has_no_rate():
    assert made().rate("VND", MARCH) is None


def test_reporting_currency_is_always_one():
    assert made().rate("CNY", JANUARY) == Rate("CNY", Decimal(1), None, "")
    assert made().convert(Decimal("3.50"), "CNY", JANUARY) == Decimal("3.50")


def test_rate_without_a_date_is_left_out():
    undated = Rate(currency="MYR", rate=Decimal(2), dated_on=None, source="")
    assert RateTable(reporting_currency="CNY", rates=[undated]).rate("MYR", MARCH) is None


def test_money_is_multiplied_exactly():
    assert made((JANUARY, "1.62")).convert(Decimal("0.10"), "MYR", MARCH) == Decimal("0.1620")


@given(st.dictionaries(st.integers(0, 400), st.integers(1, 99), max_size=8), st.integers(0, 400))
def test_rate_is_that_of_the_latest_day_not_after(stored, asked):
    table = made(*((JANUARY + timedelta(days=day), str(value)) for day, value in stored.items()))
    found = table.rate("MYR", JANUARY + timedelta(days=asked))
    earlier = [day for day in stored if day <= asked]
    assert (found.rate if found else None) == (stored[max(earlier)] if earlier else None)
