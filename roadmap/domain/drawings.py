"""The drawings of a plan on paper: bars by phase, money by quarter.

Words arrive in the reader's language.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from charts.timeline import (
    AxisSpan,
    Gantt,
    GanttBar,
    GanttLink,
    GanttMilestone,
    GanttPhase,
    MilestoneState,
    QuarterBar,
    QuarterStrip,
    TimeAxis,
    YearTotal,
)
from core.money import MoneyScale
from planning.domain.plans import PHASES, DaySpan


@dataclass(frozen=True, slots=True)
class DrawnMilestone:
    """A milestone as it is drawn."""

    id: str
    day: date
    label: str
    state: MilestoneState


@dataclass(frozen=True, slots=True)
class DrawnInitiative:
    """An initiative as it is drawn.

    Attributes:
        phase: one of `PHASES`.
        progress: share done [0-1].
        is_over: finished or stopped.
        side: what stands before its bar.
        broken: what of it breaks a rule, in words; empty if nothing does.
        name: its sentence for a listener.
        is_critical: on the critical path.
        companion: the name in the other language, below it.
        is_gated: behind a closed gate.
        late_start: until when it can begin, where a milestone sets that.
    """

    id: str
    label: str
    phase: str
    start: date
    end: date
    progress: float
    is_over: bool
    side: str
    broken: str
    name: str
    milestones: tuple[DrawnMilestone, ...]
    is_critical: bool = False
    companion: str = ""
    is_gated: bool = False
    late_start: date | None = None


@dataclass(frozen=True, slots=True)
class DrawnPhase:
    """The name of a phase; the companion is its name in the other language."""

    label: str
    companion: str = ""


@dataclass(frozen=True, slots=True)
class ChartText:
    """What is said of a drawing: its finding, what a listener needs, heads or label and note."""

    title: str
    description: str
    label: str
    note: str = ""


def time_axis(
    periods: Sequence[DaySpan], today: date, today_label: str, notes: Mapping[int, str]
) -> TimeAxis:
    """Return the quarters with today, and their years.

    Args:
        periods: the quarters in order, at least one.
        today: the day marked, if it lies inside.
        today_label: its words.
        notes: year -> what stands behind it; may be empty.
    """
    years = tuple(
        AxisSpan(spans[0].start, spans[-1].end, str(year), notes.get(year, ""))
        for year, group in itertools.groupby(periods, key=lambda span: span.start.year)
        if (spans := list(group))
    )
    quarters = tuple(
        AxisSpan(span.start, span.end, f"Q{(span.start.month + 2) // 3}") for span in periods
    )
    return TimeAxis(periods[0].start, periods[-1].end, years, quarters, today, today_label)


def gantt_chart(
    axis: TimeAxis,
    rows: Iterable[DrawnInitiative],
    links: Iterable[GanttLink],
    phases: Mapping[str, DrawnPhase],
    text: ChartText,
    *,
    percent: str = "",
) -> Gantt:
    """Return the description of the bars by phase; phases without bars are left out.

    Args:
        axis: the quarters.
        rows: the initiatives in their order.
        links: dependencies; those of bars that are not drawn are passed over.
        phases: names of the phases.
        text: finding, description, head of the names, head of what stands before the bars.
        percent: the sign after how much of each bar is done, as the reader writes it; empty
            leaves that out.
    """
    bars: dict[str, list[GanttBar]] = {phase: [] for phase in PHASES}
    for row in rows:
        bars[row.phase].append(_bar(row))
    return Gantt(
        axis=axis,
        phases=tuple(
            GanttPhase(phases[phase].label, tuple(bars[phase]), phases[phase].companion)
            for phase in PHASES
            if bars[phase]
        ),
        links=tuple(links),
        title=text.title,
        description=text.description,
        label_head=text.label,
        side_head=text.note,
        percent=percent,
    )


def _bar(row: DrawnInitiative) -> GanttBar:
    return GanttBar(
        id=row.id,
        label=row.label,
        companion=row.companion,
        start=row.start,
        end=row.end,
        progress=row.progress,
        done=row.is_over,
        critical=row.is_critical,
        violation=row.broken,
        side=row.side,
        name=row.name,
        gated=row.is_gated,
        late_start=row.late_start,
        milestones=tuple(
            GanttMilestone(stone.id, stone.day, stone.label, stone.state)
            for stone in row.milestones
        ),
    )


def budget_chart(
    axis: TimeAxis,
    amounts: Sequence[Decimal],
    scale: MoneyScale,
    text: ChartText,
    years: Mapping[int, tuple[Decimal, Decimal]],
) -> QuarterStrip:
    """Return the description of the cost by quarter, and of each year against its limit.

    Args:
        axis: the quarters.
        amounts: cost of each [currency].
        scale: in what it is counted; its word stands in the note.
        text: finding, description, label and note.
        years: year -> its cost and its limit [currency]; years without a limit are missing.
    """
    return QuarterStrip(
        axis=axis,
        bars=tuple(
            QuarterBar(
                span.start,
                span.end,
                float(scale.scaled(amount)),
                past=axis.today is not None and span.end <= axis.today,
            )
            for span, amount in zip(axis.quarters, amounts, strict=True)
        ),
        label=text.label,
        note=text.note,
        title=text.title,
        description=text.description,
        decimals=scale.places,
        years=tuple(
            YearTotal(
                span.start,
                span.end,
                *(float(scale.scaled(amount)) for amount in years[int(span.label)]),
            )
            for span in axis.years
            if int(span.label) in years
        ),
    )
