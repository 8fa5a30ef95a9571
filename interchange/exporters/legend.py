"""Head and legend of the picture of a plan: what it shows, of when, and what its marks mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from charts.svg.gantt import gate_bracket, last_start
from charts.svg.marks import diamond, rect, words
from charts.svg.widths import text_width
from charts.timeline import Gantt, GanttBar

SIZE, LINE, SIGN, GAP = 12.0, 22.0, 36.0, 22.0  # words, lines, room for a sign, between two [px]
BAR = 13.0
Entry = tuple[Callable[[float, float], str], str]


def title_lines(title: str, made: str, width: float) -> tuple[str, float]:
    """Return the title with the day at its right, and how high both are [px]."""
    body = words(0, 12, title, "ink", 16, font_weight=600)
    return body + words(width, 12, made, "ink-2", SIZE, text_anchor="end"), 36.0


def legend(spec: Gantt, width: float) -> tuple[str, float]:
    """Return what the marks of a drawing mean, those that it has, and how high that is [px]."""
    body, x, y = "", 0.0, LINE / 2
    for sign, text in _entries(spec):
        wide = SIGN + text_width(text, SIZE)
        if x and x + wide > width:
            x, y = 0.0, y + LINE
        body += sign(x, y) + words(x + SIGN, y, text, "ink-2", SIZE)
        x += wide + GAP
    return body, y + LINE / 2


def _entries(spec: Gantt) -> Iterator[Entry]:
    """Yield the signs that a drawing has, with their words."""
    bars = [bar for phase in spec.phases for bar in phase.bars]
    if any(bar.progress and not bar.done for bar in bars):
        yield _progress, _("progress")
    if any(bar.done for bar in bars):
        yield _bar("bar-done"), _("done or stopped")
    if any(bar.violation for bar in bars):
        yield _bar("bar", stroke="bad", stroke_width=2), _("breaks a rule")
    if any(bar.critical and not bar.done for bar in bars):
        yield _bar("bar", stroke="accent", stroke_width=1.5), _("without float")
    if any(bar.gated for bar in bars):
        yield _gated, _("behind a closed gate")
    if any(_has_last_start(bar, spec) for bar in bars):
        words = _("last responsible start, red where the bar begins later")
        yield lambda x, y: last_start(x + 14, y - 2, BAR, is_past=False), words
    if any(bar.milestones for bar in bars):
        words = _("milestone, light when reached, dark when signed by business and IT")
        yield lambda x, y: diamond(x + 14, y, 6.5, "surface"), words


def _has_last_start(bar: GanttBar, spec: Gantt) -> bool:
    return bar.late_start is not None and spec.axis.start <= bar.late_start < spec.axis.end


def _bar(fill: str, **more: str | float) -> Callable[[float, float], str]:
    return lambda x, y: rect(x, y - BAR / 2, 28, BAR, fill, rx=3, **more)


def _progress(x: float, y: float) -> str:
    done = rect(x, y - BAR / 2, 12, BAR, "accent", rx=3)
    return rect(x, y - BAR / 2, 28, BAR, "bar", rx=3) + done


def _gated(x: float, y: float) -> str:
    return rect(x + 6, y - BAR / 2, 22, BAR, "bar", rx=3) + gate_bracket(x + 6, y, BAR - 4)
