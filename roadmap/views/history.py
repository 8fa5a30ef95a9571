"""The list of changes, and what the plan shows after one of them was turned."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from organizations.access import get_plant
from organizations.domain.roles import Permission
from organizations.models import Plant
from roadmap.selectors.plan import roadmap_of
from roadmap.views.frame import base_context
from roadmap.views.regions import changed
from steps.selectors.pages import verbs_beside
from steps.views.listing import change_context


@login_required
@require_safe
def change_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List who changed what of plan, goals, calendars and business case, the newest first."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    context = base_context(request, plant)
    context |= change_context(request, plant, verbs_beside("roadmap"))
    return render(request, "roadmap/change_list.html", context)


def turned(
    request: HttpRequest, plant: Plant, text: str, *, tone: str, status: int
) -> HttpResponse | None:
    """Answer a step that was turned beside the plan; None where there is no plan any more."""
    if roadmap_of(plant) is None:
        return None
    return changed(request, plant, text, tone=tone, status=status)
