"""Drawings on the shared time axis: its scale, strips of money and people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from charts.svg.marks import drawing, figure, line, mark, polygon_data, rect, words
from charts.svg.timehead import At
from charts.svg.widths import fitted, text_width
from charts.timeline import QuarterBar, QuarterStrip, TimeAxis, YearTotal

_INSIDE = 22.0
_SIZES = (12.0, 10.5, 9.0)
_STEP = 11.0  # by which every second number stands higher, where they have no room side by side


def scale(axis: TimeAxis, left: float, right: float) -> At:
    """Return the function from a day to its place; days are evenly wide."""
    whole = max(1, (axis.end - axis.start).days)

    def at(day: dt.date) -> float:
        share = min(max((day - axis.start).days, 0), whole) / whole
        return left + share * (right - left)

    return at


@dataclass(frozen=True, slots=True)
class _Number:
    """The number of a bar as it is set; `lift` raises it off its neighbors."""

    text: str
    size: float
    lift: float


def _numbers(spec: QuarterStrip, at: At) -> list[_Number]:
    """Set the numbers of the bars: the largest size at which they stand side by side.

    Where none fits, every second one stands higher, so that two never touch.
    """
    texts = [figure(bar.value, spec.decimals) for bar in spec.bars]
    room = min((at(bar.end) - at(bar.start) for bar in spec.bars), default=0.0)
    widest = max((text_width(text, 1, bold=True) for text in texts), default=0.0)
    size = next((size for size in _SIZES if widest * size + 3 <= room), None)
    return [
        _Number(text, size or _SIZES[-1], 0.0 if size else _STEP * (place % 2))
        for place, text in enumerate(texts)
    ]


def _bar(bar: QuarterBar, at: At, plot: tuple[float, float, float], number: _Number) -> str:
    top, base, peak = plot
    left, right = at(bar.start) + 5, at(bar.end) - 5
    height = bar.value / peak * (base - top)
    over = bar.limit is not None and bar.value > bar.limit
    color = "mute" if bar.past else "accent"
    wide, middle = right - left, (left + right) / 2
    body = rect(left, base - height, wide, height, color, rx=2, data_value=repr(bar.value))
    y = base - height - 9 - number.lift
    if over and bar.limit is not None:
        above = max(2.0, (bar.value - bar.limit) / peak * (base - top))
        return body + rect(left, base - height, wide, above, "bad") + _over(middle, y, number)
    fill = "ink-2"
    if bar.limit is not None and height >= _INSIDE:
        y, fill = base - 10, "ink" if bar.past else "on-accent"
    return body + words(middle, y, number.text, fill, number.size, text_anchor="middle")


def _over(x: float, y: float, number: _Number) -> str:
    at = x + text_width(number.text, number.size, bold=True) / 2 + 7
    sign = polygon_data([(at, y - 5), (at + 5, y + 4), (at - 5, y + 4)])
    text = words(x - 4, y, number.text, "bad", number.size, text_anchor="middle", font_weight=600)
    return text + mark("path", fill="bad", d=sign)


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
    numbers = _numbers(spec, at)
    base, top = height - 2, 20.0 + max((number.lift for number in numbers), default=0.0)
    values = [bar.value for bar in spec.bars] + [
        bar.limit for bar in spec.bars if bar.limit is not None
    ]
    peak = max(values, default=1.0) or 1.0
    body = words(0, 20, spec.label, "ink", 13, font_weight=600)
    for place, text in enumerate(spec.note.splitlines()):
        body += words(0, 38 + 17 * place, fitted(text, label_width - 12, 12))
    plot = (top, base, peak)
    body += "".join(
        _bar(bar, at, plot, number) for bar, number in zip(spec.bars, numbers, strict=True)
    )
    body += _limits(spec.bars, at, top, base, peak)
    body += line(label_width, base, width, base, "edge")
    body += "".join(_year(total, at, base + 7) for total in spec.years)
    total_height = height + (20 if spec.years else 4)
    return drawing(
        width, total_height, body, title=spec.title or spec.label, description=spec.description
    )
