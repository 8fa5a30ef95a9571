"""The list of changes, undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.errors import StateError
from core.htmx import CONFLICT, is_htmx
from core.text import localized
from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.selectors.trail import Change, changes_in_words
from roadmap.selectors.plan import roadmap_of
from roadmap.views.frame import ELSEWHERE, base_context
from roadmap.views.regions import changed
from steps.models import Step
from steps.selectors.changes import button, changes, step_words, subjects
from steps.selectors.tables import tables
from steps.services import reverting

PER_PAGE = 50
SHOWN = (
    *("starts_on", "ends_on", "one_off_amount", "yearly_amount", "spent_amount", "limit_amount"),
    *("progress", "due_on", "reached_on", "target_text", "baseline_text", "kind", "lag_days"),
    *("planned_on", "opens_on"),
)


@login_required
@require_safe
def change_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List who changed what, the newest first."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    page = Paginator(changes(plant), PER_PAGE).get_page(request.GET.get("page"))
    about = subjects(plant, list(page))
    context = base_context(request, plant) | {
        "page": page,
        "rows": [
            {
                "change": row,
                "turn": button(row, step_words(row, about[row.pk])),
                "fields": _fields(row),
            }
            for row in page
        ],
    }
    return render(request, "roadmap/change_list.html", context)


def _fields(change: Step) -> list[Change]:
    """Return label, before and after of the plain fields a step changed in one row."""
    if len(change.before) != 1 or len(change.after) != 1:
        return []
    before, after = change.before[0]["values"] or {}, change.after[0]["values"] or {}
    changes = {
        name: [_said(before, name), _said(after, name)]
        for name in SHOWN
        if name in before and name in after and before[name] != after[name]
    }
    return changes_in_words(tables()[change.after[0]["table"]].declared.model.lower(), changes)


def _said(values: Mapping[str, Any], name: str) -> Any:
    """Return a value of a kept row, words of people in the reader's language."""
    pair = (values.get("translations") or {}).get(name)
    return lt(localized(values[name], pair)) if pair else values[name]


@login_required
@require_POST
def change_undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Undo a step, unless somebody changed the same thing since."""
    return _turned(request, slug, pk, reverting.undo, _("Undone: %(step)s"))


@login_required
@require_POST
def change_redo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Do an undone step again, unless somebody changed the same thing since."""
    return _turned(request, slug, pk, reverting.redo, _("Done again: %(step)s"))


def _turned(
    request: HttpRequest, slug: str, pk: int, act: Callable[..., Step], words: str
) -> HttpResponse:
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = get_object_or_404(Step.objects.select_related("plant"), plant=plant, pk=pk)
    text, tone, status = words % {"step": step_words(row)}, "success", 200
    try:
        act(change=row, by=person(request))
    except StateError as error:
        text, tone, status = error.message, "error", CONFLICT
    if is_htmx(request) and roadmap_of(plant):
        return changed(request, plant, text, tone=tone, status=status)
    messages.add_message(request, messages.ERROR if tone == "error" else messages.SUCCESS, text)
    home = next((to for start, to in ELSEWHERE.items() if row.verb.startswith(start)), "")
    return redirect(home or "roadmap:roadmap-detail", slug)
