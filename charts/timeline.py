"""Drawings on a time axis: the Gantt and the strips below it, without any engine.

As in `charts.spec`, words arrive in the reader's language and colours are token names.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class AxisSpan:
    """A named stretch of a time axis: a year or a quarter. The end is exclusive."""

    start: dt.date
    end: dt.date
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AxisMark:
    """A day marked on the axis: words beside it where they have room, and its whole name."""

    day: dt.date
    label: str
    title: str
    kind: Literal["milestone", "law"] = "milestone"


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The time axis that Gantt and strips share; the end is exclusive. The Gantt draws its marks."""

    start: dt.date
    end: dt.date
    years: tuple[AxisSpan, ...]
    quarters: tuple[AxisSpan, ...]
    today: dt.date | None = None
    today_label: str = ""
    marks: tuple[AxisMark, ...] = ()


MilestoneState = Literal["open", "reached", "signed"]


@dataclass(frozen=True, slots=True)
class GanttMilestone:
    """A dated event: open, reached, or signed by both sides; the fill says which."""

    id: str
    day: dt.date
    label: str
    state: MilestoneState = "open"


@dataclass(frozen=True, slots=True)
class GanttBar:
    """One initiative.

    Args:
        id: Stable id for links.
        label: Name shown in the label column.
        companion: The name in the other language, below it.
        start: First day.
        end: Last day, inclusive.
        progress: Share done, 0 to 1.
        done: Finished: grey with a tick.
        critical: On the critical path: outlined.
        violation: Words of a broken limit; drawn with a red edge and a sign.
        side: Number shown at the right of the label column.
        name: Full sentence for screen readers.
        milestones: Events on this row.
        gated: Behind a closed gate: a bracket stands before it.
        late_start: Until when it can begin, marked in its row; red where it begins later.
    """

    id: str
    label: str
    start: dt.date
    end: dt.date
    progress: float = 0.0
    done: bool = False
    critical: bool = False
    violation: str = ""
    side: str = ""
    name: str = ""
    milestones: tuple[GanttMilestone, ...] = ()
    companion: str = ""
    gated: bool = False
    late_start: dt.date | None = None


@dataclass(frozen=True, slots=True)
class GanttPhase:
    """A phase: its heading, the state of its gate and its rows."""

    label: str
    bars: tuple[GanttBar, ...]
    companion: str = ""
    note: str = ""
    tone: Literal["", "good", "bad"] = ""


@dataclass(frozen=True, slots=True)
class GanttLink:
    """A dependency between two bars."""

    before: str
    after: str
    kind: Literal["FS", "SS", "FF", "SF"] = "FS"
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Gantt:
    """The roadmap on its time axis; `percent` ends the progress beside each bar, empty writes none."""

    axis: TimeAxis
    phases: tuple[GanttPhase, ...]
    links: tuple[GanttLink, ...] = ()
    title: str = ""
    description: str = ""
    label_head: str = ""
    side_head: str = ""
    percent: str = "\u00a0%"


@dataclass(frozen=True, slots=True)
class QuarterBar:
    """One quarter of a strip."""

    start: dt.date
    end: dt.date
    value: float
    limit: float | None = None
    past: bool = False


@dataclass(frozen=True, slots=True)
class YearTotal:
    """Use of a yearly limit, drawn under the bars."""

    start: dt.date
    end: dt.date
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class QuarterStrip:
    """Money or people per quarter on the axis of the Gantt, with limits."""

    axis: TimeAxis
    bars: tuple[QuarterBar, ...]
    label: str
    note: str = ""
    title: str = ""
    description: str = ""
    decimals: int = 0
    years: tuple[YearTotal, ...] = ()
