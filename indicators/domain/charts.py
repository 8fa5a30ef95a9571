"""The control chart of one indicator as a description that screen and report draw alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from charts.spec import AxisStretch, ChartSpec, ReferenceLine, Ring, Series
from indicators.domain.series import BEYOND, IndicatorSeries, Judged, Reading, State
from indicators.domain.signals import Side
from readings.domain.periods import start_of

TICKS = 6
SHORT_VIEW = {"month": 12, "quarter": 8}


class Range(StrEnum):
    """Which stretch a chart shows."""

    YEAR = "12"
    TARGET = "target"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What the drawing says, in the reader's language; `{}` takes a number or a month.

    Attributes:
        number: writes a value with so many decimals.
        month: writes a period.
    """

    readings: str
    path: str
    baseline: str
    center: str
    median: str
    upper: str
    lower: str
    target: str
    target_change: str
    outside_above: str
    outside_below: str
    better: str
    odd: str
    left_out: str
    number: Callable[[Decimal, int], str]
    month: Callable[[dt.date], str]
    change: Callable[[Decimal], str]


def bounds_of(series: IndicatorSeries, shown: Range) -> tuple[dt.date, dt.date] | None:
    """Return first and last period of a view; None without readings."""
    if not series.readings:
        return None
    first, last = series.readings[0].period, series.readings[-1].period
    if shown is Range.YEAR:
        back = SHORT_VIEW[series.step] - 1
        return max(first, start_of(series.position(last) - back, series.step)), last
    if series.target is not None:
        last = max(last, series.target.on)
    if shown is Range.TARGET and series.baseline is not None:
        first = max(first, series.baseline.first)
    return first, last


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _ticks(count: int) -> tuple[int, ...]:
    step = max(1, -(-count // TICKS))
    nice = next((n for n in (1, 2, 3, 6, 12, 24) if n >= step), step)
    return tuple(range(0, count, nice))


def control_chart(
    series: IndicatorSeries, words: ChartWords, *, title: str, shown: Range = Range.TARGET
) -> ChartSpec | None:
    """Return readings, baseline band, center, limits, target path and singled-out readings.

    Args:
        series: the indicator.
        words: in the reader's language.
        title: the finding, one line.
        shown: which stretch.

    Returns:
        The description; None without readings.
    """
    stretch = bounds_of(series, shown)
    if stretch is None:
        return None
    periods = series.span(*stretch)
    place = {period: n for n, period in enumerate(periods)}
    values = {item.period: float(item.value) for item in series.readings}
    last = max(n for period, n in place.items() if period in values)
    lines = [Series("readings", words.readings, tuple(values.get(p) for p in periods))]
    path = _path(series, words, periods)
    if path is not None:
        lines.append(path)
    return ChartSpec(
        kind="line",
        title=title,
        x=tuple(period.isoformat() for period in periods),
        x_labels=tuple(words.month(period) for period in periods),
        series=tuple(lines),
        decimals=series.places,
        references=(
            *_references(series, words, place, last),
            *_target_label(series, words, place),
        ),
        periods=_band(series, words, place),
        rings=_rings(series, words, place),
        ticks=_ticks(len(periods)),
        time=True,
    )


def _path(series: IndicatorSeries, words: ChartWords, periods: Sequence[dt.date]) -> Series | None:
    values = [series.path(period) for period in periods]
    target, baseline = series.target, series.baseline
    if target is None or baseline is None or not any(value is not None for value in values):
        return None
    reaches = series.position(target.on) <= series.position(periods[-1])
    if reaches:  # the line ends with its diamond; nothing is promised beyond the date
        end = series.position(target.on) - series.position(periods[0])
        values = [value if n <= end else None for n, value in enumerate(values)]
    return Series(
        "path",
        words.path,
        tuple(_number(value) for value in values),
        color="good",
        stroke="dashed",
        points=False,
        end_mark=reaches,
    )


def _target_label(
    series: IndicatorSeries, words: ChartWords, place: dict[dt.date, int]
) -> tuple[ReferenceLine, ...]:
    """Return the words at the target: on the side from which the path does not come."""
    target, baseline = series.target, series.baseline
    if target is None or baseline is None:
        return ()
    end = series.position(target.on) - _origin(series, place)
    if not 0 <= end < len(place):
        return ()
    label = words.target.format(words.number(target.value, series.places))
    if target.kind == "percent" and target.change is not None:
        number = words.number(target.value, series.places)
        label = words.target_change.format(number, words.change(target.change))
    is_below = target.value < baseline.statistics.center
    value = float(target.value)
    return (ReferenceLine(value, label, color="good", first=end, last=end, below=is_below),)


def _references(
    series: IndicatorSeries, words: ChartWords, place: dict[dt.date, int], last: int
) -> tuple[ReferenceLine, ...]:
    if series.baseline is None:
        return ()
    statistics = series.baseline.statistics
    after = min(series.position(series.baseline.last) - _origin(series, place) + 1, last)
    first = max(0, series.position(series.baseline.first) - _origin(series, place))
    end = min(last + 1, len(place) - 1)
    name = words.median if statistics.center_form == "median" else words.center

    def line(value: Decimal, text: str, *, solid: bool, at: int | None) -> ReferenceLine:
        return ReferenceLine(
            float(value),
            text.format(words.number(value, series.places)),
            color="ink-3",
            stroke="solid" if solid else "dotted",
            first=min(first, end),
            last=end,
            label_at=at,
        )

    lines = [line(statistics.center, name, solid=True, at=end if end < len(place) - 1 else None)]
    if statistics.limits is not None:
        lines.append(line(statistics.limits.upper, words.upper, solid=False, at=max(0, after)))
        lines.append(line(statistics.limits.lower, words.lower, solid=False, at=max(0, after)))
    return tuple(lines)


def _origin(series: IndicatorSeries, place: dict[dt.date, int]) -> int:
    return series.position(next(iter(place)))


def _band(
    series: IndicatorSeries, words: ChartWords, place: dict[dt.date, int]
) -> tuple[AxisStretch, ...]:
    if series.baseline is None:
        return ()
    first = max(0, series.position(series.baseline.first) - _origin(series, place))
    last = min(len(place) - 1, series.position(series.baseline.last) - _origin(series, place))
    return (AxisStretch(first, last, words.baseline),) if first <= last else ()


def _rings(
    series: IndicatorSeries, words: ChartWords, place: dict[dt.date, int]
) -> tuple[Ring, ...]:
    """Return a ring for every reading outside or left out; the newest of them says its words."""
    rings: list[Ring] = []
    for item in series.judged:
        if item.state not in {*BEYOND, State.LEFT_OUT} or item.reading.period not in place:
            continue
        is_out = item.state is State.LEFT_OUT
        text = note = ""
        if not rings:
            value = words.number(item.reading.value, series.places)
            text, note = f"{words.month(item.reading.period)}: {value}", _note(series, words, item)
        color = "ink-3" if is_out else "good" if item.state is State.BETTER else "bad"
        rings.append(Ring("readings", place[item.reading.period], text, note, color))
    return tuple(rings)


def _note(series: IndicatorSeries, words: ChartWords, item: Judged) -> str:
    if item.state is State.LEFT_OUT:
        return words.left_out
    if series.limits is None:
        return words.odd
    is_above = side_of(series, item.reading) is Side.ABOVE
    note = words.outside_above if is_above else words.outside_below
    return words.better.format(note) if item.state is State.BETTER else note


def side_of(series: IndicatorSeries, reading: Reading) -> Side:
    """Return on which side of the center a reading lies."""
    center = series.limits.center if series.limits else Decimal(0)
    return Side.ABOVE if reading.value > center else Side.BELOW
