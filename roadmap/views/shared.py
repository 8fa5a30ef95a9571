"""What the pages of this area share: the plan's context, forms in a drawer, answers to changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.domain.matrix import dimension_ids
from core.charts import svg
from core.htmx import is_htmx
from organizations.access import may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors import plant_today
from packs.models import PackRelease, current_release
from packs.schema import Framework
from roadmap import charts
from roadmap.domain.schedule import Violation
from roadmap.domain.types import DAY
from roadmap.forms.initiatives import PlanQuery, RowForm, initial_of
from roadmap.models import Initiative, Roadmap
from roadmap.selectors import Plan, last_change, plan, roadmap_of

SHOWN_VIOLATIONS = 4


def base_context(request: HttpRequest, plant: Plant, *, of_goals: bool = False) -> dict[str, Any]:
    """Return what every page of the area needs, with the step that Undo would take back."""
    may_edit = may(request, plant, Permission.ROADMAP_EDIT)
    return {
        "plant": plant,
        "area": "roadmap",
        "may_edit": may_edit,
        "undoable": last_change(plant, person(request), of_goals=of_goals) if may_edit else None,
    }


def require_roadmap(plant: Plant) -> Roadmap:
    """Return the plan of a plant.

    Raises:
        Http404: there is none yet.
    """
    roadmap = roadmap_of(plant)
    if roadmap is None:
        raise Http404
    return roadmap


def require_plan(plant: Plant) -> Plan:
    """Return the loaded plan of a plant.

    Raises:
        Http404: there is none yet.
    """
    found = plan(plant, today=plant_today(plant))
    if found is None:
        raise Http404
    return found


def find_initiative(plant: Plant, pk: int) -> Initiative:
    """Return an initiative of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = Initiative.objects.select_related("roadmap__plant__organization", "owner")
    return get_object_or_404(rows, roadmap__plant=plant, pk=pk)


def plan_context(
    request: HttpRequest, plant: Plant, found: Plan, query: PlanQuery
) -> dict[str, Any]:
    """Return everything the plan page shows, in the wanted view."""
    context = base_context(request, plant)
    view = query.value("view", "gantt")
    context |= {
        "plan": found,
        "view": view,
        "last_day": found.frame.end - DAY,
        "group_total": found.group.convert(found.budget.inside) if found.group else None,
        "violations": [_violation(found, violation) for violation in found.violations],
        "more_violations": len(found.violations) - SHOWN_VIOLATIONS,
        "summary": charts.summary(found),
        "view_label": _("View"),
        "view_items": [
            {"label": label, "href": plan_url(plant, name), "current": name == view}
            for name, label in PlanQuery.VIEWS
        ],
    }
    if view == "table":
        context |= _table(context["may_edit"], found, query)
    else:
        context["gantt_svg"] = svg.gantt(charts.gantt(found, editable=context["may_edit"]))
        context["strip_svg"] = svg.quarter_bars(charts.budget_strip(found))
        context["by_quarter"] = _by_quarter(found)
        context["has_yearly"] = any(row.yearly_amount for row in found.initiatives)
    return context


def _table(may_edit: bool, found: Plan, query: PlanQuery) -> dict[str, Any]:  # noqa: FBT001 -- private
    edited = query.value("edit")
    form = None
    if may_edit and edited:
        row = next((row for row in found.initiatives if row.pk == edited), None)
        if row:
            form = row_form(row)
    return {
        "phases": phase_rows(found),
        "row_form": form,
        "edited": edited,
        "year_rows": year_rows(found),
        "show_group": found.group is not None and found.group.currency != found.currency,
    }


