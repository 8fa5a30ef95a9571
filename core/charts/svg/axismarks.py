"""Days marked on a time axis: a sign each, and its words where they have room."""

from __future__ import annotations

from collections.abc import Sequence

from core.charts.svg.marks import diamond, line, mark, rect, safe, words
from core.charts.svg.timehead import At
from core.charts.svg.widths import fitted, text_width
from core.charts.timeline import AxisMark, TimeAxis

LANE = 18.0  # height of the marks below the head
SIZE, BEHIND, HALF = 11.0, 8.0, 7.0  # of the words; from a sign to its words; half a sign
LONGEST = 150.0  # of the words of one mark


def said(entry: AxisMark) -> str:
    """Return the words beside a mark, no longer than they may be."""
    return fitted(entry.label, LONGEST, SIZE)


def with_words(
    marks: Sequence[AxisMark],
    places: Sequence[float],
    edges: tuple[float, float],
    blocked: Sequence[float] = (),
) -> dict[int, float]:
    """Return where the words of marks stand that have room, by place in the list.

    Args:
        marks: the most important first.
        places: where each stands on an axis of some width [px]; a wider one has more room.
        edges: where the axis begins and ends [px].
        blocked: where else nothing may stand [px].

    Returns:
        1 behind the sign, -1 before it.
    """
    taken = [(x - HALF, x + HALF) for x in places] + [(x - 2, x + 2) for x in blocked]
    found: dict[int, float] = {}
    for number, (entry, x) in enumerate(zip(marks, places, strict=True)):
        wide = text_width(said(entry), SIZE)
        for side, left in ((1.0, x + BEHIND), (-1.0, x - BEHIND - wide)):
            end = left + wide
            is_inside = edges[0] <= left and end <= edges[1]
            if is_inside and all(end < start or stop < left for start, stop in taken):
                taken.append((left, end))
                found[number] = side
                break
    return found


def beside(entry: AxisMark, x: float, y: float, side: float) -> str:
    """Draw the words of a mark on a side of its sign."""
    anchor = "start" if side > 0 else "end"
    return words(x + side * BEHIND, y, said(entry), "ink-2", SIZE, text_anchor=anchor)


def sign(entry: AxisMark, x: float, y: float) -> str:
    """Draw the sign of a mark: a diamond for a milestone, a square for a deadline of law."""
    if entry.kind == "law":
        return rect(x - 4.5, y - 4.5, 9, 9, "ink")
    return diamond(x, y, 5.5, "ink")


def axis_marks(axis: TimeAxis, at: At, top: float, bottom: float) -> str:
    """Draw the marks of a document in their lane below its head, milestones with a line."""
    marks = [entry for entry in axis.marks if axis.start <= entry.day < axis.end]
    places = [at(entry.day) for entry in marks]
    blocked = [at(axis.today)] if axis.today else []
    shown = with_words(marks, places, (at(axis.start), at(axis.end)), blocked)
    body, y = "", top + LANE / 2
    for number, (entry, x) in enumerate(zip(marks, places, strict=True)):
        own = sign(entry, x, y)
        if entry.kind == "milestone":
            own += line(x, top + LANE, x, bottom, "ink-3", stroke_dasharray="3 3")
        if number in shown:
            own += beside(entry, x, y, shown[number])
        body += mark("g", f"<title>{safe(entry.title)}</title>{own}", css="axis-mark")
    return body
