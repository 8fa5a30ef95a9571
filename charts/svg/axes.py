"""Charts with axes: time series and control charts, grouped bars."""

from __future__ import annotations

import math
from dataclasses import dataclass

from charts.spec import AxisStretch, ChartSpec, ReferenceLine, Ring, Series
from charts.svg.labels import Labels, Spot
from charts.svg.marks import (
    DASHES,
    circle,
    diamond,
    drawing,
    figure,
    legend,
    line,
    mark,
    path,
    polygon_data,
    rect,
    ticks,
    words,
)
from charts.svg.widths import text_width

_READING = 4.0  # how much worse words are on readings than on a level line
_MANY_POINTS = 60
_STEPS = 6


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot's rectangle and its scales."""

    left: float
    top: float
    right: float
    bottom: float
    low: float
    high: float
    count: int
    steps: tuple[float, ...]
    bars: bool = False

    def x(self, position: float) -> float:
        """Return the place of an x position; bars sit in the middle of their slot."""
        if self.bars:
            return self.left + (position + 0.5) * self.slot
        inset = 8.0
        span = self.right - self.left - 2 * inset
        return self.left + inset + (position / max(1, self.count - 1)) * span

    def y(self, value: float) -> float:
        """Return the height of a value."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)

    def value(self, y: float) -> float:
        """Return the value at a height: the way back, used to check drawings."""
        return self.low + (self.bottom - y) / (self.bottom - self.top) * (self.high - self.low)

    @property
    def slot(self) -> float:
        """Width of one position of a bar chart."""
        return (self.right - self.left) / max(1, self.count)


def _all_values(spec: ChartSpec) -> list[float]:
    rows = [row for item in spec.series for row in (item.values, item.low, item.high)]
    values = [value for row in rows for value in row if value is not None]
    return values + [reference.value for reference in spec.references]


def frame(spec: ChartSpec, width: float = 760, height: float = 320) -> Frame:
    """Lay out the plot of a chart with axes."""
    values = _all_values(spec) or [0.0, 1.0]
    low = spec.minimum if spec.minimum is not None else min(values)
    high = spec.maximum if spec.maximum is not None else max(values)
    if spec.kind == "bar":
        low, high = min(0.0, low), max(0.0, high)
    steps = ticks(low, high, _STEPS)
    low = spec.minimum if spec.minimum is not None else steps[0]
    high = spec.maximum if spec.maximum is not None else steps[-1]
    steps = [step for step in steps if low - 1e-9 <= step <= high + 1e-9]
    widest = max(text_width(_tick_text(step, steps), 12) for step in steps) if steps else 20
    foot = 26.0 + (18.0 if spec.x_title else 0.0) + (24.0 if spec.legend else 0.0)
    top = 10.0 + (14.0 if spec.show_values else 0.0)
    return Frame(
        left=widest + 12,
        top=top,
        right=width - 10,
        bottom=height - foot,
        low=low,
        high=high,
        count=len(spec.x),
        steps=tuple(steps),
        bars=spec.kind == "bar",
    )


def _tick_text(value: float, steps: list[float] | tuple[float, ...]) -> str:
    whole = all(float(step).is_integer() for step in steps)
    tenth = all(float(step * 10).is_integer() for step in steps)
    return figure(value, 0 if whole else 1 if tenth else 2)


def _grid(spec: ChartSpec, box: Frame) -> str:
    body = ""
    for step in box.steps:
        y = box.y(step)
        base = step == 0 and spec.kind == "bar"
        body += line(box.left, y, box.right, y, "edge" if base else "line")
        body += words(box.left - 8, y, _tick_text(step, box.steps), text_anchor="end")
    body += line(box.left, box.bottom, box.right, box.bottom, "edge")
    return body + _x_labels(spec, box)


def shown_ticks(spec: ChartSpec, room: float) -> tuple[int, ...]:
    """Return the x positions that get a label: those named, else as many as fit."""
    if spec.ticks:
        return spec.ticks
    widest = max((text_width(label, 12) for label in spec.labels), default=10) + 14
    step = max(1, math.ceil(len(spec.x) * widest / max(1.0, room)))
    return tuple(range(0, len(spec.x), step))


def _x_labels(spec: ChartSpec, box: Frame) -> str:
    body, edge = "", box.right + 8
    for position in shown_ticks(spec, box.right - box.left):
        x, label = box.x(position), spec.labels[position]
        if not box.bars:
            body += line(x, box.bottom, x, box.bottom + 5, "edge")
        outside = x + text_width(label, 12) / 2 > edge
        place, anchor = (edge, "end") if outside else (x, "middle")
        body += words(place, box.bottom + 15, label, text_anchor=anchor)
    if spec.x_title:
        middle = (box.left + box.right) / 2
        body += words(middle, box.bottom + 33, spec.x_title, text_anchor="middle")
    return body


def _period(period: AxisStretch, box: Frame, labels: Labels) -> str:
    half = (box.x(1) - box.x(0)) / 2 if box.count > 1 else 0
    left = max(box.left, box.x(period.first) - half)
    right = min(box.right, box.x(period.last) + half)
    body = rect(left, box.top, right - left, box.bottom - box.top, "sunken")
    if not period.label:
        return body
    between = range(int(box.top) + 12, int(box.bottom) - 8, 6)
    heights = (box.top + 12, box.bottom - 12, box.bottom - 9, *between)
    spot = labels.place((period.label,), [Spot(left + 8, y) for y in heights])
    return body + words(spot.x, spot.y, period.label)


def _ends(reference: ReferenceLine, box: Frame) -> tuple[float, float]:
    left = box.left if reference.first is None else box.x(reference.first)
    return left, box.right if reference.last is None else box.x(reference.last)


def _reference(reference: ReferenceLine, box: Frame, labels: Labels) -> str:
    left, right = _ends(reference, box)
    y = box.y(reference.value)
    body = line(
        left,
        y,
        right,
        y,
        reference.color,
        stroke_width=1.2 if reference.stroke == "solid" else 1.4,
        stroke_dasharray=DASHES.get(reference.stroke),
        data_reference=reference.value,
    )
    if reference.label:
        spot = labels.place((reference.label,), _beside(reference, left, right, y, box))
        body += words(spot.x, spot.y, reference.label, reference.color, text_anchor=spot.anchor)
    return body


def _beside(
    reference: ReferenceLine, left: float, right: float, y: float, box: Frame
) -> list[Spot]:
    """Return where the words of a level line may stand, the best first."""
    above, below = y - 9, y + 10
    sides = (below, above) if reference.below else (above, below)
    if reference.label_at is None:
        further = (y + 25, y - 24, y - 38) if reference.below else (y - 24, y + 25, y + 39)
        far = (y + 15 * n for n in (-4, 4, -5, 5, -6, 6))
        return [Spot(right - 4, place, "end") for place in (*sides, *further, *far)]
    start = max(left, box.x(reference.label_at))
    return [
        *(Spot(start, side) for side in sides),
        Spot(right + 6, y),
        *(Spot(right + 6, side) for side in sides),
        *(Spot(right - 4, side, "end") for side in sides),
        *(Spot(left + 8, side) for side in sides),
        *(Spot(right + 6, y + n) for n in (-2, 2, -4, 4, -30, 30)),
        *(Spot(float(x), side) for x in range(int(left) + 20, int(right), 12) for side in sides),
    ]


def _band(series: Series, box: Frame) -> str:
    pairs = [
        (n, low, high)
        for n, (low, high) in enumerate(zip(series.low, series.high, strict=False))
        if low is not None and high is not None
    ]
    if not pairs:
        return ""
    upper = [(box.x(n), box.y(high)) for n, _, high in pairs]
    lower = [(box.x(n), box.y(low)) for n, low, _ in reversed(pairs)]
    return mark("path", fill=series.color, d=polygon_data(upper + lower), fill_opacity=0.13)


def _line_series(series: Series, box: Frame) -> str:
    places = [
        None if value is None else (box.x(n), box.y(value)) for n, value in enumerate(series.values)
    ]
    known = [(n, value) for n, value in enumerate(series.values) if value is not None]
    body = _band(series, box)
    if series.stroke != "none":
        body += mark(
            "path",
            fill="none",
            stroke=series.color,
            css="chart-line",
            d=path(places),
            stroke_width=2,
            stroke_dasharray=DASHES.get(series.stroke),
        )
    if series.points and len(known) <= _MANY_POINTS:
        body += "".join(
            circle(
                box.x(n),
                box.y(value),
                3,
                "surface",
                stroke=series.color,
                stroke_width=1.5,
                data_series=series.key,
                data_index=n,
                data_value=repr(value),
            )
            for n, value in known
        )
    if known and (series.end_label or series.end_mark):
        body += _end(series, known[-1], box)
    listed = " ".join("-" if value is None else repr(value) for value in series.values)
    return mark("g", body, css="series", data_series=series.key, data_values=listed)


def _end(series: Series, last: tuple[int, float], box: Frame) -> str:
    x, y = box.x(last[0]), box.y(last[1])
    body = diamond(x, y, 6, "surface", series.color) if series.end_mark else ""
    if series.end_label:
        near_edge = x + text_width(series.end_label, 12) + 10 > box.right
        body += words(
            x - 2 if near_edge else x + 10,
            y - 15 if near_edge else y,
            series.end_label,
            series.color,
            text_anchor="end" if near_edge else "start",
            font_weight=600,
        )
    return body


def _ring(ring: Ring, spec: ChartSpec, box: Frame, labels: Labels) -> str:
    series = next(item for item in spec.series if item.key == ring.series)
    value = series.values[ring.index]
    if value is None:
        return ""
    x, y = box.x(ring.index), box.y(value)
    body = circle(x, y, 6.5, "surface", stroke=ring.color, stroke_width=2) + circle(
        x, y, 2.5, ring.color
    )
    notes = [[ring.note.replace("\n", " ")], ring.note.split("\n")]
    forms = [[text for text in (ring.text, *note) if text] for note in notes]
    if not forms[0]:
        return body
    lines, spot = labels.place_one([(form, _around(x, y, len(form), box.bottom)) for form in forms])
    for n, text in enumerate(lines):  # a ground, where no place is free of lines
        wide = text_width(text, 12, bold=not n) + 4
        start = spot.x - wide + 2 if spot.anchor == "end" else spot.x - 2
        body += rect(start, spot.y + 15 * n - 7, wide, 14, "surface", fill_opacity=0.85)
    body += words(spot.x, spot.y, ring.text, ring.color, text_anchor=spot.anchor, font_weight=600)
    for n, text in enumerate(lines[1:], start=1):
        body += words(spot.x, spot.y + 15 * n, text, text_anchor=spot.anchor)
    return body


def _edges(ring: Ring, spec: ChartSpec, box: Frame) -> list[tuple[float, float]]:
    """Return the edges of a ring around a value; nothing where there is none."""
    series = next(item for item in spec.series if item.key == ring.series)
    value = series.values[ring.index]
    if value is None:
        return []
    x, y = box.x(ring.index), box.y(value)
    return [(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)]


def _around(x: float, y: float, lines: int, reach: float) -> list[Spot]:
    """Return places for words beside a point, the nearest first, up to some height away."""
    half = 7.5 * (lines - 1)
    above, below = y - 17 - 2 * half, y + 17
    steps = range(5, int(reach), 5)
    heights = (y - half, above, below, *(at for n in steps for at in (above - n, below + n)))
    beside = [spot for at in heights for spot in (Spot(x + 12, at), Spot(x - 12, at, "end"))]
    return beside + [Spot(x - aside, at) for aside in (40, 80, 120, 180) for at in heights[1:]]


def line_chart(spec: ChartSpec, width: float = 760, height: float = 320) -> str:
    """Draw a time series or curve: periods, grid, level lines, series, values singled out.

    A control chart is this with mean and limits as references, the baseline as a period and
    outside readings as rings.
    """
    box = frame(spec, width, height)
    labels = Labels((box.left, 0.0, width, box.bottom))
    for series in spec.series:
        labels.keep_off(
            (
                (box.x(n), box.y(value))
                for n, value in enumerate(series.values)
                if value is not None
            ),
            weight=_READING,
        )
    for ring in spec.rings:
        labels.keep_off(_edges(ring, spec, box), weight=_READING)
    for reference in spec.references:
        labels.keep_off((x, box.y(reference.value)) for x in _ends(reference, box))
    levels = "".join(_reference(reference, box, labels) for reference in spec.references)
    body = "".join(_period(period, box, labels) for period in spec.periods)
    body += _grid(spec, box)
    rings = "".join(_ring(ring, spec, box, labels) for ring in spec.rings)
    body += levels + "".join(_line_series(series, box) for series in spec.series) + rings
    if spec.legend:
        body += legend([(series, False) for series in spec.series], box.left, height - 10)
    return drawing(width, height, body, title=spec.title, description=spec.description)


def _whisker(x: float, ends: tuple[float | None, float | None], box: Frame) -> str:
    """Draw between what a value lies; nothing where that is not known."""
    low, high = ends
    if low is None or high is None:
        return ""
    lower, upper = box.y(low), box.y(high)
    body = line(x, lower, x, upper, "ink-2", stroke_width=1.5)
    return body + "".join(
        line(x - 4, y, x + 4, y, "ink-2", stroke_width=1.5) for y in (lower, upper)
    )


def bar_chart(spec: ChartSpec, width: float = 760, height: float = 280) -> str:
    """Draw grouped bars from a zero baseline."""
    box = frame(spec, width, height)
    body = _grid(spec, box)
    each = box.slot * 0.72 / max(1, len(spec.series))
    for order, series in enumerate(spec.series):
        bars = ""
        for position, value in enumerate(series.values):
            if value is None:
                continue
            x = box.x(position) + (order - len(spec.series) / 2) * each
            y, zero = box.y(value), box.y(0)
            bars += rect(
                x + 1,
                min(y, zero),
                each - 2,
                abs(zero - y),
                series.color,
                rx=2,
                data_series=series.key,
                data_index=position,
                data_value=repr(value),
            )
            top = min(y, zero)
            if series.low and (ends := (series.low[position], series.high[position])):
                bars += _whisker(x + each / 2, ends, box)
                top = min(top, *(box.y(end) for end in ends if end is not None))
            if spec.show_values:
                above = top - 8 if value >= 0 else max(y, zero) + 9
                text = series.texts[position] if series.texts else figure(value, spec.decimals)
                bars += words(x + each / 2, above, text, "ink-2", text_anchor="middle")
        listed = " ".join("-" if value is None else repr(value) for value in series.values)
        body += mark("g", bars, css="series", data_series=series.key, data_values=listed)
    labels = Labels((box.left, 0.0, width, box.bottom))
    body += "".join(_reference(reference, box, labels) for reference in spec.references)
    if spec.legend:
        body += legend([(series, True) for series in spec.series], box.left, height - 10)
    return drawing(width, height, body, title=spec.title, description=spec.description)
