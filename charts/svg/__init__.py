"""Pure drawings: a description goes in, SVG markup comes out, the same for screen and PDF."""

from __future__ import annotations

from charts.spec import ChartSpec
from charts.svg.axes import bar_chart, line_chart
from charts.svg.gantt import gantt
from charts.svg.radar import radar
from charts.svg.rows import dumbbell, heat_map
from charts.svg.small import (
    bar_with_target,
    blocks,
    dot_spread,
    score_scale,
    sparkline,
    stacked_bar,
    stage_strip,
)
from charts.svg.timeline import quarter_bars

__all__ = [
    "bar_chart",
    "bar_with_target",
    "blocks",
    "dot_spread",
    "draw",
    "dumbbell",
    "gantt",
    "heat_map",
    "line_chart",
    "quarter_bars",
    "radar",
    "score_scale",
    "sparkline",
    "stacked_bar",
    "stage_strip",
]


def draw(spec: ChartSpec, width: float = 760, height: float = 320) -> str:
    """Draw any chart description by its kind."""
    if spec.kind == "radar":
        return radar(spec, width, height, label_width=min(96.0, width * 0.22))
    if spec.kind == "bar":
        return bar_chart(spec, width, height)
    return line_chart(spec, width, height)
