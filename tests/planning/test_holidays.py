"""Public holidays come from the package, for countries and their parts."""

from __future__ import annotations

import datetime as dt

import pytest

from core.errors import RuleError
from planning.selectors import public_holidays

YEAR = range(2027, 2028)


def days(place: str) -> set[dt.date]:
    return {closure.start for closure in public_holidays(place, YEAR)}


def test_days_set_by_law():
    """Article 112 of the labor code: 30 April, 1 May, 2 September, and the days of Tết."""
    vietnam = days("VN")
    assert {dt.date(2027, 4, 30), dt.date(2027, 5, 1), dt.date(2027, 9, 2)} <= vietnam
    assert dt.date(2027, 2, 6) in vietnam  # first day of the lunar year
    assert all(c.end - c.start == dt.timedelta(days=1) for c in public_holidays("VN", YEAR))


def test_part_of_a_country_has_its_own_days():
    """The birthday of the Sultan of Johor is kept in Johor only."""
    johor = dt.date(2027, 3, 23)
    assert johor in days("MY-01")
    assert johor not in days("MY-10")


@pytest.mark.parametrize("place", ["XX", "MY-99", "my", "", "VN-", "Viet Nam"])
def test_unknown_place_is_refused(place):
    if place == "VN-":
        assert days(place) == days("VN")
        return
    with pytest.raises(RuleError, match="no public holidays"):
        public_holidays(place, YEAR)


def test_years_that_are_not_counted_are_left_out():
    assert public_holidays("VN", range(2101, 2110)) == ()
