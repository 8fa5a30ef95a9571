"""The cover's drawing: a shore in six depths, from the colors of the maturity ramp."""

from __future__ import annotations

import hashlib
import math

from charts.svg.marks import mark, path, short

WIDTH, HEIGHT = 794.0, 590.0
STEP = 22
# Height of each band's edge at the left, center and right, in shares of the drawing.
EDGES = (
    (0.20, 0.30, 0.055),
    (0.355, 0.30, 0.235),
    (0.475, 0.40, 0.41),
    (0.61, 0.52, 0.50),
    (0.68, 0.655, 0.60),
    (0.735, 0.755, 0.705),
)


def contours(seed: str) -> str:
    """Return the drawing; the same seed gives the same shore, each plant has its own."""
    digest = hashlib.sha256(seed.encode()).digest()
    body = ""
    for level, edge in enumerate(EDGES):
        phase = digest[level] / 255 * 1.6 - 0.8
        top = _edge(edge, phase)
        closed = f"{path(top)}L{short(WIDTH)} {short(HEIGHT)}H0Z"
        body += mark("path", fill=f"level-{level}", d=closed)
        if level < len(EDGES) - 1:
            body += _lines(level, edge, EDGES[level + 1], phase)
    return (
        f'<svg class="sea" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {short(WIDTH)} '
        f'{short(HEIGHT)}" width="{short(WIDTH)}" height="{short(HEIGHT)}" role="img">'
        "<title>Landfall</title><desc>A shore in six depths</desc>" + body + "</svg>"
    )


def _edge(edge: tuple[float, float, float], phase: float) -> list[tuple[float, float]]:
    return [(x, _height(edge, x / WIDTH, phase)) for x in _places()]


def _places() -> list[float]:
    return [min(float(x), WIDTH) for x in range(0, int(WIDTH) + STEP, STEP)]


def _height(edge: tuple[float, float, float], t: float, phase: float) -> float:
    """Return the height of an edge: a smooth way over three points with two slow waves."""
    left, middle, right = edge
    smooth = (1 - math.cos(math.pi * t)) / 2
    base = left + (right - left) * smooth + (middle - (left + right) / 2) * math.sin(math.pi * t)
    wave = 0.022 * math.sin(2 * math.pi * (1.3 * t + phase)) + 0.012 * math.sin(
        2 * math.pi * (2.4 * t - phase)
    )
    return (base + wave) * HEIGHT


def _lines(
    level: int, edge: tuple[float, float, float], below: tuple[float, float, float], phase: float
) -> str:
    """Return two fine depth lines between an edge and the next."""
    body = ""
    for share in (0.33, 0.66):
        between = tuple(a + (b - a) * share for a, b in zip(edge, below, strict=True))
        line = _edge((between[0], between[1], between[2]), phase)
        body += mark(
            "path",
            fill="none",
            stroke=f"level-{level + 1}",
            d=path(line),
            stroke_opacity=0.45,
            stroke_width=1,
        )
    return body
