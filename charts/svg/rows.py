"""Drawings in rows: now against target, and levels by row and column."""

from __future__ import annotations

from collections.abc import Callable

from charts.levels import level_class
from charts.spec import Dumbbell, DumbbellRow, HeatCell, HeatMap
from charts.svg.marks import circle, drawing, figure, line, mark, rect, safe, words
from charts.svg.widths import fitted, text_width

Place = Callable[[float], float]
_RIGHT = 26.0


def _linked(href: str, content: str, name: str = "") -> str:
    return mark("a", content, href=href, aria_label=name or None) if href else content


def dumbbell(
    spec: Dumbbell, width: float = 460, row_height: float = 36, label_width: float = 0
) -> str:
    """Draw now and target of each row on one scale.

    Args:
        spec: Rows and scale.
        width: Width of the drawing.
        row_height: Height of a row; 34 or more with companions.
        label_width: Room for the labels; measured if 0.

    Returns:
        SVG markup with tick numbers below and, if named, a legend.
    """
    widest = max((text_width(row.label, 13) for row in spec.rows), default=0)
    left = label_width or min(max(72.0, widest + 22), width * 0.46)
    right, bottom = width - _RIGHT, len(spec.rows) * row_height + 6

    def at(value: float) -> float:
        return left + (value - spec.minimum) / (spec.maximum - spec.minimum) * (right - left)

    body = ""
    for step in range(int(spec.maximum - spec.minimum) + 1):
        value = spec.minimum + step
        body += line(at(value), 0, at(value), bottom, "line")
        body += words(at(value), bottom + 13, figure(value, 0), text_anchor="middle")
    for index, row in enumerate(spec.rows):
        body += _dumbbell_row(row, spec, (index + 0.5) * row_height + 2, left, at)
    height = bottom + 24
    if spec.value_label:
        body += _dumbbell_legend(spec, height + 10)
        height += 24
    return drawing(width, height, body, title=spec.title, description=spec.description)


def _dumbbell_row(row: DumbbellRow, spec: Dumbbell, y: float, left: float, place: Place) -> str:
    label = fitted(row.label, left - 12, 13)
    if row.companion:
        content = words(0, y - 7, label, "ink", 13) + words(0, y + 8, row.companion, "ink-3", 11)
    else:
        content = words(0, y, label, "ink", 13)
    content = _linked(row.href, content, row.label)
    if row.target is not None:
        x = place(row.target)
        if row.value is not None and not row.ends:
            content += line(place(row.value), y, x, y, "mute", stroke_width=2)
        content += line(x, y - 8, x, y + 8, "ink-2", stroke_width=2, data_target=row.target)
        beside = _beside_target(
            x, place(row.value) if row.value is not None and not row.ends else None
        )
        content += words(beside, y, row.target_text or figure(row.target), "ink-2")
    if row.ends:
        return content + _between(row, y, place)
    if row.value is None:
        return content + words(left + 8, y, "–")
    level = level_class(row.value, spec.minimum, spec.maximum)
    text = row.value_text or figure(row.value)
    content += circle(place(row.value), y, 11, level, data_value=row.value)
    return content + words(
        place(row.value),
        y,
        text,
        f"text:{level}",
        11 if len(text) < 4 else 9.5,
        text_anchor="middle",
        font_weight=600,
    )


def _between(row: DumbbellRow, y: float, place: Place) -> str:
    """Draw between what a value lies: a dashed line with its ends, and both in figures above."""
    low, high = (place(end) for end in row.ends or ())
    body = line(low, y, high, y, "ink-3", stroke_width=2, stroke_dasharray="4 3")
    for x in (low, high):
        body += line(x, y - 5, x, y + 5, "ink-3", stroke_width=2)
    middle = (low + high) / 2
    return body + words(
        middle, y - 9, row.value_text, "ink", 11, text_anchor="middle", font_weight=600
    )


def _beside_target(target: float, value: float | None) -> float:
    """Return where the target's number begins: past its tick and off the circle of the value."""
    if value is None:
        return target + 7
    return max(target + 7, value + 15) if target >= value else min(target - 28, value - 36)


def _dumbbell_legend(spec: Dumbbell, y: float) -> str:
    body = circle(7, y, 5.5, "level-2") + words(20, y, spec.value_label)
    if spec.target_label:
        x = 20 + text_width(spec.value_label) + 22
        body += line(x, y - 6, x, y + 6, "ink-2", stroke_width=2) + words(
            x + 10, y, spec.target_label
        )
    return body


