"""The regions of the plan page, and the answer that brings them up to date after a change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.htmx import is_htmx
from organizations.models import Plant
from planning.domain.plans import DAY
from roadmap.charts import words
from roadmap.charts.drawing import drawing
from roadmap.domain.schedule import Violation
from roadmap.forms.bulk import ChosenForm
from roadmap.forms.query import PlanQuery
from roadmap.models import Initiative, Milestone
from roadmap.selectors.arrangement import NOBODY, arranged, owners
from roadmap.selectors.gates import behind_gates
from roadmap.selectors.marks import plan_marks
from roadmap.selectors.network import proposed_start
from roadmap.selectors.plan import Plan
from roadmap.views.detail import detail_context
from roadmap.views.frame import base_context, plan_url, query_of
from roadmap.views.lookup import require_plan
from roadmap.views.outlook import outlook
from roadmap.views.parts import DRAWN, PARTS, read_seen, region
from roadmap.views.quarters import by_quarter
from roadmap.views.table import table_context
from steps.views.turning import turn_of

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
    view = query.value("view")
    groups = arranged(plan, query.wish)
    seen = outlook(plan)
    gates = context["gates"] = behind_gates(plan, seen.phases) if seen else {}
    context |= {
        "plan": plan,
        "query": query,
        "view": view,
        "here": query.keep(),
        "shown": sum(len(group.rows) for group in groups),
        "last_day": plan.frame.end - DAY,
        "group_total": plan.group.convert(plan.totals.inside) if plan.group else None,
        "violations": [_violation(plan, violation) for violation in plan.violations],
        "more_violations": len(plan.violations) - SHOWN_VIOLATIONS,
        "date_conflicts": [
            {"row": plan.initiative(key), "words": texts}
            for key, texts in words.conflict_texts(plan).items()
        ],
        "outlook": seen,
        "summary": words.summary(plan),
        **_switches(plan, query),
    }
    if context["may_edit"] and view != "list":
        context["bulk"] = ChosenForm(plant=plant)
    if view == "table":
        context |= table_context(plan, query, groups, gates, may_edit=context["may_edit"])
    elif view == "list":
        shown = {row.pk for group in groups for row in group.rows}
        context["by_quarter"] = by_quarter(plan, query, shown)
    else:
        context["drawing"] = drawing(
            plan,
            groups,
            zoom=query.value("zoom"),
            may_edit=context["may_edit"],
            address=_with(query.keep(initiative=None)),
            marks=plan_marks(plant, plan.today),
            gates=gates,
        )
        context["has_yearly"] = any(row.yearly_amount for row in plan.initiatives)
    names = PARTS | (DRAWN if "drawing" in context else {})
    context["parts"] = {
        name.replace("-", "_"): region(name, render_to_string(f"roadmap/_{template}.html", context))
        for name, template in names.items()
    }
    return context


def _with(address: str) -> str:
    """Return a query string to which a parameter can be added."""
    return address if address == "?" else f"{address}&"


def _switches(plan: Plan, query: PlanQuery) -> dict[str, Any]:
    """Return the links of views and zooms, and what the filter offers.

    A phone draws no bars: it has no view of them, and shows the list in its place.
    """
    is_table = query.value("view") == "table"
    return {
        "view_label": _("View"),
        "view_items": [
            {"label": label, "href": query.keep(view=name), "current": name == query.value("view")}
            for name, label in PlanQuery.VIEWS
        ],
        "phone_items": [
            {
                "label": label,
                "href": query.keep(view=name),
                "current": (name == "table") is is_table,
            }
            for name, label in PlanQuery.VIEWS
            if name != "gantt"
        ],
        "zoom_label": _("Zoom"),
        "zoom_items": [
            {"label": label, "href": query.keep(zoom=name), "current": name == query.value("zoom")}
            for name, label in PlanQuery.ZOOMS
        ],
        "offers": {
            "owner": [*owners(plan), (NOBODY, _("Nobody's"))],
            "status": Initiative.Status.choices,
            "phase": Initiative.Phase.choices,
            "group": PlanQuery.GROUPS,
        },
        "wish": query.wish,
        "zoom": query.value("zoom"),
        "all_url": query.keep(**dict.fromkeys(("owner", "status", "phase", "late", "q"))),
        "list_url": query.keep(view="list"),
    }


def _violation(plan: Plan, violation: Violation) -> dict[str, Any]:
    after = plan.initiative(violation.link.after)
    start = proposed_start(after, plan, [violation])
    return {
        "violation": violation,
        "before": plan.initiative(violation.link.before),
        "after": after,
        "kind": LINK_WORDS[violation.link.kind],
        "starts_on": start,
        "ends_on": start and after.ends_on + (start - after.starts_on),
    }


def changed(
    request: HttpRequest,
    plant: Plant,
    text: str,
    *,
    tone: str = "success",
    status: int = 200,
    about: Initiative | None = None,
    stone: Milestone | None = None,
) -> HttpResponse:
    """Answer a change of the plan: the page again, or to htmx what looks different from before.

    A page says by `seen` what it shows. Rows, links and regions that look different now come out
    of band; where rows came, went or wandered, `#gantt` is replaced as a whole.

    Args:
        request: of the change.
        plant: whose plan it is.
        text: what is told of the change.
        tone: success or error.
        status: status code.
        about: the initiative in whose drawer the person works and stays; None closes any drawer.
        stone: the milestone there that has the hand.
    """
    if not is_htmx(request):
        messages.add_message(request, messages.ERROR if tone == "error" else messages.SUCCESS, text)
        opened = {"initiative": about.pk} if about else {}
        return redirect(plan_url(plant, request.POST.get("view", ""), **opened))
    query, plan = query_of(request), require_plan(plant)
    context = plan_context(request, plant, plan, query)
    if about:
        row = plan.initiative(str(about.pk))
        context |= detail_context(request, plant, plan, row, query)
        context |= {"again": request.POST.get("again") == "milestones", "acted": stone}
    context |= {"text": text, "tone": tone, "turn": turn_of(request, context.get("turns", ()))}
    seen = read_seen(request.POST.get("seen", ""))
    drawn = context.get("drawing")
    if drawn and seen.get("gantt-body") == drawn.state:
        context["rows"] = list(drawn.changed(seen))
        context["parts"] = {
            name: part
            for name, part in context["parts"].items()
            if seen.get(part.name) != part.state
        }
        response = render(request, "roadmap/_touched.html", context, status=status)
        response["HX-Reswap"] = "none"
        return response
    response = render(request, "roadmap/_changed.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#gantt", "outerHTML"
    return response
