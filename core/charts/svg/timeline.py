"""Drawings on the shared time axis: year and quarter heads, strips of money and people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from core.charts.svg.marks import (
    drawing,
    figure,
    fitted,
    line,
    mark,
    polygon_data,
    rect,
    text_width,
    words,
)
from core.charts.timeline import QuarterBar, QuarterStrip, TimeAxis, YearTotal

HEAD = 46.0
_INSIDE = 22.0
At = Callable[[dt.date], float]


def scale(axis: TimeAxis, left: float, right: float) -> At:
    """Return the function from a day to its place; days are evenly wide."""
    whole = max(1, (axis.end - axis.start).days)

    def at(day: dt.date) -> float:
        share = min(max((day - axis.start).days, 0), whole) / whole
        return left + share * (right - left)

    return at


def head(axis: TimeAxis, at: At, bottom: float) -> str:
    """Draw years and quarters over the plot, with their vertical lines."""
    body = ""
    for quarter in axis.quarters:
        x = at(quarter.start)
        body += line(x, 24, x, bottom, "line")
        room = at(quarter.end) - x
        body += words(x + min(8.0, room * 0.16), 34, fitted(quarter.label, room - 4, 12))
    flag_left, flag_right = _flag(axis, at)
    for year in axis.years:
        x, end = at(year.start), at(year.end)
        body += line(x, 0, x, bottom, "line", stroke_width=1.4)
        body += words(x + 8, 11, year.label, "ink", 13, font_weight=600)
        start = x + 16 + text_width(year.label, 13)
        covered = flag_right > start and flag_left < start + text_width(year.note, 12)
        if year.note and start + text_width(year.note, 12) < end and not covered:
            body += words(start, 11, year.note)
    return body


def _flag(axis: TimeAxis, at: At) -> tuple[float, float]:
    """Return left and right of today's flag, moved off the name of a year that starts there."""
    if axis.today is None or not axis.today_label:
        return -1.0, -1.0
    x, half = at(axis.today), text_width(axis.today_label, 12) / 2 + 8
    for year in axis.years:
        name = at(year.start)
        if x <= name < x + half:
            return name - 2 * half - 1, name - 1
        if name <= x and x - half < name + 12 + text_width(year.label, 13):
            left = name + 12 + text_width(year.label, 13)
            return left, left + 2 * half
    return x - half, x + half


def today(axis: TimeAxis, at: At, bottom: float) -> str:
    """Draw the line of today with its date."""
    if axis.today is None or not axis.start <= axis.today < axis.end:
        return ""
    x = at(axis.today)
    body = line(x, 16, x, bottom, "accent", stroke_width=2)
    if axis.today_label:
        left, right = _flag(axis, at)
        body += rect(left, 2, right - left, 18, "accent", rx=4)
        middle = (left + right) / 2
        body += words(
            middle, 11, axis.today_label, "on-accent", text_anchor="middle", font_weight=600
        )
    return mark("g", body, css="today")


def _bar(bar: QuarterBar, at: At, plot: tuple[float, float, float], decimals: int) -> str:
    top, base, peak = plot
    left, right = at(bar.start) + 5, at(bar.end) - 5
    height = bar.value / peak * (base - top)
    over = bar.limit is not None and bar.value > bar.limit
    color = "mute" if bar.past else "accent"
    wide = right - left
    body = rect(left, base - height, wide, height, color, rx=2, data_value=repr(bar.value))
    middle, text = (left + right) / 2, figure(bar.value, decimals)
    size = 12.0 if text_width(text, 12) < wide + 4 else 10.5
    if over and bar.limit is not None:
        above = max(2.0, (bar.value - bar.limit) / peak * (base - top))
        return (
            body
            + rect(left, base - height, wide, above, "bad")
            + _over(middle, base - height - 9, text)
        )
    if bar.limit is not None and height >= _INSIDE:
        fill = "ink" if bar.past else "on-accent"
        return body + words(middle, base - 10, text, fill, size, text_anchor="middle")
    return body + words(middle, base - height - 9, text, "ink-2", size, text_anchor="middle")


def _over(x: float, y: float, text: str) -> str:
    at = x + text_width(text, 12) / 2 + 7
    sign = polygon_data([(at, y - 5), (at + 5, y + 4), (at - 5, y + 4)])
    body = words(x - 4, y, text, "bad", 12, text_anchor="middle", font_weight=600)
    return body + mark("path", fill="bad", d=sign)


def _limits(bars: tuple[QuarterBar, ...], at: At, top: float, base: float, peak: float) -> str:
    body = ""
    for bar in bars:
        if bar.limit is not None:
            y = base - bar.limit / peak * (base - top)
            body += line(
                at(bar.start),
                y,
                at(bar.end),
                y,
                "bad",
                stroke_width=1.4,
                stroke_dasharray="4 3",
                data_limit=repr(bar.limit),
            )
    return body


def _year(total: YearTotal, at: At, y: float) -> str:
    left, right = at(total.start) + 5, at(total.end) - 5
    whole = max(total.value, total.limit) or 1.0
    body = rect(left, y, right - left, 6, "sunken", stroke="line", rx=3)
    body += rect(
        left,
        y,
        (right - left) * total.value / whole,
        6,
        "ink-3",
        rx=3,
        data_value=repr(total.value),
    )
    if total.value > total.limit:
        over = left + (right - left) * total.limit / whole
        body += rect(over, y, right - over, 6, "bad", rx=3)
    x = left + (right - left) * total.limit / whole
    return body + line(x, y - 4, x, y + 10, "bad", stroke_width=2, data_limit=repr(total.limit))


def quarter_bars(
    spec: QuarterStrip, width: float = 1168, height: float = 84, label_width: float = 320
) -> str:
    """Draw values per quarter with their limits, under the Gantt and on its scale.

    Args:
        spec: Bars, limits, and the axis of the Gantt.
        width: Width of the drawing.
        height: Height of the bars with their numbers.
        label_width: Room at the left, equal to that of the Gantt.

    Returns:
        SVG markup.
    """
    at = scale(spec.axis, label_width, width - 8)  # the Gantt's own right edge
    base, top = height - 2, 20.0
    values = [bar.value for bar in spec.bars] + [
        bar.limit for bar in spec.bars if bar.limit is not None
    ]
    peak = max(values, default=1.0) or 1.0
    body = words(0, 20, spec.label, "ink", 13, font_weight=600)
    body += words(0, 38, fitted(spec.note, label_width - 12, 12))
    body += "".join(_bar(bar, at, (top, base, peak), spec.decimals) for bar in spec.bars)
    body += _limits(spec.bars, at, top, base, peak)
    body += line(label_width, base, width, base, "edge")
    body += "".join(_year(total, at, base + 7) for total in spec.years)
    total_height = height + (20 if spec.years else 4)
    return drawing(
        width, total_height, body, title=spec.title or spec.label, description=spec.description
    )
