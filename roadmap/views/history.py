"""The list of changes, and undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.errors import StateError
from core.htmx import CONFLICT, is_htmx
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from roadmap.models import RoadmapChange
from roadmap.selectors import changes, roadmap_of
from roadmap.services import history
from roadmap.views.shared import base_context, changed

PER_PAGE = 50
VERBS = {
    "initiative.added": gettext_lazy("Added an initiative"),
    "initiative.edited": gettext_lazy("Edited an initiative"),
    "initiative.moved": gettext_lazy("Moved an initiative"),
    "initiative.removed": gettext_lazy("Removed an initiative"),
    "initiatives.accepted": gettext_lazy("Accepted advised initiatives"),
    "dependency.added": gettext_lazy("Added a link"),
    "dependency.edited": gettext_lazy("Changed a link"),
    "dependency.removed": gettext_lazy("Removed a link"),
    "milestone.added": gettext_lazy("Added a milestone"),
    "milestone.edited": gettext_lazy("Edited a milestone"),
    "milestone.reached": gettext_lazy("Recorded a milestone"),
    "milestone.removed": gettext_lazy("Removed a milestone"),
    "limits.set": gettext_lazy("Set the budget limits"),
    "goal.set": gettext_lazy("Set a goal"),
    "goal.edited": gettext_lazy("Edited a goal"),
    "goal.removed": gettext_lazy("Removed a goal"),
}
FIELDS = {
    "starts_on": gettext_lazy("Start"),
    "ends_on": gettext_lazy("End"),
    "one_off_amount": gettext_lazy("One-off cost"),
    "yearly_amount": gettext_lazy("Yearly cost after the end"),
    "spent_amount": gettext_lazy("Spent so far"),
    "limit_amount": gettext_lazy("Limit"),
    "progress": gettext_lazy("Progress, %"),
    "due_on": gettext_lazy("Due"),
    "reached_on": gettext_lazy("Reached"),
    "target_text": gettext_lazy("Target"),
    "baseline_text": gettext_lazy("Baseline"),
    "kind": gettext_lazy("Kind"),
    "lag_days": gettext_lazy("Lag in days"),
}


@login_required
@require_safe
def change_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List who changed what, the newest first."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    page = Paginator(changes(plant), PER_PAGE).get_page(request.GET.get("page"))
    context = base_context(request, plant) | {
        "page": page,
        "rows": [{"change": row, "verb": verb_of(row), "fields": _fields(row)} for row in page],
    }
    return render(request, "roadmap/change_list.html", context)


def verb_of(change: RoadmapChange) -> str:
    """Say what a step did."""
    return str(VERBS.get(change.verb, change.verb))


def _fields(change: RoadmapChange) -> list[dict[str, Any]]:
    """Return label, before and after of the plain fields a step changed in one row."""
    if len(change.before) != 1 or len(change.after) != 1:
        return []
    before, after = change.before[0]["values"] or {}, change.after[0]["values"] or {}
    return [
        {"label": label, "before": before[name], "after": after[name]}
        for name, label in FIELDS.items()
        if name in before and name in after and before[name] != after[name]
    ]


@login_required
@require_POST
def change_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Undo a step, unless somebody changed the same thing since."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = get_object_or_404(RoadmapChange.objects.select_related("plant"), plant=plant, pk=pk)
    text, tone, status = _("Undone: %(step)s") % {"step": verb_of(row)}, "success", 200
    try:
        history.undo(change=row, by=person(request))
    except StateError as error:
        text, tone, status = error.message, "error", CONFLICT
    if is_htmx(request) and roadmap_of(plant):
        return changed(request, plant, text, tone=tone, status=status)
    messages.add_message(request, messages.ERROR if tone == "error" else messages.SUCCESS, text)
    goal_only = row.verb.startswith("goal.") or roadmap_of(plant) is None
    return redirect("roadmap:goal-list" if goal_only else "roadmap:roadmap-detail", slug)
