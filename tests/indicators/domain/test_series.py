"""The indicator of the picture, built without a database."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bounds import settled
from core.errors import RuleError
from core.text import LocalizedText
from indicators.domain import charts
from indicators.domain.charts import ChartWords, Range
from indicators.domain.series import (
    IndicatorSeries,
    Reading,
    State,
    Target,
    Version,
    display_places,
    summarize,
)
from indicators.domain.signals import Rule
from indicators.domain.targets import Direction, Standing
from readings.domain.entries import EntryProblem, name_key, problem_of, same_name
from readings.domain.periods import PeriodStep, add_months
from tests.indicators.domain.test_baseline import YEAR

JAN, DEC = dt.date(2025, 1, 1), dt.date(2025, 12, 1)
LATER = ("40", "38.5", "41", "37.2", "39.4", "36.1", "37.9", "35.2", "36.6", "52.8")
WORDS = ChartWords(
    "Readings", "Path", "baseline", "mean {}", "median {}", "upper {}", "lower {}", "target {}",
    "target {}, {}", "above", "below", "{} (better)", "odd", "left out",
    number=lambda value, places: f"{value:.{places}f}",
    month=lambda day: f"{day:%Y-%m}",
    change=lambda change: f"{change} %",
)  # fmt: skip


def readings(*values: object, noted: int | None = None, **marks: str) -> tuple[Reading, ...]:
    """Return readings from January 2025 on; `m3="cause"` leaves the third out, `noted=3` not."""
    return tuple(
        Reading(
            add_months(JAN, n - 1), Decimal(str(value)), key=n,
            is_excluded=f"m{n}" in marks, cause=marks.get(f"m{n}", "known" if n == noted else ""),
        )
        for n, value in enumerate(values, 1)
        if value is not None
    )  # fmt: skip


def build(
    values=(*YEAR, *LATER),
    *,
    baseline=True,
    target=True,
    step=PeriodStep.MONTH,
    ends=None,
    noted=None,
    **marks,
):
    """Return the indicator; `ends` after so many months, and one is `noted`, but counts."""
    base = IndicatorSeries(
        1, "SC-12", LocalizedText.of("Downtime", "停机"), LocalizedText.of("h", "小时"), "hours",
        Direction.DOWN, step, readings(*values, noted=noted, **marks),
        today=add_months(JAN, ends) if ends else dt.date(2026, 11, 22),
    )  # fmt: skip
    versions = ()
    if baseline:
        versions = (Version(1, JAN, DEC, base.compute(JAN, DEC)),)
    aim = Target(Decimal("32.8"), dt.date(2027, 12, 1), "percent", Decimal(-20)) if target else None
    return IndicatorSeries(
        **{name: getattr(base, name) for name in (
            "key", "code", "title", "unit", "unit_kind", "direction", "step", "readings", "today",
        )},
        baselines=versions, target=aim,
    )  # fmt: skip


def test_series_of_the_picture():
    series = build()
    assert series.latest.value == Decimal("52.8")
    assert series.open_question.reading.period == dt.date(2026, 10, 1)
    assert series.judged[0].state is State.OUTSIDE
    assert series.standing is Standing.BEHIND
    assert series.quality.complete == 100
    assert series.places == 1
    assert {item.state for item in series.judged[10:]} == {State.BASELINE}


def test_empty_series_says_nothing():
    series = build((), baseline=False, target=False)
    assert (series.latest, series.baseline, series.limits, series.standing) == (None,) * 4
    assert series.judged == ()
    assert series.newest_counted is None
    assert series.current_signals == ()
    assert charts.control_chart(series, WORDS, title="t") is None
    with pytest.raises(RuleError):
        series.compute(JAN, DEC)


def test_explained_reading_is_left_out_and_asks_nothing():
    series = build(m22="press failure")
    assert series.open_question is None
    assert series.judged[0].state is State.LEFT_OUT
    assert series.standing is Standing.AHEAD
    assert series.newest_counted.value == Decimal("36.6")


def test_without_baseline_a_short_series_shows_its_odd_reading():
    series = build((9, 10, 11, 10, 9, 50), baseline=False)
    assert series.path(DEC) is None
    assert series.judged[0].rules == (Rule.ODD,)
    assert series.judged[0].state is State.OUTSIDE
    assert series.judged[1].state is State.NONE


def test_signals_begin_with_the_baseline():
    base = build((90, *YEAR), target=False)
    moved = IndicatorSeries(
        **{name: getattr(base, name) for name in (
            "key", "code", "title", "unit", "unit_kind", "direction", "step", "readings",
        )},
        baselines=(Version(1, dt.date(2025, 2, 1), dt.date(2026, 1, 1),
                           base.compute(dt.date(2025, 2, 1), dt.date(2026, 1, 1))),),
    )  # fmt: skip
    assert moved.open_question is None


def test_plant_is_counted():
    found = summarize([build(), build(m22="x"), build(YEAR, target=False)])
    assert (found.followed, found.on_or_ahead, found.behind, found.without_path) == (3, 1, 1, 1)
    assert (found.stale, found.questions) == (1, 1)


# --- chart ---------------------------------------------------------------------------------------


def labels(chart) -> list[str]:
    return [reference.label for reference in chart.references]


def test_chart_to_the_target():
    chart = charts.control_chart(build(), WORDS, title="finding")
    assert (chart.x[0], chart.x[-1]) == ("2025-01-01", "2027-12-01")
    assert [series.key for series in chart.series] == ["readings", "path"]
    assert labels(chart) == ["mean 41.0", "upper 48.5", "lower 33.5", "target 32.8, -20 %"]
    assert [(p.first, p.last) for p in chart.periods] == [(0, 11)]
    (ring,) = chart.rings
    assert (ring.index, ring.text, ring.note) == (21, "2026-10: 52.8", "above")
    assert chart.references[-1].below
    assert round(chart.series[1].values[21], 1) == 37.7


def test_chart_of_the_last_year():
    chart = charts.control_chart(build(), WORDS, title="t", shown=Range.YEAR)
    assert (chart.x[0], chart.x[-1]) == ("2025-11-01", "2026-10-01")
    assert labels(chart) == ["mean 41.0", "upper 48.5", "lower 33.5"]
    assert not chart.series[1].end_mark


def test_chart_of_everything_without_target_and_baseline():
    chart = charts.control_chart(
        build(baseline=False, target=False), WORDS, title="t", shown=Range.ALL
    )
    assert chart.references == ()
    assert chart.periods == ()
    assert len(chart.series) == 1


def test_chart_with_a_target_but_no_baseline_has_no_path():
    chart = charts.control_chart(build(baseline=False), WORDS, title="t")
    assert len(chart.series) == 1


def test_chart_far_behind_the_baseline_shows_no_band():
    chart = charts.control_chart(
        build((*YEAR, *[40] * 24), target=False), WORDS, title="t", shown=Range.YEAR
    )
    assert chart.periods == ()


def test_target_inside_the_baseline_draws_no_path():
    base = build()
    early = IndicatorSeries(
        **{name: getattr(base, name) for name in (
            "key", "code", "title", "unit", "unit_kind", "direction", "step", "readings",
            "baselines",
        )},
        target=Target(Decimal(30), dt.date(2025, 6, 1)),
    )  # fmt: skip
    chart = charts.control_chart(early, WORDS, title="t")
    assert [series.key for series in chart.series] == ["readings"]


def test_passed_target_ends_its_path():
    base = build()
    passed = IndicatorSeries(
        **{name: getattr(base, name) for name in (
            "key", "code", "title", "unit", "unit_kind", "direction", "step", "readings",
            "baselines",
        )},
        target=Target(Decimal(43), dt.date(2026, 6, 1)),
    )  # fmt: skip
    chart = charts.control_chart(passed, WORDS, title="t")
    assert chart.series[1].values[18:] == (None, None, None, None)
    assert labels(chart)[-1] == "target 43.0"
    assert not chart.references[-1].below


def test_rings_of_left_out_low_and_odd_readings():
    low = charts.control_chart(build((*YEAR, 10)), WORDS, title="t")
    assert low.rings[0].note == "below (better)"
    out = charts.control_chart(build(m22="x"), WORDS, title="t")
    assert (out.rings[0].note, out.rings[0].color) == ("left out", "ink-3")
    odd = charts.control_chart(build((9, 10, 11, 10, 9, 50), baseline=False), WORDS, title="t")
    assert odd.rings[0].note == "odd"


def test_only_the_newest_ring_has_words():
    chart = charts.control_chart(build((*YEAR, 90, 91)), WORDS, title="t")
    assert [ring.text for ring in chart.rings] == ["2026-02: 91.0", ""]


def test_median_center_is_named():
    chart = charts.control_chart(build((9, 10, 11, 10, 9, 50), target=False), WORDS, title="t")
    assert labels(chart)[0].startswith("median")


def test_baseline_without_limits_has_only_its_center():
    chart = charts.control_chart(build((9, None, 10), target=False), WORDS, title="t")
    assert len(chart.references) == 1


def test_quarters_are_spaced_by_quarters():
    values = [40, None, None, 41, None, None, 39, None, None, 42]
    series = build(values, target=False, step=PeriodStep.QUARTER)
    chart = charts.control_chart(series, WORDS, title="t", shown=Range.YEAR)
    assert chart.x == ("2025-01-01", "2025-04-01", "2025-07-01", "2025-10-01")
    assert None not in chart.series[0].values


# --- entries and small things --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ((), 1),
        (("41.000000", "3.5"), 1),
        (("1.2345",), 3),
        (("1500", "20000"), 0),
        (("1E+3",), 0),
        (("1500", "20000.5"), 1),
        (("66", "56.1", "60.425", "61.2", "59"), 1),  # one long reading turned them to 66.000
        (("0.412", "0.398", "0.4"), 3),
    ],
)
def test_places_follow_the_readings(values, places):
    assert display_places([Decimal(value) for value in values]) == places


@pytest.mark.parametrize(
    ("value", "period", "problem"),
    [
        ("5", dt.date(2026, 11, 30), None),
        ("0", dt.date(2026, 1, 1), None),
        ("100", dt.date(2026, 1, 1), None),
        ("5", dt.date(2026, 12, 1), EntryProblem.FUTURE),
        ("5", dt.date(1989, 12, 31), EntryProblem.TOO_OLD),
        ("1E+12", dt.date(2026, 1, 1), EntryProblem.TOO_LARGE),
        ("999999999999.999999", dt.date(2026, 1, 1), EntryProblem.TOO_LARGE),
        ("-0.1", dt.date(2026, 1, 1), EntryProblem.BELOW),
        ("100.1", dt.date(2026, 1, 1), EntryProblem.ABOVE),
    ],
)
def test_readings_that_cannot_be(value, period, problem):
    bounds = (Decimal(0), Decimal(100))
    today = dt.date(2026, 11, 22)
    assert problem_of(Decimal(value), period, bounds=bounds, today=today) == problem


def test_reading_without_bounds_may_be_anything():
    today = dt.date(2026, 11, 22)
    assert problem_of(Decimal(-9), today, bounds=(None, None), today=today) is None


def test_values_are_settled_half_to_even():
    assert settled(Decimal("1.0000005")) == Decimal("1.000000")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("123456789.1234567", "123456789.123457"),
        ("123456789012.123456", "123456789012.123"),
        ("-999999999999.9994", "-999999999999.999"),
        ("0.0000004", "0.000000"),
        ("0", "0.000000"),
    ],
)
def test_values_keep_fifteen_digits_which_every_database_gives_back(value, kept):
    found = settled(Decimal(value))
    assert str(found) == kept
    assert Decimal(repr(float(found))) == found


def test_names_are_compared_without_width_case_and_spaces():
    assert name_key(" ＯＥＥ  Index ") == "oee index"
    assert same_name(["oee INDEX", ""], {"A": ["x", ""], "B": ["OEE index"]}) == "B"
    assert same_name(["other"], {"B": ["OEE index"]}) is None


@given(st.lists(st.decimals(0, 100, places=2), min_size=6, max_size=30))
def test_every_reading_gets_one_state_and_the_chart_every_value(values):
    series = build(values, target=True)
    assert len(series.judged) == len(values)
    chart = charts.control_chart(series, WORDS, title="t", shown=Range.ALL)
    known = [value for value in chart.series[0].values if value is not None]
    assert known == [float(value) for value in values]


def test_what_was_chosen_lately_lacks_nothing_yet():
    """The fault seen: two periods missing of an indicator that was chosen seconds ago."""
    empty = build((), baseline=False, target=False)
    for today, is_stale in ((dt.date(2026, 11, 29), False), (dt.date(2027, 1, 9), False),
                            (dt.date(2027, 1, 10), True)):  # fmt: skip
        series = replace(empty, followed_on=dt.date(2026, 11, 29), today=today)
        assert series.is_stale is is_stale
    assert empty.is_stale  # nobody knows since when


@pytest.mark.parametrize(
    ("direction", "value", "is_better"),
    [("down", 20, True), ("down", 60, False), ("up", 60, True), ("up", 20, False),
     ("target", 20, False)],
)  # fmt: skip
def test_the_better_side_of_the_limits(direction, value, is_better):
    series = replace(build(), direction=Direction(direction))
    assert series.is_better(Decimal(value)) is is_better
    assert not replace(series, baselines=()).is_better(Decimal(value))