def year_rows(found: Plan) -> list[dict[str, Any]]:
    """Return the money of each calendar year with its limit and its quarters."""
    rows = []
    for year, planned in found.budget.years.items():
        limit = found.limits.get(year)
        values: list[Any] = [None] * 4
        for period, cost in zip(found.periods, found.budget.quarters, strict=True):
            if period.start.year == year:
                values[(period.start.month - 1) // 3] = cost
        rows.append(
            {
                "year": year,
                "planned": planned,
                "limit": limit,
                "left": None if limit is None else limit - planned,
                "group": found.group.convert(planned) if found.group else None,
                "quarters": values,
            }
        )
    return rows


def _violation(found: Plan, violation: Violation) -> dict[str, Any]:
    after = found.initiative(violation.link.after)
    return {
        "violation": violation,
        "before": found.initiative(violation.link.before),
        "after": after,
        "ends_on": after.ends_on + DAY * violation.days,
    }


def row_form(row: Initiative, data: Any = None) -> RowForm:
    """Return the form of one row of the table."""
    form = RowForm(
        data,
        plant=row.roadmap.plant,
        initial=None if data is not None else initial_of(row),
        auto_id=f"row-{row.pk}-%s",
    )
    for bound in form:
        bound.field.widget.attrs["form"] = f"form-{row.pk}"
        bound.field.widget.attrs["aria-label"] = str(bound.label)
    return form


def phase_rows(found: Plan) -> list[dict[str, Any]]:
    """Return the phases with their rows and sums, for tables."""
    early = {violation.link.after: violation.days for violation in reversed(found.violations)}
    phases = []
    for phase, label in Initiative.Phase.choices:
        rows = [row for row in found.initiatives if row.phase == phase]
        if rows:
            phases.append(
                {
                    "label": label,
                    "rows": [{"row": row, "early": early.get(str(row.pk), 0)} for row in rows],
                    "one_off": sum(found.items[str(row.pk)].planned_cost for row in rows),
                    "inside": found.budget.phases.get(phase, 0),
                }
            )
    return phases


def dimensions() -> list[tuple[str, str]]:
    """Return id and name of the capability dimensions in the reader's language."""
    try:
        framework = current_release(PackRelease.Kind.FRAMEWORK).read(Framework)
    except PackRelease.DoesNotExist:
        return []
    language = get_language() or "en"
    found = []
    for name in dimension_ids(framework):
        title = framework.nodes[name].title
        found.append((name, title.in_language(language) if title else name))
    return found


def _by_quarter(found: Plan) -> list[dict[str, Any]]:
    """Return quarter by quarter what starts, what ends and which milestones fall due."""
    quarters = []
    unit = charts.unit_of(found)
    for period, cost in zip(found.periods, found.budget.quarters, strict=True):
        starts = [row for row in found.initiatives if period.start <= row.starts_on < period.end]
        if period == found.periods[0]:
            starts = [row for row in found.initiatives if row.starts_on < period.end]
        due = [stone for stone in found.milestones if period.start <= stone.due_on < period.end]
        quarters.append(
            {
                "period": period,
                "amount": f"{unit.of(cost):,.0f}",
                "unit": f"{found.currency} {unit.name}",
                "starts": starts,
                "due": due,
            }
        )
    return quarters


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


def plan_url(plant: Plant, view: str = "", **query: object) -> str:
    """Return the address of the plan page."""
    parts = {"view": "table"} if view == "table" else {}
    text = "&".join(f"{key}={value}" for key, value in {**parts, **query}.items())
    address = reverse("roadmap:roadmap-detail", args=[plant.slug])
    return f"{address}?{text}" if text else address


def show_form(
    request: HttpRequest,
    plant: Plant,
    form: forms.BaseForm,
    *,
    title: str,
    submit: str,
    back: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """Show a form as a page, or to htmx as a drawer; 422 and 409 stay in the drawer.

    Args:
        request: the request; its address takes the form.
        plant: whose page it is.
        form: the form.
        title: what is done.
        submit: words of the button.
        back: address of Cancel; the plan page if empty.
        status: status code.
        more: `conflict`, `intro`, `eyebrow`, `hidden`.
    """
    context = base_context(request, plant) | {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back or plan_url(plant, request.GET.get("view", "")),
        "view": request.POST.get("view") or request.GET.get("view", ""),
        **more,
    }
    in_drawer = is_htmx(request)
    template = "roadmap/_form_drawer.html" if in_drawer else "roadmap/form_page.html"
    response = render(request, template, context, status=status)
    if in_drawer:
        response["HX-Retarget"], response["HX-Reswap"] = "#drawer", "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response
