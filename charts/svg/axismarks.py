"""Days marked on a time axis: a sign each, and its words where they have room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts.svg.marks import diamond, line, mark, rect, safe, words
from charts.svg.timehead import At
from charts.svg.widths import fitted, text_width
from charts.timeline import AxisMark, TimeAxis

LANE = 18.0  # height of the marks below the head
SIZE, BEHIND, HALF = 11.0, 8.0, 7.0  # of the words; from a sign to its words; half a sign
LONGEST = 170.0  # of the words of one mark


def said(entry: AxisMark) -> str:
    """Return the words beside a mark, no longer than they may be."""
    return fitted(entry.label, LONGEST, SIZE)


def with_words(
    marks: Sequence[AxisMark],
    places: Sequence[float],
    edges: tuple[float, float],
    blocked: Sequence[float] = (),
    *,
    has_signs: bool = True,
) -> dict[int, float]:
    """Return where the words of marks stand that have room, by place in the list.

    Args:
        marks: the most important first.
        places: where each stands on an axis of some width [px]; a wider one has more room.
        edges: where the axis begins and ends [px].
        blocked: where else nothing may stand [px].
        has_signs: whether the signs stand in the same lane; else a leader comes up to each word.

    Returns:
        1 behind the sign, -1 before it.
    """
    taken = [(x - HALF, x + HALF) for x in places if has_signs]
    taken += [(x - 2, x + 2) for x in blocked]
    found: dict[int, float] = {}
    for number, (entry, x) in enumerate(zip(marks, places, strict=True)):
        wide = text_width(said(entry), SIZE)
        for side, left in ((1.0, x + BEHIND), (-1.0, x - BEHIND - wide)):
            end = left + wide
            is_inside = edges[0] <= left and end <= edges[1]
            span = (left, end) if has_signs else (min(left, x) - 2, max(end, x) + 2)
            if is_inside and all(span[1] < start or stop < span[0] for start, stop in taken):
                taken.append(span)
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


@dataclass(frozen=True, slots=True)
class MarkLanes:
    """The marks of a document, where each stands, and which words stand beside or above the signs.

    Attributes:
        marks: those on the axis, the most important first.
        places: of each [px].
        beside: side of the words that stand between the signs, by place in the list.
        above: of those that have room in a lane of their own above them only.
    """

    marks: tuple[AxisMark, ...]
    places: tuple[float, ...]
    beside: Mapping[int, float]
    above: Mapping[int, float]

    @property
    def height(self) -> float:
        """Height of the lanes [px]."""
        return LANE * (bool(self.marks) + bool(self.above))


def mark_lanes(axis: TimeAxis, at: At) -> MarkLanes:
    """Return where the marks of a document and their words stand.

    The most important have the first choice: the start of production is named wherever it stands.
    """
    marks = tuple(entry for entry in axis.marks if axis.start <= entry.day < axis.end)
    places = tuple(at(entry.day) for entry in marks)
    edges, blocked = (at(axis.start), at(axis.end)), [at(axis.today)] if axis.today else []
    near = with_words(marks, places, edges, blocked)
    rest = [number for number in range(len(marks)) if number not in near]
    far = with_words(
        [marks[number] for number in rest],
        [places[number] for number in rest],
        edges,
        blocked,
        has_signs=False,
    )
    return MarkLanes(marks, places, near, {rest[place]: side for place, side in far.items()})


def axis_marks(lanes: MarkLanes, top: float, bottom: float) -> str:
    """Draw the marks of a document in their lanes below its head, milestones with a line."""
    body, low = "", top + lanes.height
    y = low - LANE / 2
    for number, (entry, x) in enumerate(zip(lanes.marks, lanes.places, strict=True)):
        own = sign(entry, x, y)
        if entry.kind == "milestone":
            own += line(x, low, x, bottom, "ink-3", stroke_dasharray="3 3")
        if number in lanes.beside:
            own += beside(entry, x, y, lanes.beside[number])
        if number in lanes.above:
            own += line(x, top + 3, x, y - HALF, "ink-3")
            own += beside(entry, x, top + LANE / 2, lanes.above[number])
        body += mark("g", f"<title>{safe(entry.title)}</title>{own}", css="axis-mark")
    return body
