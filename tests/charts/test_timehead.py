"""The head of a time axis: no word on another, wherever plan and today begin."""

from __future__ import annotations

import datetime as dt
import itertools
import xml.etree.ElementTree as ET

import pytest

from charts import svg
from charts.svg.timehead import HEIGHT, layout
from charts.svg.timehead import today as today_line
from charts.svg.timeline import scale
from charts.svg.widths import text_width
from charts.timeline import AxisSpan, QuarterBar, QuarterStrip, TimeAxis

STARTS = [dt.date(2026, month, 1) for month in (1, 4, 7, 10)]


def quarter_starts(first: dt.date, count: int = 13) -> list[dt.date]:
    months = (first.year * 12 + first.month - 1 + 3 * n for n in range(count))
    return [dt.date(month // 12, month % 12 + 1, 1) for month in months]


def axis(first: dt.date, today: dt.date, label: str) -> TimeAxis:
    edges = quarter_starts(first)
    quarters = [AxisSpan(a, b, f"Q{a.month // 3 + 1}") for a, b in itertools.pairwise(edges)]
    years = tuple(
        AxisSpan(spans[0].start, spans[-1].end, str(year))
        for year, group in itertools.groupby(quarters, key=lambda span: span.start.year)
        if (spans := list(group))
    )
    return TimeAxis(edges[0], edges[-1], years, tuple(quarters), today, label)


def days(first: dt.date) -> list[dt.date]:
    end = quarter_starts(first)[-1]
    return [first + dt.timedelta(days=n) for n in range(0, (end - first).days, 9)]


@pytest.mark.parametrize("first", STARTS, ids=str)
@pytest.mark.parametrize("label", ["29 Nov", "29 Nov 2026", "11月29日", "2027-11-29"])
@pytest.mark.parametrize("size", [(240.0, 650.0), (320.0, 1160.0)])
def test_years_and_flag_never_touch(first, label, size):
    for today in days(first):
        one = axis(first, today, label)
        at = scale(one, *size)
        placed = layout(one, at)
        edges = [(y.x, y.right) for y in placed.years]
        assert [y.span.label for y in placed.years] == [span.label for span in one.years]
        assert all(left[1] < right[0] for left, right in itertools.pairwise(edges))
        assert all(y.right <= at(y.span.end) for y in placed.years)
        left, right = placed.flag
        assert right - left == pytest.approx(text_width(label, 12, bold=True) + 16)
        assert left - 1 <= at(today) <= right + 1
        assert left >= 0
        assert right <= size[1] + 8
        if placed.lane == 0:
            assert all(right < a or b < left for a, b in edges)


def test_plan_that_starts_in_the_last_quarter_keeps_both_years_and_its_flag():
    """The fault seen: "20262 29 Nov"."""
    one = axis(dt.date(2026, 10, 1), dt.date(2026, 11, 29), "29 Nov")
    placed = layout(one, scale(one, 240.0, 650.0))
    assert [y.span.label for y in placed.years] == ["2026", "2027", "2028", "2029"]
    assert placed.height >= HEIGHT


@pytest.mark.parametrize(
    ("today", "is_on_name"), [(dt.date(2026, 10, 29), True), (dt.date(2026, 12, 20), False)]
)
def test_line_of_today_never_strikes_the_name_of_a_quarter(today, is_on_name):
    """The fault seen: the line of today over "Q4"."""
    one = axis(dt.date(2026, 1, 1), today, "today")
    at = scale(one, 240.0, 900.0)
    lane = layout(one, at).lane
    group = ET.fromstring(today_line(one, at, 300.0))
    lines = [el for el in group.iter() if el.tag.endswith("line")]
    spans = [(float(el.get("y1", 0)), float(el.get("y2", 0))) for el in lines]
    middle = lane + 34
    assert any(top < middle < bottom for top, bottom in spans) != is_on_name
    assert spans[-1][1] == 300.0


def test_axis_without_today_has_no_flag():
    one = axis(dt.date(2026, 1, 1), dt.date(2031, 1, 1), "1 Jan")
    assert layout(one, scale(one, 240.0, 650.0)).flag is None


def numbers(values: list[float], decimals: int = 0) -> list[tuple[float, float, float, str]]:
    """Return middle, height, size and words of the numbers of a strip on paper."""
    one = axis(dt.date(2026, 1, 1), dt.date(2026, 2, 1), "1 Feb")
    bars = tuple(
        QuarterBar(q.start, q.end, value) for q, value in zip(one.quarters, values, strict=True)
    )
    spec = QuarterStrip(one, bars, "Budget", decimals=decimals)
    root = ET.fromstring(svg.quarter_bars(spec, 650, 82, 240))
    return [
        (float(n.get("x")), float(n.get("y")), float(n.get("font-size")), n.text)
        for n in root.iter("{http://www.w3.org/2000/svg}text")
        if n.get("text-anchor") == "middle"
    ]


@pytest.mark.parametrize(
    "values",
    [
        [1945.0] * 12,
        [55895.0, 60495.0] * 6,
        [13_037_120.0 + n for n in range(12)],
        [1.5] * 12,
    ],
)
def test_numbers_of_neighboring_quarters_never_run_together(values):
    placed = numbers(values)
    for (x1, y1, size, one), (x2, y2, _, two) in itertools.pairwise(placed):
        apart = x2 - x1 - (text_width(one, size) + text_width(two, size)) / 2
        assert apart >= 2 or abs(y1 - y2) >= 8, (one, two)
