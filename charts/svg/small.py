"""Small drawings for rows and tiles. The words beside them carry the value."""

from __future__ import annotations

from collections.abc import Sequence

from charts.levels import level_class
from charts.spec import DotSpread, ScoreScale, StackedBar
from charts.svg.marks import (
    circle,
    drawing,
    figure,
    line,
    mark,
    path,
    polygon_data,
    rect,
    words,
)

_PAD = 8.0


def _scale(minimum: float, maximum: float, width: float, value: float) -> float:
    share = (min(max(value, minimum), maximum) - minimum) / (maximum - minimum)
    return _PAD + share * (width - 2 * _PAD)


def _rail(minimum: float, maximum: float, width: float, y: float) -> str:
    steps = round(maximum - minimum)
    marks = line(_PAD, y, width - _PAD, y, "line", stroke_width=2)
    for step in range(steps + 1):
        x = _scale(minimum, maximum, width, minimum + step)
        marks += line(x, y - 4, x, y + 4, "line", stroke_width=1)
    return marks


def score_scale(spec: ScoreScale, width: float = 200) -> str:
    """Draw a score with its confidence band and its target.

    Args:
        spec: Value, band, target and scale.
        width: Width of the drawing.

    Returns:
        SVG markup, 20 high, or 36 with tick numbers.
    """
    y, height = 10.0, 36.0 if spec.ticks else 20.0

    def at(value: float) -> float:
        return _scale(spec.minimum, spec.maximum, width, value)

    body = _rail(spec.minimum, spec.maximum, width, y)
    if spec.ticks:
        for step in range(int(spec.maximum - spec.minimum) + 1):
            value = spec.minimum + step
            body += words(at(value), 27, figure(value, 0), size=12, text_anchor="middle")
    if spec.value is not None:
        level = level_class(spec.value, spec.minimum, spec.maximum)
        if spec.low is not None and spec.high is not None:
            left, right = at(spec.low), at(spec.high)
            body += rect(left - 5, y - 5, right - left + 10, 10, level, rx=5, fill_opacity=0.45)
        if spec.target is not None:
            body += line(at(spec.value), y, at(spec.target), y, "ink-2", stroke_dasharray="2 2")
        body += circle(
            at(spec.value), y, 5.5, level, stroke="ink-2", stroke_width=1.5, data_value=spec.value
        )
    if spec.target is not None:
        x = at(spec.target)
        body += line(x, y - 7, x, y + 7, "ink-2", stroke_width=2, data_target=spec.target)
    return drawing(width, height, body, title=spec.title)


def stage_strip(stages: Sequence[float], title: str = "", width: float = 154) -> str:
    """Draw stages as short bars: 1 is done, between 0 and 1 the part done of the current one.

    Args:
        stages: Share done of each stage.
        title: Words for the drawing.
        width: Width of the drawing.

    Returns:
        SVG markup.
    """
    gap, body = 4.0, ""
    each = (width - gap * (len(stages) - 1)) / max(1, len(stages))
    for index, part in enumerate(stages):
        x = index * (each + gap)
        body += rect(x + 0.5, 1.5, each - 1, 7, "sunken", stroke="line", rx=2)
        if part > 0:
            token = "ink-2" if part >= 1 else "accent"
            body += rect(x, 1, each * min(1.0, part), 8, token, rx=2, data_value=float(part))
    return drawing(width, 10, body, title=title)


def stacked_bar(spec: StackedBar, width: float = 240, height: float = 10) -> str:
    """Draw the parts of a whole, in the order given, on a sunken track."""
    body, x, gap = rect(0, 0, width, height, "sunken", rx=2), 0.0, 2.0
    whole = max(spec.total, sum(part.value for part in spec.parts)) or 1.0
    for part in spec.parts:
        if part.value <= 0:
            continue
        span = part.value / whole * width
        body += rect(
            x,
            0,
            max(1.0, span - gap),
            height,
            part.color,
            rx=2,
            data_part=part.label,
            data_value=float(part.value),
        )
        x += span
    return drawing(width, height, body, title=spec.title)


