"""The Gantt of a plan as a picture of its own: SVG with its colors in it, and PNG."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import resvg_py
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from core.charts.svg.gantt import gantt
from core.charts.svg.marks import drawing, rect
from core.charts.timeline import Gantt, GanttLink, TimeAxis
from core.money import MoneyScale
from core.wording.dates import day, day_short
from core.wording.figures import percent_mark
from core.wording.money import in_unit, money_cell, money_text
from core.wording.texts import lt
from planning.domain.plans import years
from roadmap.charts.words import bar_name, conflict_texts, days_early, plan_scale, summary
from roadmap.domain.drawings import (
    ChartText,
    DrawnInitiative,
    DrawnMilestone,
    DrawnPhase,
    gantt_chart,
    time_axis,
)
from roadmap.models import Initiative, Milestone
from roadmap.selectors.plan import Plan
from roadmap.selectors.signing import state_of

MARGIN = 24.0
SHARP = 2.0  # dots of the PNG for each of the drawing
MOST_DOTS = 8_000_000  # above, a picture is less sharp: somebody waits for it
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')  # of a whole drawing
FACES = ("fonts/inter-400.ttf", "fonts/inter-600.ttf", "fonts/noto-sans-thai-400.ttf")


def plan_svg(plan: Plan) -> str:
    """Return the Gantt in the reader's language on white, with a margin; it needs no other file."""
    spec = plan_gantt(plan)
    inner = gantt(spec)
    wide, high = (float(size) + 2 * MARGIN for size in SIZE.findall(inner)[0])
    placed = inner.replace("<svg ", f'<svg x="{MARGIN:g}" y="{MARGIN:g}" ', 1)
    return drawing(
        wide,
        high,
        rect(0, 0, wide, high, "surface") + placed,
        title=spec.title,
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
    rows = []
    for row in plan.initiatives:
        key = str(row.pk)
        words = [days_early(early[key])] if key in early else []
        stones = [stone for stone in plan.milestones if stone.initiative_id == row.pk]
        rows.append(_bar(row, scale, [*words, *texts.get(key, ())], stones))
    return gantt_chart(
        _axis(plan),
        rows,
        (GanttLink(link.before, link.after, link.kind, link.id in broken) for link in plan.links),
        {phase: DrawnPhase(str(label)) for phase, label in Initiative.Phase.choices},
        ChartText(_("Roadmap by phase"), summary(plan), _("Initiative"), lt(scale.unit)),
        percent=percent_mark(),
    )


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
    row: Initiative, scale: MoneyScale, broken: list[str], stones: list[Milestone]
) -> DrawnInitiative:
    is_own = row.currency == scale.currency
    cost = row.one_off_amount
    is_stopped = row.status == Initiative.Status.STOPPED
    label = lt(row.both("title"))
    return DrawnInitiative(
        id=str(row.pk),
        label=f"{label} ({row.get_status_display()})" if is_stopped else label,
        phase=row.phase,
        start=row.starts_on,
        end=row.ends_on,
        progress=row.progress / 100,
        is_over=row.status in {Initiative.Status.DONE, Initiative.Status.STOPPED},
        side=in_unit(cost, scale) if is_own else money_cell(cost, row.currency),
        broken=_("; ").join(broken),
        name=bar_name(row, broken),
        milestones=tuple(
            DrawnMilestone(
                str(stone.pk),
                stone.due_on,
                f"{lt(stone.both('title'))}, {day(stone.due_on)}",
                state_of(stone),
            )
            for stone in stones
        ),
    )
