"""The plan page, beginning a plan, and its limits."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from calendars.selectors.calendars import work_calendar
from core.errors import RuleError, StaleVersionError
from core.forms import add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE, is_htmx
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from packs.models import PackRelease
from planning.domain.plans import horizon, years
from roadmap.forms.plan import LimitForm, RoadmapForm, limits_initial
from roadmap.forms.query import PlanQuery
from roadmap.models import Roadmap
from roadmap.selectors.plan import Plan, plan, roadmap_of
from roadmap.services import planning
from roadmap.views.detail import detail_context
from roadmap.views.frame import base_context, show_form
from roadmap.views.lookup import require_roadmap
from roadmap.views.regions import changed, plan_context
from steps.selectors.changes import last_hand


@login_required
@require_safe
def roadmap_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the plan as Gantt or table, with one initiative in the drawer if asked."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    loaded = plan(plant, today=plant_today(plant))
    if loaded is None:
        return render(request, "roadmap/roadmap_empty.html", base_context(request, plant))
    query = PlanQuery(request.GET)
    response = _plan_page(request, plant, loaded, query)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _plan_page(request: HttpRequest, plant: Plant, plan: Plan, query: PlanQuery) -> HttpResponse:
    context: dict[str, Any] = {}
    wanted = query.value("initiative")
    row = next((row for row in plan.initiatives if row.pk == wanted), None)
    target = request.headers.get("HX-Target", "")
    if row:
        context |= detail_context(request, plant, plan, row, query)
        if is_htmx(request) and target == "drawer":
            return render(request, "roadmap/_initiative_drawer.html", context)
    context = plan_context(request, plant, plan, query) | context
    if is_htmx(request):
        template = "quarters" if target == "quarter-list" else "plan"
        response = render(request, f"roadmap/_{template}.html", context)
        if target == "gantt" and not query.value("edit"):
            response["HX-Push-Url"] = query.keep()
        return response
    return render(request, "roadmap/roadmap_detail.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def roadmap_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the plan: first quarter and a limit."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    if roadmap_of(plant):
        return redirect("roadmap:roadmap-detail", slug)
    form = RoadmapForm(request.POST or None, plant=plant, today=plant_today(plant))
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid() and _create(request, plant, form):
            messages.success(request, _("The plan is begun. Choose what it shall contain."))
            return redirect("advice:initiative-list", slug)
    return show_form(
        request,
        plant,
        form,
        title=_("Begin the roadmap"),
        submit=_("Begin the roadmap"),
        every_day_counts=work_calendar(plant).closes_nothing,
        status=status,
    )


def _create(request: HttpRequest, plant: Plant, form: RoadmapForm) -> Roadmap | None:
    first, limit = form.cleaned_data["starts_on"], form.cleaned_data["limit_amount"]
    try:
        spans = years(horizon(first))
        limits = {span.start.year: limit for span in spans} if limit is not None else {}
        return planning.create_roadmap(
            plant=plant, starts_on=first, limits=limits, by=person(request)
        )
    except PackRelease.DoesNotExist:
        form.add_error(None, _("No initiative catalog is loaded; the administrator can load it."))
    except (RuleError, ValidationError) as error:
        add_error(form, error)
    return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def budget_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the limit of each year."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    roadmap = require_roadmap(plant)
    spans = years(horizon(roadmap.starts_on))
    stored = {row.year: row.limit_amount for row in roadmap.budget_years.all()}
    initial = limits_initial(stored, roadmap.version)
    form = LimitForm(request.POST or None, roadmap=roadmap, spans=spans, initial=initial)
    status = 200
    more: dict[str, Any] = {}
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.data.get("on_conflict") == "theirs":
            return changed(request, plant, _("The stored limits stay."))
        if form.is_valid():
            try:
                planning.set_limits(
                    roadmap=roadmap,
                    version=form.cleaned_data["version"],
                    limits=form.limits,
                    by=person(request),
                )
            except StaleVersionError:
                status = CONFLICT
                rows = conflict_rows(form, dict.fromkeys(form.names) | initial)
                who = last_hand(plant, roadmap)
                more = conflict_context(rows, who=who, version=initial["version"])
            except (RuleError, ValidationError) as error:
                add_error(form, error)
            else:
                return changed(request, plant, _("The limits are stored."))
    return show_form(
        request,
        plant,
        form,
        title=_("Budget limit a year"),
        submit=_("Save the limits"),
        intro=_("Cost above a limit is named on the plan; an empty field means no limit."),
        status=status,
        **more,
    )
