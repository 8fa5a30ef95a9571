"""The Gantt of a plan as a picture of its own: SVG with its colors in it, and PNG."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import resvg_py
from django.contrib.staticfiles import finders

from core.charts import svg
from core.charts.svg.marks import drawing, rect
from core.charts.timeline import Gantt
from roadmap import charts
from roadmap.selectors.plan import Plan

MARGIN = 24.0
SHARP = 2.0  # dots of the PNG for each of the drawing
MOST_DOTS = 8_000_000  # above, a picture is less sharp: somebody waits for it
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')  # of a whole drawing
FACES = ("fonts/inter-400.ttf", "fonts/inter-600.ttf", "fonts/noto-sans-thai-400.ttf")


def plan_svg(plan: Plan) -> str:
    """Return the Gantt in the reader's language on white, with a margin; it needs no other file."""
    spec = _bare(charts.gantt(plan, editable=False))
    inner = svg.gantt(spec)
    wide, high = (float(size) + 2 * MARGIN for size in SIZE.findall(inner)[0])
    placed = inner.replace("<svg ", f'<svg x="{MARGIN:g}" y="{MARGIN:g}" ', 1)
    return drawing(
        wide,
        high,
        rect(0, 0, wide, high, "surface") + placed,
        title=spec.title,
        description=spec.description,
    )


def plan_png(plan: Plan) -> bytes:
    """Return the same picture as a PNG, at double size while that stays below eight million dots."""
    return drawn(plan_svg(plan))


def drawn(markup: str) -> bytes:
    """Return one of our drawings as a PNG: Latin in our own typefaces, Chinese in the system's."""
    faces = [found for name in FACES if (found := finders.find(name))]
    wide, high = (float(size) for size in SIZE.findall(markup)[0])
    zoom = max(1.0, min(SHARP, math.sqrt(MOST_DOTS / (wide * high))))
    return bytes(resvg_py.svg_to_bytes(svg_string=markup, zoom=zoom, font_files=faces))


def _bare(spec: Gantt) -> Gantt:
    """Return the drawing without addresses, which lead nowhere from a file."""
    phases = tuple(
        replace(phase, bars=tuple(replace(bar, href="") for bar in phase.bars))
        for phase in spec.phases
    )
    return replace(spec, phases=phases)
