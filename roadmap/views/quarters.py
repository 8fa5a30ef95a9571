"""The plan by quarter, as phones show it: what starts, what falls due, what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.wording.dates import day, day_short, quarter
from core.wording.figures import points
from core.wording.money import in_unit, money_cell
from core.wording.texts import lt
from roadmap.charts import words
from roadmap.forms.query import PlanQuery
from roadmap.models import Initiative, Milestone
from roadmap.selectors.plan import Plan


def by_quarter(plan: Plan, query: PlanQuery, shown: set[int]) -> list[dict[str, Any]]:
    """Return quarter by quarter what starts and which milestones fall due, of the rows shown."""
    quarters = []
    rows = [row for row in plan.initiatives if row.pk in shown]
    scale = words.plan_scale(plan).refined(plan.budget.quarters)
    unit = lt(scale.unit)
    faults = words.faults(plan)
    for period, cost in zip(plan.periods, plan.budget.quarters, strict=True):
        starts = [row for row in rows if period.start <= row.starts_on < period.end]
        if period == plan.periods[0]:
            starts = [row for row in rows if row.starts_on < period.end]
        due = [
            stone
            for stone in plan.milestones
            if stone.initiative_id in shown and period.start <= stone.due_on < period.end
        ]
        quarters.append(
            {
                "name": quarter(period.start),
                "cost": _("cost in the quarter %(amount)s, %(unit)s")
                % {"amount": in_unit(cost, scale), "unit": unit},
                "starts": [_start(row, query, faults.get(str(row.pk), ())) for row in starts],
                "due": [_stone(stone) for stone in due],
            }
        )
    return quarters


def _start(row: Initiative, query: PlanQuery, faults: Sequence[str]) -> dict[str, Any]:
    """Return an initiative of a quarter in words, made once for the template."""
    cost = money_cell(row.one_off_amount, row.currency)
    return {
        "href": query.keep(initiative=row.pk),
        "title": lt(row.title),
        "words": f"{day(row.starts_on)} – {day(row.ends_on)} · {cost}",
        "faults": faults,
        "done": row.get_status_display() if row.status == Initiative.Status.DONE else "",
        "progress": points(row.progress) if row.progress else "",
    }


def _stone(stone: Milestone) -> dict[str, Any]:
    """Return a milestone of a quarter in words."""
    reached = stone.reached_on
    return {
        "title": lt(stone.both("title")),
        "initiative": lt(stone.initiative.title),
        "icon": "check" if reached else "flag",
        "when": _("reached %(date)s") % {"date": day_short(reached)}
        if reached
        else day_short(stone.due_on),
    }
