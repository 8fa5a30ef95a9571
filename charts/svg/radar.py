"""The radar; it never stands alone, bars and table hold the same numbers."""

from __future__ import annotations

import math

from charts.spec import ChartSpec, Series
from charts.svg.marks import (
    DASHES,
    circle,
    drawing,
    figure,
    legend,
    legend_rows,
    line,
    mark,
    path,
    polygon_data,
    words,
)
from charts.svg.widths import fitted, text_width

_LABEL = 96.0


def spot(
    index: int, count: int, share: float, center: tuple[float, float], radius: float
) -> tuple[float, float]:
    """Return the place of a value: the first axis points up, the others follow clockwise."""
    angle = 2 * math.pi * index / count - math.pi / 2
    return center[0] + math.cos(angle) * radius * share, center[1] + math.sin(
        angle
    ) * radius * share


def _lines(label: str, width: float) -> list[str]:
    """Return a label in lines: its own, and those too wide cut at the space nearest the middle."""
    if "\n" in label:
        return [row for part in label.split("\n") for row in _lines(part, width)]
    gaps = [place for place, sign in enumerate(label) if sign == " "]
    if not gaps or text_width(label, 12) <= width:
        return [fitted(label, width, 12)]
    cut = min(gaps, key=lambda place: abs(2 * place - len(label)))
    return [fitted(part, width, 12) for part in (label[:cut], label[cut + 1 :])]


def _web(
    spec: ChartSpec,
    center: tuple[float, float],
    radius: float,
    scale: tuple[float, float],
    label_width: float,
) -> str:
    low, high = scale
    count, body = len(spec.x), ""
    for step in range(1, int(high - low) + 1):
        ring = [spot(n, count, step / (high - low), center, radius) for n in range(count)]
        body += mark("path", fill="none", stroke="line", d=polygon_data(ring))
    for index, label in enumerate(spec.labels):
        edge = spot(index, count, 1, center, radius)
        body += line(*center, *edge, "line")
        x, y = spot(index, count, 1, center, radius + 14)
        sideways = abs(x - center[0]) < radius * 0.25
        anchor = "middle" if sideways else "start" if x > center[0] else "end"
        rows = _lines(label, label_width)
        top = y - 14 * (len(rows) - 1) * (1 if y < center[1] - radius else 0.5)
        for row, text in enumerate(rows):
            body += words(x, top + 14 * row, text, "ink-2", text_anchor=anchor)
    for step in range(1, int(high - low) + 1, 2):
        _, y = spot(0, count, step / (high - low), center, radius)
        body += words(center[0] + 5, y, figure(low + step, 0))
    return body


def _ring(
    series: Series, center: tuple[float, float], radius: float, low: float, high: float
) -> str:
    """Draw the band around the values; nothing where it is not known all around."""
    edges = []
    for values in (series.low, series.high):
        known = [value for value in values if value is not None]
        if not known or len(known) < len(series.values):
            return ""
        shares = [(value - low) / (high - low) for value in known]
        edges.append([spot(n, len(known), share, center, radius) for n, share in enumerate(shares)])
    data = " ".join(polygon_data(edge) for edge in edges)
    return mark("path", fill=series.color, d=data, fill_opacity=0.18, fill_rule="evenodd")


def _polygon(
    series: Series, center: tuple[float, float], radius: float, low: float, high: float
) -> str:
    count = len(series.values)
    spots = [
        None if value is None else spot(n, count, (value - low) / (high - low), center, radius)
        for n, value in enumerate(series.values)
    ]
    closed = None not in spots
    known = [place for place in spots if place is not None]
    data = polygon_data(known) if closed else path(spots)
    body = _ring(series, center, radius, low, high)
    if series.filled and closed:
        body += mark("path", fill=series.color, d=data, fill_opacity=0.25)
    body += mark(
        "path",
        fill="none",
        stroke=series.color,
        css="chart-line",
        d=data,
        stroke_width=2,
        stroke_dasharray=DASHES.get(series.stroke),
    )
    if series.points:
        body += "".join(circle(x, y, 3, series.color) for x, y in known)
    listed = " ".join("-" if value is None else repr(value) for value in series.values)
    return mark("g", body, css="series", data_series=series.key, data_values=listed)


def radar(
    spec: ChartSpec, width: float = 420, height: float = 320, label_width: float = _LABEL
) -> str:
    """Draw series on as many axes as there are x positions.

    Args:
        spec: Chart of kind `radar`; minimum and maximum default to 0 and 5.
        width: Width of the drawing.
        height: Height of the drawing, of which a legend has one row; more rows add to it.
        label_width: Room for the words at each side.

    Returns:
        SVG markup with a legend below if asked.
    """
    low = spec.minimum if spec.minimum is not None else 0.0
    high = spec.maximum if spec.maximum is not None else 5.0
    entries = [(series, series.filled) for series in spec.series]
    rows = legend_rows(entries, width - 8, length=14, gap=18) if spec.legend else []
    foot = 26.0 if rows else 0.0
    center = (width / 2, (height - foot) / 2 + 8)
    radius = min(width / 2 - label_width, (height - foot) / 2 - 26)
    body = _web(spec, center, radius, (low, high), label_width)
    body += "".join(_polygon(series, center, radius, low, high) for series in reversed(spec.series))
    for index, row in enumerate(rows):
        body += legend(row, 8.0, height - 10 + 18 * index, length=14, gap=18)
    height += 18 * max(0, len(rows) - 1)
    return drawing(width, height, body, title=spec.title, description=spec.description)
