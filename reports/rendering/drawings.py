"""The drawings of the strategy blueprint in the active language, for A4."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.charts import svg
from core.charts.spec import (
    BarPart,
    ChartSpec,
    Dumbbell,
    DumbbellRow,
    HeatCell,
    HeatMap,
    HeatRow,
    ScoreScale,
    Series,
    StackedBar,
)
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
from core.money import Form
from core.text import LocalizedText
from core.wording.dates import day, day_short
from core.wording.figures import decimal
from core.wording.money import money_text
from reports.domain.blueprint import Blueprint
from reports.domain.capability import DimensionLine
from reports.domain.compliance import JurisdictionLine
from reports.domain.plan import InitiativeLine, PlanChapter

WIDE, LABELS, ROW = 658.0, 240.0, 27.0
PHASES = ("digitize", "integrate", "optimize")
DAY = timedelta(days=1)
SPACE = "\u00a0"  # keeps the sign before a bar off its name


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws for one document: its language, and whether the other one stands beside it."""

    language: str
    is_bilingual: bool

    @property
    def form(self) -> Form:
        """The language form, which decides in what money is counted."""
        if self.is_bilingual:
            return "bilingual"
        return "en" if self.language == "en" else "zh-hans"

    def main(self, text: LocalizedText) -> str:
        """Return a text in the document's language."""
        return text.in_language(self.language)

    def companion(self, text: LocalizedText) -> str:
        """Return the text in the other language of a bilingual document, else nothing."""
        if not self.is_bilingual:
            return ""
        other = text.zh_hans if self.language == "en" else text.en
        return "" if other == self.main(text) else other


def blueprint_drawings(doc: Blueprint, pen: Pen) -> dict[str, str]:
    """Return every drawing of the document by name; those without data are left out."""
    drawings: dict[str, str] = {}
    maximum = float(doc.readiness.maximum) if doc.readiness else 5.0
    if doc.capability.dimensions:
        drawings["dumbbell"] = dumbbell(doc, pen, maximum)
        drawings["heat"] = heat(doc, pen, maximum)
        drawings["radar"] = radar(doc, pen, maximum)
    if doc.plan:
        drawings["gantt"] = gantt(doc.plan, doc.head.today, pen)
        drawings["strip"] = strip(doc.plan, doc.head.today, pen)
    return drawings


def finding(dimensions: tuple[DimensionLine, ...], pen: Pen) -> str:
    """Return the widest gap in words."""
    gaps = [
        (row.target - row.current, row)
        for row in dimensions
        if row.target is not None and row.current is not None
    ]
    if not gaps:
        return _("No targets set yet")
    widest = max(gaps, key=lambda pair: pair[0])
    if widest[0] <= 0:
        return _("No dimension is below its target")
    return _("Widest gap: %(dimension)s, %(gap)s below its target") % {
        "dimension": pen.main(widest[1].title),
        "gap": decimal(widest[0], 1),
    }


def _listing(dimensions: tuple[DimensionLine, ...], pen: Pen) -> str:
    return "; ".join(
        _("%(dimension)s %(now)s, target %(target)s")
        % {
            "dimension": pen.main(row.title),
            "now": decimal(row.current, 1),
            "target": decimal(row.target, 1),
        }
        for row in dimensions
    )


def dumbbell(doc: Blueprint, pen: Pen, maximum: float) -> str:
    """Draw now and target of each dimension."""
    rows = tuple(
        DumbbellRow(
            pen.main(row.title),
            _number(row.current),
            _number(row.target),
            companion=pen.companion(row.title),
        )
        for row in doc.capability.dimensions
    )
    spec = Dumbbell(
        rows,
        title=finding(doc.capability.dimensions, pen),
        description=_listing(doc.capability.dimensions, pen),
        maximum=maximum,
    )
    return svg.dumbbell(spec, width=314, row_height=33 if pen.is_bilingual else 30)


def heat(doc: Blueprint, pen: Pen, maximum: float) -> str:
    """Draw the matrix: dimensions by processes, totals at the right and below."""
    provisional = bool(doc.readiness and doc.readiness.is_provisional)

    def cell(value: Decimal | None) -> HeatCell:
        return HeatCell(_number(value), provisional=provisional)

    capability = doc.capability
    rows = [
        HeatRow(
            pen.main(row.title),
            (*(cell(value) for value in row.cells), cell(row.current)),
            companion=pen.companion(row.title),
        )
        for row in capability.dimensions
    ]
    whole = doc.readiness.score if doc.readiness else None
    totals = tuple(cell(value) for value in capability.process_totals)
    rows.append(HeatRow(pgettext("document", "All dimensions"), (*totals, cell(whole)), plain=True))
    spec = HeatMap(
        columns=(*(pen.main(title) for title in capability.processes), pgettext("document", "All")),
        rows=tuple(rows),
        gaps=(len(capability.processes),),
        title=finding(capability.dimensions, pen),
        description=_listing(capability.dimensions, pen),
        maximum=maximum,
    )
    return svg.heat_map(spec, width=WIDE, row_height=38, label_width=160)


