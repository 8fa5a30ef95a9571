"""The head of a time axis: years, quarters and the flag of today, off each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from charts.svg.marks import line, mark, rect, words
from charts.svg.widths import fitted, text_width
from charts.timeline import AxisSpan, TimeAxis

HEIGHT = 46.0
_LANE = 20.0  # of its own for the flag, where no place beside the years is free
_PAD = 8.0
_APART = 3.0
# How a year is set, the roomiest first: size and distance from its line.
_SETTINGS = ((13.0, 8.0), (13.0, 3.0), (11.0, 2.0))
At = Callable[[dt.date], float]


@dataclass(frozen=True, slots=True)
class YearLabel:
    """A year as it is set: where, how large, and what stands behind it."""

    x: float
    size: float
    span: AxisSpan

    @property
    def right(self) -> float:
        """Where the year ends."""
        return self.x + text_width(self.span.label, self.size, bold=True)


@dataclass(frozen=True, slots=True)
class TimeHead:
    """The head laid out.

    Attributes:
        years: the years that have room for their name.
        flag: left and right edge of today's flag; None without one.
        lane: height of the flag's own lane above the years; 0 where it stands among them.
    """

    years: tuple[YearLabel, ...]
    flag: tuple[float, float] | None
    lane: float

    @property
    def height(self) -> float:
        """Height of the head."""
        return HEIGHT + self.lane


def layout(axis: TimeAxis, at: At) -> TimeHead:
    """Place years and flag so that no two of them touch."""
    years = tuple(label for year in axis.years if (label := _set(year, at)))
    if axis.today is None or not axis.start <= axis.today < axis.end or not axis.today_label:
        return TimeHead(years, None, 0.0)
    x = at(axis.today)
    wide = text_width(axis.today_label, 12, bold=True) + 2 * _PAD
    right_edge = at(axis.end) + _PAD
    spots = (x - wide / 2, x - 1, x + 1 - wide)
    inside = [left for left in spots if left >= 0 and left + wide <= right_edge]
    for left in inside:
        if all(left + wide + _APART < y.x or y.right + _APART < left for y in years):
            return TimeHead(years, (left, left + wide), 0.0)
    left = inside[0] if inside else max(0.0, right_edge - wide)
    return TimeHead(years, (left, left + wide), _LANE)


def _set(year: AxisSpan, at: At) -> YearLabel | None:
    start, end = at(year.start), at(year.end)
    for size, gap in _SETTINGS:
        label = YearLabel(start + gap, size, year)
        if label.right + 1 <= end:
            return label
    return None


def head(axis: TimeAxis, at: At, bottom: float) -> str:
    """Draw years and quarters over the plot, with their vertical lines."""
    placed = layout(axis, at)
    top, body = placed.lane, ""
    for quarter in axis.quarters:
        x = at(quarter.start)
        body += line(x, top + 24, x, bottom, "line")
        room = at(quarter.end) - x
        body += words(x + min(8.0, room * 0.16), top + 34, fitted(quarter.label, room - 4, 12))
    for year in axis.years:
        body += line(at(year.start), top, at(year.start), bottom, "line", stroke_width=1.4)
    for label in placed.years:
        body += words(label.x, top + 11, label.span.label, "ink", label.size, font_weight=600)
        body += _note(label, placed, at)
    return body


def _note(label: YearLabel, placed: TimeHead, at: At) -> str:
    """Draw what stands behind a year, if there is room off the flag."""
    start = label.right + 8
    end = start + text_width(label.span.note, 12)
    if not label.span.note or end >= at(label.span.end):
        return ""
    flag = placed.flag if not placed.lane else None
    if flag and flag[1] > start and flag[0] < end:
        return ""
    return words(start, placed.lane + 11, label.span.note)


def _pieces(
    axis: TimeAxis, at: At, x: float, above: tuple[float, float], below: tuple[float, float]
) -> tuple[tuple[float, float], ...]:
    """Return the line of today in one piece, or in two around the name of a quarter."""
    for quarter in axis.quarters:
        room = at(quarter.end) - at(quarter.start)
        left = at(quarter.start) + min(8.0, room * 0.16)
        if left - 2 <= x <= left + text_width(fitted(quarter.label, room - 4, 12), 12) + 2:
            return above, below
    return ((above[0], below[1]),)


def today(axis: TimeAxis, at: At, bottom: float) -> str:
    """Draw the line of today with its date."""
    if axis.today is None or not axis.start <= axis.today < axis.end:
        return ""
    x, flag = at(axis.today), layout(axis, at).flag
    top = layout(axis, at).lane
    body = "".join(
        line(x, start, x, end, "accent", stroke_width=2)
        for start, end in _pieces(axis, at, x, (16.0, top + 26), (top + 43, bottom))
    )
    if flag:
        left, right = flag
        body += rect(left, 2, right - left, 18, "accent", rx=4)
        middle = (left + right) / 2
        body += words(
            middle, 11, axis.today_label, "on-accent", text_anchor="middle", font_weight=600
        )
    return mark("g", body, css="today")
