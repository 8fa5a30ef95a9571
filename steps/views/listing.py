"""The list of changes: who did what, and what can be turned back when it is asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from organizations.access import get_plant
from organizations.models import Plant
from steps.domain.pages import StepPage
from steps.selectors.changes import Starts, button, changes, step_words, subjects
from steps.selectors.fields import fields_of
from steps.selectors.pages import verbs_beside

PER_PAGE = 50


def change_context(
    request: HttpRequest, plant: Plant, verbs: Starts, days: int = 0
) -> dict[str, Any]:
    """Return a page of steps, each with its words, its button and what it changed.

    Args:
        request: its `page` is the one wanted.
        plant: whose steps.
        verbs: how their verbs begin.
        days: how far back they reach; 0 for all.
    """
    found = changes(plant, verbs)
    if days:
        found = found.filter(made_at__gte=clock.now() - timedelta(days))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    about = subjects(plant, list(page))
    said = fields_of(page)
    rows = [
        {"change": row, "turn": button(row, step_words(row, about[row.pk])), "said": said[row.pk]}
        for row in page
    ]
    return {"page": page, "rows": rows}


@login_required
@require_safe
def step_list(request: HttpRequest, slug: str, app: str) -> HttpResponse:
    """List the steps on the page of an app, the newest first, to those who may turn them.

    Raises:
        Http404: the app has no page whose steps are listed here; those of the plan stand beside it.
    """
    config = apps.app_configs.get(app)
    declared: tuple[StepPage, ...] = getattr(config, "step_pages", ())
    home = next((page for page in declared if page.days), None)
    if home is None:
        raise Http404
    plant = get_plant(request, slug, home.right)
    context = {"plant": plant, "area": home.area, "may_edit": True, "days": home.days}
    context["home"] = reverse(home.name, args=[slug])
    context |= change_context(request, plant, verbs_beside(app), home.days)
    return render(request, "steps/step_list.html", context)