def heat_map(
    spec: HeatMap,
    width: float = 600,
    row_height: float = 36,
    label_width: float = 0,
    decimals: int = 1,
) -> str:
    """Draw levels by row and column; every cell prints its number.

    Args:
        spec: Rows, columns and scale.
        width: Width of the drawing.
        row_height: Height of a row.
        label_width: Room for the row labels; measured if 0.
        decimals: Decimals of the printed levels.

    Returns:
        SVG markup; cells with an address are links.
    """
    widest = max((text_width(row.label, 13) for row in spec.rows), default=0)
    left = label_width or min(max(80.0, widest + 16), width * 0.4)
    gap, wide = 4.0, 14.0
    room = width - left - wide * len(spec.gaps)
    each = room / max(1, len(spec.columns))
    offsets = [
        left + n * each + wide * sum(1 for g in spec.gaps if g <= n)
        for n in range(len(spec.columns))
    ]
    body = "".join(
        _head(x + each / 2, column, each - 2)
        for x, column in zip(offsets, spec.columns, strict=True)
    )
    body += "".join(
        words(x + each / 2, 23, fitted(text, each - 2, 10), "ink-3", 10, text_anchor="middle")
        for x, text in zip(offsets, spec.companions, strict=False)
    )
    head = 36 if spec.companions else 22
    for index, row in enumerate(spec.rows):
        top = head + index * row_height
        middle = top + (row_height - gap) / 2
        weight = 600 if row.plain else None
        name = fitted(row.label, left - 8, 13)
        line = middle - 7 if row.companion else middle
        body += words(0, line, name, "ink", 13, font_weight=weight)
        if row.companion:
            body += words(0, middle + 8, row.companion, "ink-3", 11)
        for x, cell in zip(offsets, row.cells, strict=False):
            box = (x + gap / 2, top, each - gap, row_height - gap)
            body += _cell(cell, spec, box, decimals, plain=row.plain)
    height = head + len(spec.rows) * row_height
    return drawing(width, height, body, title=spec.title, description=spec.description)


def _head(center: float, column: str, room: float) -> str:
    """Write the head of a column, smaller before it is shortened."""
    size = 12 if text_width(column, 12) <= room else 10.5
    return words(center, 9, fitted(column, room, size), size=size, text_anchor="middle")


Box = tuple[float, float, float, float]


def _cell(cell: HeatCell, spec: HeatMap, box: Box, decimals: int, *, plain: bool) -> str:
    x, y, width, height = box
    center, middle = x + width / 2, y + height / 2
    if cell.value is None:
        content = "" if plain else rect(x, y, width, height, "sunken", rx=4)
        content += words(center, middle, "–", text_anchor="middle")
    else:
        level = level_class(cell.value, spec.minimum, spec.maximum)
        content = "" if plain else _ground(cell, level, box)
        number = cell.text or figure(cell.value, decimals)
        is_dark = not plain and not cell.hatched
        content += _figures(
            number, cell.note, center, middle, f"text:{level}" if is_dark else "ink"
        )
    if cell.current:
        frame = (x - 1, y - 1, width + 2, height + 2)
        content += rect(*frame, "none", stroke="accent", stroke_width=2, rx=5)
    if cell.href:
        return _linked(cell.href, content, cell.name)
    return mark("g", f"<title>{safe(cell.name)}</title>{content}") if cell.name else content


def _figures(number: str, note: str, center: float, middle: float, fill: str) -> str:
    """Write the number of a cell and, below it, the small line."""
    raised = 6.5 if note else 0
    content = words(
        center, middle - raised, number, fill, 13, text_anchor="middle", font_weight=600
    )
    if note:
        content += words(center, middle + 8, note, fill, 9, text_anchor="middle")
    return content


def _hatching(level: str, box: Box) -> str:
    """Draw slanted lines from edge to edge of a box, and a plain middle for the figures."""
    x, y, width, height = box
    content = rect(x, y, width, height, "surface", rx=4)
    for start in range(4, int(width + height), 7):
        left, right = max(0.0, start - height), min(width, float(start))
        ends = (x + left, y + (start - left), x + right, y + (start - right))
        content += line(*ends, level, stroke_width=2)
    return content + rect(x + 5, y + 4, width - 10, height - 8, "surface", rx=2)


def _ground(cell: HeatCell, level: str, box: Box) -> str:
    x, y, width, height = box
    content = rect(x, y, width, height, level, rx=4, data_value=cell.value)
    if cell.hatched:
        content += _hatching(level, box)
    edge = (x + 0.5, y + 0.5, width - 1, height - 1)
    content += rect(*edge, "none", css="cell-edge", rx=3.5, stroke="ink", stroke_opacity=0.14)
    if cell.provisional:
        inner = (x + 3, y + 3, width - 6, height - 6)
        content += rect(*inner, "none", stroke="ink-2", rx=2, stroke_dasharray="2 2")
    return content
