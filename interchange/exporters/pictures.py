"""The Gantt of a plan as a picture of its own: SVG with its colors in it, and PNG."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import resvg_py
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from charts.svg.gantt import gantt
from charts.svg.marks import drawing, mark, rect
from charts.timeline import Gantt, GanttLink, TimeAxis
from core.money import MoneyScale
from core.wording.dates import day, day_short
from core.wording.figures import percent_mark
from core.wording.money import in_unit, money_cell, money_text
from core.wording.texts import lt
from interchange.exporters.legend import legend, title_lines
from planning.domain.plans import years
from roadmap.charts.words import (
    bar_name,
    conflict_texts,
    days_early,
    last_start,
    last_start_text,
    plan_scale,
    summary,
)
from roadmap.domain.drawings import (
    ChartText,
    DrawnInitiative,
    DrawnMilestone,
    DrawnPhase,
    gantt_chart,
    time_axis,
)
from roadmap.models import Initiative
from roadmap.selectors.gates import behind_gates, plan_gates
from roadmap.selectors.plan import Plan
from roadmap.selectors.reach import plan_run
from roadmap.selectors.signing import state_of
from roadmap.selectors.wording import gate_words

MARGIN, GAP = 24.0, 16.0
SHARP = 2.0  # dots of the PNG for each of the drawing
MOST_DOTS = 8_000_000  # above, a picture is less sharp: somebody waits for it
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')  # of a whole drawing
FACES = ("fonts/inter-400.ttf", "fonts/inter-600.ttf", "fonts/noto-sans-thai-400.ttf")


def plan_svg(plan: Plan) -> str:
    """Return the Gantt in the reader's language on white, with a margin; it needs no other file.

    Above it stand the plant and the day it was made, below it what its marks mean.
    """
    spec = plan_gantt(plan)
    inner = gantt(spec)
    wide, high = (float(size) for size in SIZE.findall(inner)[0])
    made = _("made %(day)s") % {"day": day(plan.today)}
    head, top = title_lines(spec.title, made, wide)
    foot, below = legend(spec, wide)
    placed = inner.replace("<svg ", f'<svg y="{top:g}" ', 1)
    foot = mark("g", foot, transform=f"translate(0 {top + high + GAP:g})")
    inside = mark("g", head + placed + foot, transform=f"translate({MARGIN:g} {MARGIN:g})")
    wide, high = wide + 2 * MARGIN, top + high + GAP + below + 2 * MARGIN
    return drawing(
        wide,
        high,
        rect(0, 0, wide, high, "surface") + inside,
        title=f"{spec.title}, {made}",
        description=spec.description,
    )


def plan_png(plan: Plan) -> bytes:
    """Return the same picture as a PNG, at double size while that stays below eight million dots."""
    return drawn(plan_svg(plan))


def drawn(markup: str) -> bytes:
    """Return one of our drawings as a PNG: Latin in our own typefaces, Chinese in the system's."""
    faces = [found for name in FACES if (found := finders.find(name))]
    wide, high = (float(size) for size in SIZE.findall(markup)[0])
    zoom = max(1.0, min(SHARP, math.sqrt(MOST_DOTS / (wide * high))))
    return bytes(resvg_py.svg_to_bytes(svg_string=markup, zoom=zoom, font_files=faces))


def plan_gantt(plan: Plan) -> Gantt:
    """Return the description of the bars by phase, as documents draw them."""
    early = {violation.link.after: violation.days for violation in reversed(plan.violations)}
    broken = {violation.link.id for violation in plan.violations}
    scale = plan_scale(plan).refined(row.one_off_amount for row in plan.initiatives)
    texts = conflict_texts(plan)
    plant = plan.roadmap.plant
    gates = gate_words(behind_gates(plan, plan_gates(plant, plan_run(plant), today=plan.today)))
    rows = []
    for row in plan.initiatives:
        key = str(row.pk)
        told = [days_early(early[key])] if key in early else []
        told += texts.get(key, ())
        rows.append(_bar(plan, row, scale, told, gates.get(row.pk, "")))
    return gantt_chart(
        _axis(plan),
        rows,
        (GanttLink(link.before, link.after, link.kind, link.id in broken) for link in plan.links),
        {phase: DrawnPhase(str(label)) for phase, label in Initiative.Phase.choices},
        ChartText(_title(plan), summary(plan), _("Initiative"), lt(scale.unit)),
        percent=percent_mark(),
    )


def _title(plan: Plan) -> str:
    words = {"plant": plan.roadmap.plant.shown_name, "title": _("Roadmap by phase")}
    return _("%(plant)s: %(title)s") % words


def _axis(plan: Plan) -> TimeAxis:
    notes = {}
    for span in years(plan.frame):
        year = span.start.year
        planned, limit = plan.budget.years.get(year, Decimal(0)), plan.limits.get(year)
        notes[year] = money_text(planned)
        if limit is not None:
            words = {"planned": money_text(planned), "limit": money_text(limit)}
            notes[year] = _("%(planned)s of %(limit)s") % words
    return time_axis(plan.periods, plan.today, day_short(plan.today), notes)


def _bar(
    plan: Plan, row: Initiative, scale: MoneyScale, broken: list[str], gate: str
) -> DrawnInitiative:
    label, is_own = lt(row.both("title")), row.currency == scale.currency
    if row.status == Initiative.Status.STOPPED:
        label = f"{label} ({row.get_status_display()})"
    cost, late = row.one_off_amount, plan.late_starts.get(str(row.pk))
    more = [text for text in (last_start_text(plan, row), gate) if text]
    return DrawnInitiative(
        id=str(row.pk),
        label=label,
        phase=row.phase,
        start=row.starts_on,
        end=row.ends_on,
        progress=row.progress / 100,
        is_over=row.status in {Initiative.Status.DONE, Initiative.Status.STOPPED},
        side=in_unit(cost, scale) if is_own else money_cell(cost, row.currency),
        broken=_("; ").join(broken),
        name=bar_name(row, [*more, *broken]),
        is_critical=late is not None and late.slack <= 0,
        is_gated=bool(gate),
        late_start=last_start(plan, row) if late and late.due else None,
        milestones=tuple(
            DrawnMilestone(
                str(stone.pk),
                stone.due_on,
                f"{lt(stone.both('title'))}, {day(stone.due_on)}",
                state_of(stone),
            )
            for stone in plan.milestones
            if stone.initiative_id == row.pk
        ),
    )
