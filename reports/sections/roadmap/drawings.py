"""The roadmap and its money by quarter in the active language, for A4."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from core.charts import svg
from core.charts.timeline import (
    AxisSpan,
    Gantt,
    GanttBar,
    GanttLink,
    GanttMilestone,
    GanttPhase,
    QuarterBar,
    QuarterStrip,
    TimeAxis,
)
from core.wording.dates import day, day_short
from core.wording.money import money_text
from reports.domain.document import Head
from reports.domain.pen import Pen
from reports.domain.phases import PHASE_NAMES
from reports.sections.roadmap.content import InitiativeLine, RoadmapChapter, RoadmapPlan
from reports.sections.section import Drawings

WIDE, LABELS, ROW = 658.0, 240.0, 27.0
DAY = timedelta(days=1)
SPACE = "\u00a0"  # keeps the sign before a bar off its name


def drawings(content: RoadmapChapter, head: Head, pen: Pen) -> Drawings:
    """Return the bars, and the money under them."""
    if content.plan is None:
        return {}
    return {
        "gantt": gantt(content.plan, head.today, pen),
        "strip": strip(content.plan, head.today),
    }


def axis(plan: RoadmapPlan, today: date) -> TimeAxis:
    """Return the twelve quarters with their years."""
    quarters = tuple(
        AxisSpan(span.start, span.end, f"Q{(span.start.month + 2) // 3}") for span in plan.quarters
    )
    years = tuple(
        AxisSpan(spans[0].start, spans[-1].end, str(year))
        for year, group in itertools.groupby(quarters, key=lambda span: span.start.year)
        if (spans := list(group))
    )
    return TimeAxis(plan.starts_on, plan.ends_on, years, quarters, today, day_short(today))


def gantt(plan: RoadmapPlan, today: date, pen: Pen) -> str:
    """Draw the initiatives by phase with milestones and links."""
    phases = tuple(
        GanttPhase(
            pen.main(PHASE_NAMES[phase]),
            tuple(_bar(row, pen) for row in plan.initiatives if row.phase == phase),
            companion=pen.companion(PHASE_NAMES[phase]),
        )
        for phase in PHASE_NAMES
        if any(row.phase == phase for row in plan.initiatives)
    )
    links = tuple(
        GanttLink(link.before, link.after, link.kind, broken=link.is_broken)  # type: ignore[arg-type]
        for link in plan.links
    )
    count = len(plan.initiatives)
    title = ngettext(
        "%(count)s initiative from %(start)s to %(end)s",
        "%(count)s initiatives from %(start)s to %(end)s",
        count,
    ) % {"count": count, "start": day(plan.starts_on), "end": day(plan.ends_on - DAY)}
    spec = Gantt(
        axis=axis(plan, today),
        phases=phases,
        links=links,
        title=title,
        description="; ".join(_named(row, pen) for row in plan.initiatives),
        shares=False,  # the table below has them
    )
    return svg.gantt(spec, width=WIDE, row_height=ROW, label_width=LABELS)


def _named(row: InitiativeLine, pen: Pen) -> str:
    return _("%(key)s %(title)s, %(start)s to %(end)s") % {
        "key": row.key,
        "title": pen.main(row.title),
        "start": day(row.start),
        "end": day(row.end),
    }


def _bar(row: InitiativeLine, pen: Pen) -> GanttBar:
    return GanttBar(
        id=row.id,
        label=f"{row.key}  {pen.main(row.title)}",
        start=row.start,
        end=row.end,
        progress=row.progress / 100,
        done=row.status in ("done", "stopped"),
        side=SPACE * (5 * row.is_broken),
        violation=_("too early for what it waits for") if row.is_broken else "",
        name=_named(row, pen),
        milestones=tuple(
            GanttMilestone(
                f"{row.id}-{index}", stone.due, stone.title, signed=stone.reached is not None
            )
            for index, stone in enumerate(row.milestones)
        ),
    )


def money_unit(plan: RoadmapPlan) -> tuple[int, str]:
    """Return the divisor of quarterly amounts and its name."""
    largest = max((quarter.amount for quarter in plan.quarters), default=Decimal(0))
    is_large = largest >= Decimal(100_000_000)
    if (get_language() or "en").startswith("zh"):
        return (
            (100_000_000, pgettext("money", "hundred million"))
            if is_large
            else (10_000, pgettext("money", "ten thousand"))
        )
    return (
        (1_000_000, pgettext("money", "million"))
        if is_large
        else (1_000, pgettext("money", "thousand"))
    )


def strip(plan: RoadmapPlan, today: date) -> str:
    """Draw the cost of each quarter on the axis of the Gantt."""
    divisor, unit = money_unit(plan)
    bars = tuple(
        QuarterBar(
            quarter.start, quarter.end, float(quarter.amount / divisor), past=quarter.end <= today
        )
        for quarter in plan.quarters
    )
    spec = QuarterStrip(
        axis=axis(plan, today),
        bars=bars,
        label=_("Budget"),
        note=_("%(currency)s %(unit)s a quarter") % {"currency": plan.money.currency, "unit": unit},
        description=_("%(money)s in all") % {"money": money_text(plan.total, plan.money.currency)},
    )
    return svg.quarter_bars(spec, width=WIDE - 8, height=82, label_width=LABELS)
