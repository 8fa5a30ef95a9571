"""The roadmap drawing of the PDF; the page draws its own, row by row (`roadmap/charts`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from charts.svg.axismarks import axis_marks, mark_lanes
from charts.svg.marks import (
    diamond,
    drawing,
    line,
    mark,
    rect,
    safe,
    short,
    tick,
    warning,
    words,
)
from charts.svg.timehead import At, head, layout, today
from charts.svg.timeline import scale
from charts.svg.widths import fitted, text_width
from charts.timeline import Gantt, GanttBar, GanttLink, GanttPhase, TimeAxis

_DAY = dt.timedelta(days=1)
_ELBOW = 9.0
_ARROW = 5.0
STONES = {"open": "surface", "reached": "bar", "signed": "ink-2"}
_ROOMY = 32.0
_FULL = 18.0  # height of a bar on the screen; on paper it is lower


@dataclass(frozen=True, slots=True)
class _Row:
    bar: GanttBar
    top: float
    left: float
    right: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def gantt(
    spec: Gantt, width: float = 1168, row_height: float = 36, label_width: float = 320
) -> str:
    """Draw phases, bars, milestones and links on the time axis.

    Args:
        spec: The roadmap.
        width: Width of the drawing.
        row_height: Height of a row: 36 on the screen, 27 on paper.
        label_width: Room for names and the number beside them.

    Returns:
        SVG markup.
    """
    at = scale(spec.axis, label_width, width - 8)
    head_height = layout(spec.axis, at).height
    lanes = mark_lanes(spec.axis, at)
    top = head_height + lanes.height
    rows, headings, bottom = _layout(spec, at, row_height, top)
    body = head(spec.axis, at, bottom) + axis_marks(lanes, head_height, bottom)
    body += words(0, top - 12, spec.label_head) + words(
        label_width - 14, top - 12, spec.side_head, text_anchor="end"
    )
    body += line(0, top, width, top, "line")
    for phase, top in headings:
        body += _heading(phase, top, row_height, width)
    for row in rows.values():
        body += line(0, row.top + row.height, width, row.top + row.height, "line")
        body += _label(row, label_width)
    body += "".join(_link(link, rows) for link in spec.links)
    body += "".join(_bar(row, spec, label_width) for row in rows.values())
    body += "".join(_last_start(row, at, spec.axis) for row in rows.values())
    body += "".join(_milestones(row, at, spec.axis) for row in rows.values())
    body += today(spec.axis, at, bottom)
    return drawing(
        width, bottom + 2, body, title=spec.title, description=spec.description, css="gantt"
    )


def _layout(
    spec: Gantt, at: At, row_height: float, top: float
) -> tuple[dict[str, _Row], list[tuple[GanttPhase, float]], float]:
    rows: dict[str, _Row] = {}
    headings: list[tuple[GanttPhase, float]] = []
    for phase in spec.phases:
        headings.append((phase, top))
        top += row_height
        for bar in phase.bars:
            left, right = at(bar.start), at(bar.end + _DAY)
            rows[bar.id] = _Row(bar, top, left, max(right, left + 4), row_height)
            top += row_height
        top += 4
    return rows, headings, top


def _heading(phase: GanttPhase, top: float, row_height: float, width: float) -> str:
    middle = top + row_height / 2
    body = words(0, middle, phase.label, "ink", 13, font_weight=600)
    x = text_width(phase.label, 13, bold=True) + 12
    if phase.companion:
        body += words(x, middle, phase.companion, "ink-3", 12)
        x += text_width(phase.companion, 12) + 14
    if not phase.note:
        return body
    if not phase.tone:
        return body + words(x, middle, fitted(phase.note, width - x, 12))
    wide = text_width(phase.note, 12) + 34
    body += rect(x, middle - 11, wide, 22, f"{phase.tone}-soft", rx=4)
    sign = tick(x + 13, middle, "good") if phase.tone == "good" else _lock(x + 13, middle)
    return body + sign + words(x + 24, middle, phase.note, phase.tone, font_weight=500)


def _lock(x: float, y: float) -> str:
    box = rect(x - 4.5, y - 1, 9, 6.5, "none", stroke="bad", stroke_width=1.4, rx=1)
    arc = f"M{short(x - 2.7)} {short(y - 1)}v-2a2.7 2.7 0 0 1 5.4 0v2"
    return box + mark("path", fill="none", stroke="bad", d=arc, stroke_width=1.4)


def _label(row: _Row, label_width: float) -> str:
    size = 13.0 if row.height >= _ROOMY else 11.0
    side = text_width(row.bar.side, size - 1) + 22 if row.bar.side else 8.0
    weight = 600 if row.bar.violation else None
    text = fitted(row.bar.label, label_width - side - 6, size, bold=bool(weight))
    top = row.middle - 5 if row.bar.companion else row.middle
    name = words(0, top, text, "ink", size, font_weight=weight)
    if row.bar.companion:
        below = fitted(row.bar.companion, label_width - side - 6, size - 2)
        name += words(0, row.middle + 7, below, "ink-3", size - 2)
    return name + words(
        label_width - 14, row.middle, row.bar.side, size=size - 1, text_anchor="end"
    )


def _bar(row: _Row, spec: Gantt, label_width: float) -> str:
    bar, height = row.bar, min(_FULL, row.height * 0.5)
    y, wide = row.middle - height / 2, row.right - row.left
    body = rect(row.left, y, wide, height, "bar-done" if bar.done else "bar", rx=4)
    if bar.done:
        body += tick(row.left + 13, row.middle) if wide > 22 else ""
    elif bar.progress > 0:
        body += rect(row.left, y, wide * min(1.0, bar.progress), height, "accent", rx=4)
    share = f"{round(bar.progress * 100)}{spec.percent}" if spec.percent and not bar.done else ""
    body += _beside(row, share if bar.progress else "", label_width) + _runs_on(row, spec)
    if bar.violation:
        body += _outline(row, y, height, "bad", 2)
    elif bar.critical and not bar.done:
        body += _outline(row, y, height, "accent", 1.5)
    if bar.gated:
        body += gate_bracket(row.left, row.middle, height)
    return mark("g", f"<title>{safe(bar.name or bar.label)}</title>{body}", css="gantt-bar")


def gate_bracket(x: float, y: float, height: float) -> str:
    """Draw the sign of a closed gate: a bracket before a bar.

    Args:
        x: where the bar begins [px].
        y: its middle [px].
        height: of the bar [px].
    """
    d = f"M{short(x + 1)} {short(y - height / 2 - 4)}h-5v{short(height + 8)}h5"
    return mark("path", fill="none", stroke="ink", d=d, stroke_width=1.8, css="gate")


def last_start(x: float, y: float, height: float, *, is_past: bool) -> str:
    """Draw until when a bar can begin: a line through its row over a small triangle.

    Args:
        x: the day [px].
        y: middle of the row [px].
        height: of the bar [px].
        is_past: the bar begins later.
    """
    tone, foot = "bad" if is_past else "ink-2", y + height / 2
    size = 6 if height >= _FULL else 4
    up = f"M{short(x)} {short(y - height / 2 - 3)}V{short(foot + size - 1)}"
    sign = f"M{short(x)} {short(foot + 1)}l{short(size * 0.75)} {size}h{short(-size * 1.5)}z"
    stem = mark("path", fill="none", stroke=tone, d=up, stroke_width=1.4)
    return stem + mark("path", fill=tone, d=sign)


def _beside(row: _Row, share: str, label_width: float) -> str:
    """Return progress and warning before a bar, or behind it where the names leave no room."""
    far = 46.0 if share else 14.0
    if row.left - label_width > far:
        body = words(row.left - 7, row.middle, share, "ink-2", text_anchor="end") if share else ""
        return body + (warning(row.left - far, row.middle) if row.bar.violation else "")
    body = words(row.right + 12, row.middle, share, "ink-2") if share else ""
    return body + (warning(row.right + far + 4, row.middle) if row.bar.violation else "")


def _runs_on(row: _Row, spec: Gantt) -> str:
    """Return an arrow at each end at which a bar leaves the axis."""
    tips = []
    if row.bar.start < spec.axis.start:
        tips.append((row.left + 8, -4.5))
    if row.bar.end >= spec.axis.end:
        tips.append((row.right - 8, 4.5))
    return "".join(
        mark(
            "path",
            fill="none",
            stroke="ink",
            d=f"M{short(x)} {short(row.middle - 4.5)}l{short(out)} 4.5l{short(-out)} 4.5",
            stroke_width=1.8,
            css="runs-on",
        )
        for x, out in tips
    )


def _outline(row: _Row, y: float, height: float, token: str, stroke: float) -> str:
    return rect(
        row.left + stroke / 2,
        y + stroke / 2,
        row.right - row.left - stroke,
        height - stroke,
        "none",
        stroke=token,
        stroke_width=stroke,
        rx=4,
    )


def _last_start(row: _Row, at: At, axis: TimeAxis) -> str:
    day = row.bar.late_start
    if day is None or not axis.start <= day < axis.end:
        return ""
    is_past = bool(row.bar.violation) and day < row.bar.start
    sign = last_start(at(day), row.middle, min(_FULL, row.height * 0.5), is_past=is_past)
    return mark("g", sign, css="last-start")


def _milestones(row: _Row, at: At, axis: TimeAxis) -> str:
    body = ""
    for milestone in row.bar.milestones:
        if not axis.start <= milestone.day < axis.end:
            continue  # it would stand at the edge, on a day that it is not due
        shape = diamond(at(milestone.day), row.middle, 7.5, STONES[milestone.state])
        named = f"<title>{safe(milestone.label)}</title>{shape}"
        body += mark("g", named, css="milestone", data_milestone=milestone.id)
    return body


def _link(link: GanttLink, rows: dict[str, _Row]) -> str:
    if link.before not in rows or link.after not in rows:
        return ""
    first, second = rows[link.before], rows[link.after]
    token = "bad" if link.broken else "ink-3"
    start = (first.right if link.kind[0] == "F" else first.left, first.middle)
    end = (second.left if link.kind[1] == "S" else second.right, second.middle)
    d, tip = _route(start, end, link.kind, second)
    body = mark("path", fill="none", stroke=token, d=d, stroke_width=1.3)
    return mark(
        "g",
        body + mark("path", fill=token, d=tip),
        css="gantt-link",
        data_before=link.before,
        data_after=link.after,
        data_kind=link.kind,
    )


def _route(
    start: tuple[float, float], end: tuple[float, float], kind: str, second: _Row
) -> tuple[str, str]:
    out = 1.0 if kind[0] == "F" else -1.0
    enter = -1.0 if kind[1] == "S" else 1.0
    (x1, y1), (x2, y2) = start, end
    before_tip = x2 + enter * _ARROW
    tip = f"M{short(x2)} {short(y2)}l{short(enter * _ARROW)}-3.2v6.4z"
    turn = x1 + out * _ELBOW
    straight = turn <= x2 - _ELBOW if enter < 0 else turn >= x2 + _ELBOW
    if straight or out == enter:
        if out == enter:
            turn = min(x1, x2) - _ELBOW if out < 0 else max(x1, x2) + _ELBOW
        return f"M{short(x1)} {short(y1)}H{short(turn)}V{short(y2)}H{short(before_tip)}", tip
    lane = second.top + (0 if y2 > y1 else second.height)
    back = x2 + enter * _ELBOW
    down = f"M{short(x1)} {short(y1)}H{short(turn)}V{short(lane)}"
    return f"{down}H{short(back)}V{short(y2)}H{short(before_tip)}", tip
