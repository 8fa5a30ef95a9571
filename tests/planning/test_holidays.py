"""Public holidays come from the package, for countries and their parts."""

from __future__ import annotations

import datetime as dt

import pytest

from core.errors import RuleError
from planning.selectors import (
    holiday_places,
    named_holidays,
    public_holidays,
    usual_weekend,
)

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


def test_names_in_the_language_of_the_reader_where_the_package_has_them():
    assert (dt.date(2027, 1, 1), "元旦") in named_holidays("CN", YEAR, "zh-hans")
    assert (dt.date(2027, 1, 1), "New Year's Day") in named_holidays("ZA", YEAR, "en")
    assert (dt.date(2027, 1, 1), "New Year's Day") in named_holidays("VN", YEAR, "en")
    with pytest.raises(RuleError):
        named_holidays("XX", YEAR, "en")


@pytest.mark.parametrize("place", ["VN", "MY-01", "HU", "ZA", "MX"])
def test_no_name_of_another_language_stands_before_a_chinese_reader(place):
    found = named_holidays(place, YEAR, "zh-hans")
    assert len(found) == len(named_holidays(place, YEAR, "en")) > 5
    assert {name for _day, name in found} == {""}


def test_weekend_of_a_country():
    assert usual_weekend("MY") == {6, 7}
    assert usual_weekend("EG") == {5, 6}
    with pytest.raises(RuleError):
        usual_weekend("XX")


def test_parts_of_a_country_by_name():
    assert ("MY-01", "Johor") in holiday_places("MY")
    assert holiday_places("VN") == ()
    assert holiday_places("XX") == ()
