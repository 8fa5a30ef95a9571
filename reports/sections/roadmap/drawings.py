"""The roadmap and its money by quarter in the document's languages, for A4.

Bars and strip are built as on the screen. A drawing that would not fit a page is cut by phase, and a
phase by rows; each part repeats the time axis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from charts import svg
from charts.svg.axismarks import LANE
from charts.svg.widths import text_width
from charts.timeline import AxisMark, Gantt, GanttLink, GanttPhase, TimeAxis
from core.wording.dates import day, day_short
from core.wording.money import money_text
from core.wording.texts import lt, semicolons
from planning.domain.plans import DaySpan
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.domain.phases import PHASE_NAMES
from reports.sections.languages import below, beside, in_both
from reports.sections.roadmap.content import InitiativeLine, RoadmapChapter, RoadmapPlan
from reports.sections.section import Drawings
from roadmap.domain.drawings import (
    ChartText,
    DrawnInitiative,
    DrawnMilestone,
    DrawnPhase,
    budget_chart,
    gantt_chart,
    time_axis,
)

WIDE, LABELS = 658.0, 240.0
NAMES = LABELS - 44  # of it, for the name behind its key
ROW, DENSE_ROW, MANY = 27.0, 21.0, 60  # from so many bars on, rows are lower
HEAD, STRIP = 66.0, 112.0
PAGE = 925.0  # height of a page's text
OPENING = 120.0  # heading and words before the first drawing
DAY = timedelta(days=1)
SPACE = "\u00a0"  # keeps the sign before a bar off its name


def drawings(content: RoadmapChapter, head: Head, pen: Pen) -> Drawings:
    """Return the bars in parts of a page, and the money under the last one."""
    plan = content.plan
    if plan is None:
        return {}
    axis = axis_of(plan, head.today, pen)
    return {
        "gantts": list(gantts(plan, axis, pen)),
        "strip": strip(plan, axis, pen),
        "units": {"costs": plan.cost_scale(pen.form)},
    }


def axis_of(plan: RoadmapPlan, today: date, pen: Pen) -> TimeAxis:
    """Return the quarters of the plan with its marked days."""
    periods = [DaySpan(quarter.start, quarter.end) for quarter in plan.quarters]
    axis = time_axis(periods, today, day_short(today), {})
    marks = tuple(
        AxisMark(one.day, pen.main(one.title), f"{pen.main(one.title)}, {day(one.day)}", one.kind)  # type: ignore[arg-type]
        for one in plan.marks
    )
    return replace(axis, marks=marks)


def gantts(plan: RoadmapPlan, axis: TimeAxis, pen: Pen) -> Iterator[str]:
    """Yield the drawings, the first one no higher than what is left under the heading."""
    whole = chart(plan, axis, pen)
    row = ROW if len(plan.initiatives) <= MANY else DENSE_ROW
    head = HEAD + (2 * LANE if axis.marks else 0)
    room = PAGE - OPENING - head  # the first part stands under the heading
    further = int((PAGE - head) / row)
    for part in parts(whole, int((room - STRIP) / row), int(room / row), further):
        yield svg.gantt(part, width=WIDE, row_height=row, label_width=LABELS)


def parts(whole: Gantt, first: int, most: int, further: int) -> Iterator[Gantt]:
    """Yield a drawing in parts that fit a page.

    Args:
        whole: the drawing.
        first: lines that fit the first page, the strip below them included.
        most: lines that fit under the heading, or above the strip.
        further: lines that fit a page with neither.

    Yields:
        The whole if it fits. Else phases together as long as they fit, and a phase that does not
        fit by itself in even parts, each of which bears its name and how manieth it is.
    """
    if lines_of(whole.phases) <= first:
        yield whole
        return
    held: list[GanttPhase] = []
    for phase in _cut(whole.phases, most, further):
        if held and lines_of([*held, phase]) > most:
            yield replace(whole, phases=tuple(held))
            held = []
        held.append(phase)
    yield replace(whole, phases=tuple(held))


def lines_of(phases: Iterable[GanttPhase]) -> int:
    """Return how many lines phases take: their bars, and a heading each."""
    return sum(len(phase.bars) + 1 for phase in phases)


def _cut(phases: Sequence[GanttPhase], most: int, further: int) -> Iterator[GanttPhase]:
    for number, phase in enumerate(phases):
        count = len(phase.bars)
        head = most if number == 0 else further
        tail = most if number == len(phases) - 1 else further
        pieces = _pieces(count, head - 1, tail - 1)
        if pieces == 1:
            yield phase
            continue
        edges = [-(-count * place // pieces) for place in range(pieces + 1)]
        for place in range(pieces):
            part = _("%(place)s of %(pieces)s") % {"place": place + 1, "pieces": pieces}
            yield replace(
                phase, bars=phase.bars[edges[place] : edges[place + 1]], note=part, tone=""
            )


def _pieces(count: int, head: int, tail: int) -> int:
    """Return into how many even pieces bars are cut, so that the first and the last one fit."""
    pieces = 1
    while -(-count // pieces) > head or count // pieces > tail:
        pieces += 1
    return pieces


def chart(plan: RoadmapPlan, axis: TimeAxis, pen: Pen) -> Gantt:
    """Return the description of the bars by phase with milestones and links."""
    count = len(plan.initiatives)
    title = ngettext(
        "%(count)s initiative from %(start)s to %(end)s",
        "%(count)s initiatives from %(start)s to %(end)s",
        count,
    ) % {"count": count, "start": day(plan.starts_on), "end": day(plan.ends_on - DAY)}
    return gantt_chart(
        axis,
        (_drawn(row, pen, is_roomy=count <= MANY) for row in plan.initiatives),
        (
            GanttLink(link.before, link.after, link.kind, broken=link.is_broken)  # type: ignore[arg-type]
            for link in plan.links
        ),
        {
            phase: DrawnPhase(pen.main(name), pen.companion(name))
            for phase, name in PHASE_NAMES.items()
        },
        ChartText(
            title, semicolons((_named(row, pen) for row in plan.initiatives), pen.language), ""
        ),
    )


def telling(row: InitiativeLine, title: str, room: float, size: float = 11) -> str:
    """Return a title, or of a part without room for it what tells it from its siblings.

    Parts of one initiative begin with its title, so one that is cut at its end looks like another.

    Args:
        row: an initiative or a part of one.
        title: its title in a language.
        room: for it [px].
        size: of the words [px].
    """
    if not row.is_part or text_width(title, size) <= room:
        return title
    return re.split(r": |：", title)[-1]


def _named(row: InitiativeLine, pen: Pen) -> str:
    named = _("%(key)s %(title)s, %(start)s to %(end)s") % {
        "key": row.key,
        "title": pen.main(row.title),
        "start": day(row.start),
        "end": day(row.end),
    }
    parts = [named, *([pen.main(row.slack)] if row.slack else [])]
    if row.last_start:
        parts.append(_("last responsible start %(day)s") % {"day": day(row.last_start)})
    if row.is_gated:
        parts.append(_("behind a closed gate"))
    return _(", ").join(parts)


def _drawn(row: InitiativeLine, pen: Pen, *, is_roomy: bool) -> DrawnInitiative:
    return DrawnInitiative(
        id=row.id,
        label=f"{row.key}  {telling(row, pen.main(row.title), NAMES)}",
        companion=telling(row, pen.companion(row.title), NAMES) if is_roomy else "",
        phase=row.phase,
        start=row.start,
        end=row.end,
        progress=row.progress / 100,
        is_over=row.status in ("done", "stopped"),
        side=SPACE * (5 * row.is_broken),
        broken=semicolons((pen.main(text) for text in row.broken), pen.language),
        name=_named(row, pen),
        is_critical=row.is_critical,
        is_gated=row.is_gated,
        late_start=row.last_start,
        milestones=tuple(
            DrawnMilestone(
                f"{row.id}-{index}",
                stone.due,
                pen.main(stone.title),
                stone.state,
            )
            for index, stone in enumerate(row.milestones)
        ),
    )


def strip(plan: RoadmapPlan, axis: TimeAxis, pen: Pen) -> str:
    """Draw the cost of each quarter on the axis of the Gantt, and the years against their limits."""
    unit, budget = plan.quarter_scale(pen.form), plan.budget
    label = beside(pen, in_both(lambda: _("Budget")))
    note = below(pen, in_both(lambda: _("%(unit)s a quarter") % {"unit": lt(unit.unit)}))
    limits = {
        year.year: (year.planned, year.limit) for year in budget.years if year.limit is not None
    }
    text = ChartText(
        beside(pen, in_both(lambda: _("Cost by quarter"))),
        _("%(money)s in all") % {"money": money_text(budget.total, budget.money.currency)},
        label,
        note,
    )
    amounts = [quarter.amount for quarter in plan.quarters]
    spec = budget_chart(axis, amounts, unit, text, limits)
    return svg.quarter_bars(spec, width=WIDE - 8, height=82, label_width=LABELS)
