"""The indicators of a goal: add, edit, take off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import RuleError, StaleVersionError
from core.forms import add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.texts import lt
from goals.forms import GoalIndicatorForm, figures_of, indicator_name
from goals.models import Goal, GoalIndicator
from goals.services import indicators
from goals.views.frame import base_context, show_form
from goals.views.goals import find_goal
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from steps.selectors.changes import last_hand


def find_indicator(plant: Plant, goal: int, pk: int) -> GoalIndicator:
    """Return an indicator of a goal of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = GoalIndicator.objects.select_related(
        "goal__plant__organization", "plant_indicator__indicator"
    )
    return get_object_or_404(rows, goal__plant=plant, goal=goal, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_create(request: HttpRequest, slug: str, goal: int) -> HttpResponse:
    """Say which figure shows that a goal is reached."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_goal(plant, goal)
    form = GoalIndicatorForm(
        request.POST or None, plant=plant, is_new=True, initial={"target_on": row.due_on}
    )
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                once(
                    by=person(request),
                    key=form.cleaned_data["key"],
                    make=lambda: indicators.add_indicator(
                        goal=row, values=form.values(), by=person(request)
                    ),
                    model=GoalIndicator,
                )
            except (RuleError, ValidationError) as error:
                add_error(form, error)
            else:
                return _done(request, row, _("The indicator of %(title)s is set."))
    title = _("Indicator of %(title)s") % {"title": lt(row.both("title"))}
    return show_form(
        request, plant, form, title=title, submit=_("Add the indicator"), status=status
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_edit(request: HttpRequest, slug: str, goal: int, pk: int) -> HttpResponse:
    """Change the figures of an indicator of a goal."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_indicator(plant, goal, pk)
    form = GoalIndicatorForm(request.POST or None, plant=plant, initial=figures_of(row))
    status = 200
    more: dict[str, Any] = {}
    if request.method == "POST":
        if form.data.get("on_conflict") == "theirs":
            return redirect("goals:goal-list", slug)
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                indicators.edit_indicator(
                    row=row,
                    version=form.cleaned_data["version"],
                    values=form.values(),
                    by=person(request),
                )
            except StaleVersionError:
                stored = find_indicator(plant, goal, pk)
                rows = conflict_rows(form, figures_of(stored))
                status = CONFLICT
                more = conflict_context(rows, who=last_hand(plant, stored), version=stored.version)
            except (RuleError, ValidationError) as error:
                add_error(form, error)
            else:
                return _done(request, row.goal, _("The indicator of %(title)s is stored."))
    title = _("Indicator of %(title)s") % {"title": lt(row.goal.both("title"))}
    return show_form(
        request, plant, form, title=title, submit=_("Save the indicator"), status=status, **more
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_delete(request: HttpRequest, slug: str, goal: int, pk: int) -> HttpResponse:
    """Ask once, then take an indicator off a goal; the step can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_indicator(plant, goal, pk)
    if request.method == "POST":
        indicators.remove_indicator(row=row, by=person(request))
        return _done(request, row.goal, _("An indicator of %(title)s was taken off."))
    name = indicator_name(row.plant_indicator)
    context = base_context(request, plant) | {
        "title": _("Take %(title)s off?") % {"title": name},
        "text": _("The indicator and its readings stay with the plant. Undo brings it back."),
        "label": _("Take the indicator off"),
        "back": reverse("goals:goal-list", args=[slug]),
    }
    return render(request, "goals/confirm_page.html", context)


def _done(request: HttpRequest, goal: Goal, words: str) -> HttpResponse:
    messages.success(request, words % {"title": lt(goal.both("title"))})
    return redirect("goals:goal-list", goal.plant.slug)
