"""A plant's overview: stages, four figures, what comes next, capability."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.wording.dates import day_at, day_short
from journey.domain.stages import StageState
from organizations.access import get_plant, grants_of, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from overview import charts
from overview.selectors.plant import PlantPage, load_plant
from overview.views.tiles import tiles
from reports.models import Report

# The documents that the stages lead to.
DELIVERED = (Report.Kind.BLUEPRINT, Report.Kind.INDICATOR_BASELINE)


@login_required
@require_safe
def plant_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a plant: stages, four figures, what comes next, capability."""
    plant = get_plant(request, slug, Permission.PLANT_VIEW)
    today = plant_today(plant)
    page = load_plant(plant, person(request), grants_of(request), today)
    rights = grants_of(request).at_plant(plant)
    context = {
        "plant": plant,
        "area": "overview",
        "page": page,
        "today": today,
        "stages": _stages(plant, page, rights, today),
        "tiles": tiles(plant, page, rights),
        "dumbbell": _dumbbell(page) if Permission.CAPABILITY_VIEW in rights else "",
    }
    return render(request, "overview/plant_detail.html", context)


def _stages(
    plant: Plant, page: PlantPage, rights: frozenset[Permission], today: date
) -> list[dict[str, Any]]:
    shown = []
    for one in page.stages:
        if one.signed_off_at:
            note = _("Signed off %(day)s") % {"day": day_at(one.signed_off_at, plant)}
        elif one.state == StageState.CURRENT:
            note = _("%(done)s of %(total)s tasks") % {
                "done": one.tasks_done,
                "total": one.tasks_total,
            }
            if one.is_late(today):
                note += " · " + _("overdue since %(day)s") % {"day": day_short(one.due_on)}
            elif one.due_on:
                note += " · " + _("due %(day)s") % {"day": day_short(one.due_on)}
        else:
            note = _("To come")
        deliverables = []
        if one.stage == 2 and Permission.REPORTS_VIEW in rights:
            deliverables = [
                {
                    "label": kind.label,
                    "href": reverse("reports:report-list", args=[plant.slug]),
                    "state": "done" if kind.value in page.reports else "open",
                }
                for kind in DELIVERED
            ]
        shown.append(
            {
                "number": one.stage,
                "name": one.name.as_dict(),
                "state": "now" if one.state == StageState.CURRENT else one.state.value,
                "note": note,
                "is_late": one.is_late(today),
                "percent": one.percent,
                "href": reverse("journey:stage-detail", args=[plant.slug, one.stage]),
                "deliverables": deliverables,
            }
        )
    return shown


def _dumbbell(page: PlantPage) -> str:
    if page.matrix is None or page.framework is None:
        return ""
    language = get_language() or "en"
    nodes = page.framework.nodes
    titles = {
        row.dimension: title.in_language(language)
        if (title := nodes[row.dimension].title)
        else row.dimension
        for row in page.matrix.rows
    }
    return charts.dumbbell(page.matrix, titles)
