"""Readings as tables: quarters, seasons and trends against figures worked by hand."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from readings.domain.aggregation import Aggregation, usual_aggregation
from readings.domain.frames import (
    FrameCell,
    group_trend,
    quarters,
    rows_of,
    season,
    trend,
    wide,
)
from readings.domain.kendall import Kendall, kendall
from readings.domain.points import SeriesPoint
from readings.domain.verdicts import (
    MadeQuarter,
    TrendDrift,
    TrendVerdict,
    group_data,
    group_from,
    quarters_data,
    quarters_from,
    trend_data,
    trend_from,
)

JAN = 2024 * 12
VALUES = st.lists(st.decimals(-1000, 1000, places=2), min_size=0, max_size=40)


def points(*values, start=JAN):
    return [
        SeriesPoint(start + n, str(start + n), Decimal(str(value)))
        for n, value in enumerate(values)
        if value is not None
    ]


def months(*values, start=JAN, elements=None):
    parts = elements or [None] * len(values)
    return [
        FrameCell("X", start + n, Decimal(str(value)), part)
        for n, (value, part) in enumerate(zip(values, parts, strict=True))
    ]


def numbers(**amounts):
    return {name: Decimal(str(value)) for name, value in amounts.items()}


# --- shape --------------------------------------------------------------------------------------
def test_rows_become_a_table_in_order_of_time_and_of_first_sight():
    cells = [
        FrameCell("B", 2, Decimal(1)),
        FrameCell("A", 1, Decimal(3)),
        FrameCell("A", 2, Decimal("4.50")),
    ]
    table = wide(cells)
    assert list(table.columns) == ["B", "A"]
    assert rows_of(table) == [(1, [None, Decimal(3)]), (2, [Decimal(1), Decimal("4.50")])]


def test_two_readings_of_one_period_are_refused():
    with pytest.raises(RuleError, match="A has two readings") as error:
        wide([FrameCell("A", 1, Decimal(3)), FrameCell("A", 1, Decimal(3))])
    assert error.value.field == "period"


@given(st.dictionaries(st.tuples(st.sampled_from("ABC"), st.integers(0, 30)), st.integers(-9, 9)))
def test_no_reading_is_lost_and_none_is_made_up(readings):
    cells = [FrameCell(name, place, Decimal(value)) for (name, place), value in readings.items()]
    table = wide(cells)
    found = {
        (name, place): int(value)
        for place, values in rows_of(table)
        for name, value in zip(table.columns, values, strict=True)
        if value is not None
    }
    assert found == readings


# --- quarters -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("how", "first", "second"),
    [
        (Aggregation.SUM, "6", "9"),
        (Aggregation.MEAN, "2", "4.5"),
        (Aggregation.LAST, "3", "5"),
    ],
)
def test_months_make_a_quarter_as_the_definition_says(how, first, second):
    found = quarters(list(reversed(months(1, 2, 3, 4, 5))), how)
    assert [quarter.position for quarter in found] == [2024 * 4, 2024 * 4 + 1]
    assert [quarter.value for quarter in found] == [Decimal(first), Decimal(second)]
    assert [quarter.months for quarter in found] == [3, 2]
    assert [quarter.is_whole for quarter in found] == [True, False]
    assert {quarter.how for quarter in found} == {how}


def test_quarter_begins_where_the_year_does():
    (december, january) = quarters(months(1, 2, start=JAN - 1), Aggregation.SUM)
    assert (december.months, january.months) == (1, 1)


def test_ratio_comes_from_the_sums_of_its_elements():
    # 90/100, 50/50 and 5/50: the mean of the shares is 66.67 %, the share of the sums 72.5 %
    parts = [numbers(GQ=90, PQ=100), numbers(GQ=50, PQ=50), numbers(GQ=5, PQ=50)]
    (found,) = quarters(months(90, 100, 10, elements=parts), Aggregation.RATIO, "ISO-10")
    assert (found.value, found.how) == (Decimal("72.5"), Aggregation.RATIO)


def test_planned_time_by_piece_stays_where_it_is_the_same():
    # OEE = PRI x GQ / PBT: 2 x (30 + 60) / (100 + 200) = 60 %
    common = {"APT": 50, "PQ": 70, "PRI": 2}
    parts = [numbers(**common, PBT=100, GQ=30), numbers(**common, PBT=200, GQ=60)]
    (found,) = quarters(months(60, 60, elements=parts), Aggregation.RATIO, "ISO-06")
    assert (found.value, found.how) == (Decimal(60), Aggregation.RATIO)
    parts[1]["PRI"] = Decimal(3)
    (found,) = quarters(months(60, 90, elements=parts), Aggregation.RATIO, "ISO-06")
    assert (found.value, found.how) == (Decimal(75), Aggregation.MEAN)


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        ("", [numbers(GQ=1, PQ=2), numbers(GQ=1, PQ=2)]),
        ("ISO-10", [numbers(GQ=1, PQ=2), None]),
        ("ISO-10", [numbers(GQ=1, PQ=2), numbers(GQ=1)]),
        ("ISO-10", [numbers(GQ=1), numbers(GQ=1)]),
        ("ISO-10", [numbers(GQ=0, PQ=0), numbers(GQ=0, PQ=0)]),
    ],
)
def test_ratio_without_its_parts_is_a_mean_and_says_so(formula, parts):
    (found,) = quarters(months(50, 100, elements=parts), Aggregation.RATIO, formula)
    assert (found.value, found.how) == (Decimal(75), Aggregation.MEAN)


def test_nothing_makes_no_quarter():
    assert quarters([], Aggregation.SUM) == ()


@pytest.mark.parametrize(
    ("code", "kind", "is_own", "how"),
    [
        ("OWN-1", "count", True, "sum"),
        ("OWN-1", "money", True, "sum"),
        ("SC-15", "money", True, "sum"),  # the code of an own definition says nothing
        ("SC-15", "money", False, "ratio"),
        ("DIG-07", "count", False, "last"),
        ("SC-34", "rate", False, "last"),
        ("SC-12", "percent", False, "ratio"),
        ("FIN-01", "days", False, "mean"),
    ],
)
def test_usual_way_follows_the_kind_of_unit(code, kind, is_own, how):
    assert usual_aggregation(code, kind, is_own=is_own) == how


# --- the test of Mann and Kendall ---------------------------------------------------------------
def test_eight_rising_values_by_hand():
    # S = 28 pairs, variance 8 x 7 x 21 / 18 = 65.333, z = 27 / 8.0829 = 3.3404
    found = kendall([Decimal(n) for n in range(8)])
    assert found.s == 28
    assert float(found.variance) == pytest.approx(65.3333, abs=1e-4)
    assert found.z == pytest.approx(3.3404, abs=1e-4)
    assert found.p == pytest.approx(0.000837, abs=1e-6)


def test_ties_take_from_the_variance_by_hand():
    # 1 2 2 3: S = 5, (4 x 3 x 13 - 2 x 1 x 9) / 18 = 138 / 18
    found = kendall([Decimal(n) for n in (1, 2, 2, 3)])
    assert (found.s, found.variance) == (5, Decimal(138) / 18)


def test_equal_values_drift_nowhere():
    found = kendall([Decimal(1)] * 9)
    assert (found.s, found.z, found.p) == (0, 0.0, 1.0)


def test_variance_is_that_of_all_orders():
    values = [Decimal(n) for n in (1, 2, 3, 3, 5)]
    every = [kendall(list(order)).s for order in permutations(values)]
    assert sum(s * s for s in every) / len(every) == pytest.approx(
        float(kendall(values).variance), abs=1e-9
    )


@given(VALUES)
def test_turned_around_it_drifts_the_other_way(values):
    there, back = kendall(values), kendall(values[::-1])
    assert (there.s, there.variance) == (-back.s, back.variance)
    assert there.z == -back.z
    assert 0 <= there.p <= 1


# --- seasons ------------------------------------------------------------------------------------
def test_december_of_fifteen_by_hand():
    # eleven months of 10 and one of 15: a mean of 125/12, so 0.96 and 1.44
    year = [10] * 11 + [15]
    found = season(points(*year * 3), 12)
    assert found == (Decimal("0.96"),) * 11 + (Decimal("1.44"),)


def test_quarters_have_a_season_too():
    # mean 10; 8, 10, 10, 12
    assert season(points(8, 10, 10, 12, 8, 10, 10, 12), 4) == tuple(
        map(Decimal, ("0.8", "1.0", "1.0", "1.2"))
    )


@pytest.mark.parametrize(
    "values",
    [
        [],
        [10] * 23,  # not two years
        [10] * 23 + [0],  # no ratio to zero
        [10] * 12 + [None] + [10] * 12,  # no month of the first year has a whole year around it
    ],
)
def test_no_season_where_two_years_are_not_there(values):
    assert season(points(*values), 12) == ()


# --- trends -------------------------------------------------------------------------------------
def swinging(slope, years=3):
    """A year between 80 and 120 by month, rising by `slope` a month; noise that repeats."""
    noise = (0.3, -0.7, 0.5, -0.2, 0.6, -0.4, 0.1)
    return [
        round(100 + 20 * math.sin(math.pi * n / 6) + slope * n + noise[n % 7], 2)
        for n in range(12 * years)
    ]


def test_too_few_readings_tell_nothing():
    assert trend(points(*range(7)), 12) == TrendVerdict(TrendDrift.TOO_FEW, 7)


def test_line_rises_by_its_slope_in_a_year():
    found = trend(points(*(5 + 2 * n for n in range(10))), 12)
    assert (found.drift, found.slope, found.n, found.s) == (TrendDrift.RISING, Decimal(24), 10, 45)
    assert not found.is_seasonal
    assert not found.is_dependent


def test_falling_quarters_fall_by_four_steps_a_year():
    found = trend(points(*range(20, 0, -1)), 4)
    assert (found.drift, found.slope) == (TrendDrift.FALLING, Decimal(-4))


def test_missing_months_count_as_time():
    values = [1, 2, None, None, 5, 6, 7, 8, None, 10, 11]
    assert trend(points(*values), 12).slope == Decimal(12)


def test_middle_slope_bears_a_wild_reading():
    values = [10, 11, 12, 13, 14, 500, 16, 17, 18, 19]
    assert trend(points(*values), 12).slope == Decimal(12)


def test_series_that_varies_has_no_trend():
    found = trend(points(5, 7, 4, 8, 5, 6, 7, 4, 6, 5), 12)
    assert found.drift is TrendDrift.NONE
    assert found.p > 0.01


def test_season_is_no_trend_and_hides_none():
    still, rising = trend(points(*swinging(0)), 12), trend(points(*swinging(0.5)), 12)
    assert still.is_seasonal
    assert still.drift is TrendDrift.NONE
    assert rising.is_seasonal
    assert rising.drift is TrendDrift.RISING
    assert float(rising.slope) == pytest.approx(6, abs=0.8)
    assert len(rising.season) == 12
    assert rising.season.index(max(rising.season)) == 3  # sin is highest in the fourth month
    # Without comparing the same months only, the swing would drown the slope.
    assert kendall([point.value for point in points(*swinging(0.5))]).p > rising.p


def test_readings_that_follow_each_other_are_said_to():
    wave = [10, 11, 12, 13, 14, 15, 15, 14, 13, 12, 11, 10, 9, 8, 7, 7, 8, 9]
    assert trend(points(*wave), 12).is_dependent
    assert not trend(points(*[10, 12] * 9), 12).is_dependent


def test_readings_that_never_change_do_not_drift():
    found = trend(points(*[3] * 30), 12)
    assert (found.drift, found.slope, found.is_seasonal) == (TrendDrift.NONE, 0, False)


@given(VALUES)
def test_verdict_survives_being_stored(values):
    found = trend(points(*values), 12)
    assert trend_from(trend_data(found)) == found


# --- groups -------------------------------------------------------------------------------------
def group(**plants):
    series = {name: points(*values) for name, values in plants.items()}
    return group_trend(series, {name: trend(one, 12) for name, one in series.items()})


def test_plants_that_drift_a_little_drift_together():
    weak = [10, 12, 11, 13, 12, 14, 11, 14]
    alone = trend(points(*weak), 12)
    assert alone.drift is TrendDrift.NONE
    found = group(A=weak, B=weak, C=weak)
    assert found.trend.drift is TrendDrift.RISING
    assert found.plants == 3
    assert found.trend.n == 24
    assert found.trend.slope == alone.slope
    assert Kendall(found.trend.s, found.trend.variance).s == 3 * alone.s


def test_what_plants_measure_in_one_period_is_told_by_hand():
    found = group(A=[1, 2], B=[3], C=[8])
    assert found.trend.drift is TrendDrift.TOO_FEW
    assert [(p.median, p.low, p.high, p.plants) for p in found.points] == [
        (3, 1, 8, 3),
        (2, 2, 2, 1),
    ]
    assert group_from(group_data(found)) == found


def test_plants_that_drift_apart_make_no_trend():
    found = group(A=list(range(10)), B=list(range(10, 0, -1)))
    assert (found.trend.drift, found.trend.s) == (TrendDrift.NONE, 0)
    assert group_from(group_data(found)) == found


def test_no_plants_make_no_group():
    found = group_trend({}, {})
    assert (found.plants, found.points, found.trend.n) == (0, (), 0)


def test_quarters_survive_being_stored():
    made = (MadeQuarter(8000, Decimal("1.5"), 3, Aggregation.LAST),)
    assert quarters_from(quarters_data(made)) == made
