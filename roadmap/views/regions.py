"""The regions of the plan page, and the answer that brings them up to date after a change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.charts import svg
from core.htmx import is_htmx
from core.wording.dates import day, day_short, quarter
from core.wording.figures import points
from core.wording.money import in_unit, money_cell
from core.wording.texts import lt
from organizations.models import Plant
from planning.domain.plans import DAY
from roadmap import charts
from roadmap.domain.schedule import Violation
from roadmap.forms.initiatives import PlanQuery
from roadmap.models import Initiative, Milestone
from roadmap.selectors.plan import Plan
from roadmap.views.frame import base_context, plan_url
from roadmap.views.lookup import require_plan
from roadmap.views.outlook import outlook
from roadmap.views.table import table_context

SHOWN_VIOLATIONS = 4
LINK_WORDS = {
    "FS": gettext_lazy("finish to start"),
    "SS": gettext_lazy("start to start"),
    "FF": gettext_lazy("finish to finish"),
}


def plan_context(
    request: HttpRequest, plant: Plant, plan: Plan, query: PlanQuery
) -> dict[str, Any]:
    """Return everything the plan page shows, in the wanted view."""
    context = base_context(request, plant)
    view = query.value("view", "gantt")
    context |= {
        "plan": plan,
        "view": view,
        "last_day": plan.frame.end - DAY,
        "group_total": plan.group.convert(plan.totals.inside) if plan.group else None,
        "violations": [_violation(plan, violation) for violation in plan.violations],
        "more_violations": len(plan.violations) - SHOWN_VIOLATIONS,
        "date_conflicts": [
            {"row": plan.initiative(key), "words": words}
            for key, words in charts.conflict_texts(plan).items()
        ],
        "outlook": outlook(plan),
        "summary": charts.summary(plan),
        "view_label": _("View"),
        "view_items": [
            {"label": label, "href": plan_url(plant, name), "current": name == view}
            for name, label in PlanQuery.VIEWS
        ],
    }
    if view == "table":
        context |= table_context(plan, query, may_edit=context["may_edit"])
    else:
        context["gantt_svg"] = svg.gantt(charts.gantt(plan, editable=context["may_edit"]))
        context["strip_svg"] = svg.quarter_bars(charts.budget_strip(plan))
        context["by_quarter"] = _by_quarter(plan)
        context["has_yearly"] = any(row.yearly_amount for row in plan.initiatives)
    return context


def _violation(plan: Plan, violation: Violation) -> dict[str, Any]:
    after = plan.initiative(violation.link.after)
    return {
        "violation": violation,
        "before": plan.initiative(violation.link.before),
        "after": after,
        "kind": LINK_WORDS[violation.link.kind],
        "ends_on": after.ends_on + DAY * violation.days,
    }


def _by_quarter(plan: Plan) -> list[dict[str, Any]]:
    """Return quarter by quarter what starts, what ends and which milestones fall due."""
    quarters = []
    scale = charts.plan_scale(plan).refined(plan.budget.quarters)
    unit = lt(scale.unit)
    for period, cost in zip(plan.periods, plan.budget.quarters, strict=True):
        starts = [row for row in plan.initiatives if period.start <= row.starts_on < period.end]
        if period == plan.periods[0]:
            starts = [row for row in plan.initiatives if row.starts_on < period.end]
        due = [stone for stone in plan.milestones if period.start <= stone.due_on < period.end]
        quarters.append(
            {
                "name": quarter(period.start),
                "cost": _("cost in the quarter %(amount)s, %(unit)s")
                % {"amount": in_unit(cost, scale), "unit": unit},
                "starts": [_start(row) for row in starts],
                "due": [_stone(stone) for stone in due],
            }
        )
    return quarters


def _start(row: Initiative) -> dict[str, Any]:
    """Return an initiative of a quarter in words, made once for the template."""
    cost = money_cell(row.one_off_amount, row.currency)
    return {
        "href": f"?initiative={row.pk}",
        "title": lt(row.title),
        "words": f"{day(row.starts_on)} – {day(row.ends_on)} · {cost}",
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


def changed(
    request: HttpRequest, plant: Plant, text: str, *, tone: str = "success", status: int = 200
) -> HttpResponse:
    """Answer a change of the plan: the page again, or to htmx every region it touches.

    The answer to htmx replaces `#gantt`; banner, facts, toast and drawer come out of band.
    """
    if not is_htmx(request):
        messages.add_message(request, messages.ERROR if tone == "error" else messages.SUCCESS, text)
        return redirect(plan_url(plant, request.POST.get("view", "")))
    query = PlanQuery(request.POST)
    context = plan_context(request, plant, require_plan(plant), query)
    context |= {"text": text, "tone": tone}
    response = render(request, "roadmap/_changed.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#gantt", "outerHTML"
    return response