def radar(doc: Blueprint, pen: Pen, maximum: float) -> str:
    """Draw now and target of the dimensions as a radar; the table beside it has the numbers."""
    rows = doc.capability.dimensions
    series = (
        Series(
            "now",
            pgettext("document", "Now"),
            tuple(_number(row.current) for row in rows),
            color="level-3",
            filled=True,
        ),
        Series(
            "target",
            pgettext("document", "Target"),
            tuple(_number(row.target) for row in rows),
            color="ink-2",
            stroke="dashed",
            points=False,
        ),
    )
    spec = ChartSpec(
        kind="radar",
        title=finding(rows, pen),
        description=_listing(rows, pen),
        x=tuple(row.id for row in rows),
        x_labels=tuple(pen.main(row.title) for row in rows),
        series=series,
        minimum=0.0,
        maximum=maximum,
        legend=True,
    )
    return svg.radar(spec, width=520, height=300, label_width=136)


def scale(row: DimensionLine, maximum: Decimal, pen: Pen) -> str:
    """Draw one dimension's score on its scale."""
    title = _("%(dimension)s %(now)s, target %(target)s") % {
        "dimension": pen.main(row.title),
        "now": decimal(row.current, 1),
        "target": decimal(row.target, 1),
    }
    spec = ScoreScale(
        _number(row.current), _number(row.target), maximum=float(maximum), title=title
    )
    return svg.score_scale(spec, width=150)


def axis(plan: PlanChapter, today: date) -> TimeAxis:
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


def gantt(plan: PlanChapter, today: date, pen: Pen) -> str:
    """Draw the initiatives by phase with milestones and links."""
    names = phase_names()
    phases = tuple(
        GanttPhase(
            pen.main(names[phase]),
            tuple(_bar(row, pen) for row in plan.initiatives if row.phase == phase),
            companion=pen.companion(names[phase]),
        )
        for phase in PHASES
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


def phase_names() -> Mapping[str, LocalizedText]:
    """Return the names of the phases in both languages."""
    return {
        "digitize": LocalizedText("Digitize", "基础数字化"),
        "integrate": LocalizedText("Integrate", "数据集成"),
        "optimize": LocalizedText("Optimize", "智能优化"),
    }


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


def strip(plan: PlanChapter, today: date, pen: Pen) -> str:
    """Draw the cost of each quarter on the axis of the Gantt."""
    unit = plan.quarter_scale(pen.form)
    bars = tuple(
        QuarterBar(
            quarter.start,
            quarter.end,
            float(unit.scaled(quarter.amount)),
            past=quarter.end <= today,
        )
        for quarter in plan.quarters
    )
    spec = QuarterStrip(
        axis=axis(plan, today),
        bars=bars,
        label=_("Budget"),
        note=_("%(unit)s a quarter") % {"unit": pen.main(unit.unit)},
        decimals=unit.places,
        description=_("%(money)s in all") % {"money": money_text(plan.total, plan.money.currency)},
    )
    return svg.quarter_bars(spec, width=WIDE - 8, height=82, label_width=LABELS)


def duty_bar(line: JurisdictionLine) -> str:
    """Draw the duties of one jurisdiction by state."""
    parts = (
        BarPart(pgettext("document", "Met"), line.met, "good"),
        BarPart(_("In progress"), line.in_progress, "accent"),
        BarPart(_("Not started"), line.not_started, "mute"),
        BarPart(_("Overdue"), line.overdue, "bad"),
        BarPart(_("To confirm"), line.to_confirm, "line"),
    )
    title = _("%(met)s of %(all)s duties met") % {"met": line.met, "all": line.applicable}
    total = float(sum(part.value for part in parts))
    return svg.stacked_bar(StackedBar(parts, total, title), width=150, height=9)


def share_bar(part: Decimal, whole: Decimal, title: str) -> str:
    """Draw a part of a whole as a bar; above the whole it is red."""
    over = part > whole
    parts = (BarPart(title, float(min(part, whole) if whole else 0), "bad" if over else "accent"),)
    return svg.stacked_bar(StackedBar(parts, float(whole or 1), title), width=96, height=9)