def bar_with_target(
    share: float, target: float | None = None, title: str = "", width: float = 220
) -> str:
    """Draw a share done (0 to 1) with the planned share as a tick."""
    body = rect(0.5, 5.5, width - 1, 7, "sunken", stroke="line", rx=3.5)
    body += rect(
        0, 5, width * min(max(share, 0.0), 1.0), 8, "accent", rx=4, data_value=float(share)
    )
    if target is not None:
        x = width * min(max(target, 0.0), 1.0)
        body += line(x, 1, x, 17, "ink-2", stroke_width=2, data_target=float(target))
    return drawing(width, 18, body, title=title)


def blocks(states: Sequence[str], title: str = "", width: float = 220) -> str:
    """Draw one block for each thing; a state is a colour token, or empty for "no value"."""
    gap, body = 4.0, ""
    each = (width - gap * (len(states) - 1)) / max(1, len(states))
    for index, token in enumerate(states):
        x = index * (each + gap)
        if token:
            body += rect(x, 5, each, 8, token, rx=2)
        else:
            body += rect(
                x + 0.75, 5.75, each - 1.5, 6.5, "none", stroke="mute", stroke_width=1.5, rx=2
            )
    return drawing(width, 18, body, title=title)


def _shape(kind: str, x: float, y: float) -> str:
    if kind == "square":
        return rect(x - 5, y - 5, 10, 10, "surface", stroke="ink-2", stroke_width=1.8, rx=1.5)
    if kind == "triangle":
        data = polygon_data([(x, y - 5.5), (x + 5.5, y + 4.5), (x - 5.5, y + 4.5)])
        return mark("path", fill="series-2", stroke="surface", d=data, stroke_width=1)
    if kind == "diamond":
        data = polygon_data([(x, y - 6), (x + 6, y), (x, y + 6), (x - 6, y)])
        return mark("path", fill="series-3", stroke="surface", d=data, stroke_width=1)
    return circle(x, y, 5.5, "accent", stroke="surface", stroke_width=1)


def dot_spread(spec: DotSpread, width: float = 310) -> str:
    """Draw answers on the level scale; equal answers stand above each other.

    Args:
        spec: Answers with the shape of their role, and the weighted median.
        width: Width of the drawing.

    Returns:
        SVG markup whose height fits the tallest stack.
    """
    stacks: dict[float, list[str]] = {}
    for dot in spec.dots:
        stacks.setdefault(dot.value, []).append(dot.shape)
    tallest = max((len(stack) for stack in stacks.values()), default=1)
    y = 12.0 + (tallest - 1) * 13.0

    def at(value: float) -> float:
        return _scale(spec.minimum, spec.maximum, width, value)

    body = _rail(spec.minimum, spec.maximum, width, y)
    if stacks:
        body += line(at(min(stacks)), y, at(max(stacks)), y, "mute", stroke_width=4)
    if spec.median is not None:
        x = at(spec.median)
        body += line(x, y - 13, x, y + 15, "ink", stroke_width=2, data_median=spec.median)
    for value, shapes in sorted(stacks.items()):
        for level, shape in enumerate(shapes):
            body += _shape(shape, at(value), y - level * 13)
    return drawing(width, y + 17, body, title=spec.title)


def sparkline(
    values: Sequence[float | None], title: str = "", width: float = 96, height: float = 24
) -> str:
    """Draw a row of numbers without axes, the last one as a point."""
    known = [value for value in values if value is not None]
    if not known:
        return drawing(
            width, height, line(2, height / 2, width - 2, height / 2, "line"), title=title
        )
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = (width - 8) / max(1, len(values) - 1)
    points = [
        None if value is None else (4 + n * step, height - 4 - (value - low) / span * (height - 8))
        for n, value in enumerate(values)
    ]
    body = mark(
        "path", fill="none", stroke="accent", css="chart-line", d=path(points), stroke_width=1.5
    )
    last = next(point for point in reversed(points) if point is not None)
    body += circle(*last, 2.5, "accent")
    return drawing(width, height, body, title=title)
