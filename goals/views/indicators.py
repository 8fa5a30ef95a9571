"""The indicators of a goal: add, edit, take off."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.htmx import UNPROCESSABLE
from core.wording.texts import lt
from goals.forms import GoalIndicatorForm, figures_of, indicator_name
from goals.models import Goal, GoalIndicator
from goals.services import indicators
from goals.views.frame import PAGE
from goals.views.goals import find_goal
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from steps.views import added, stored


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
        make = partial(_make, request, row, form)
        done = added(request, form, make, PAGE.address(plant))
        if done is not None:
            return done
        status = UNPROCESSABLE
    title = _("Indicator of %(title)s") % _named(row)
    return PAGE.form(
        request, plant, form, title=title, submit=_("Add the indicator"), status=status
    )


def _make(request: HttpRequest, goal: Goal, form: GoalIndicatorForm) -> str:
    by = person(request)
    once(
        by=by,
        key=form.cleaned_data["key"],
        make=lambda: indicators.add_indicator(goal=goal, values=form.values(), by=by),
        model=GoalIndicator,
    )
    return _("The indicator of %(title)s is set.") % _named(goal)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_edit(request: HttpRequest, slug: str, goal: int, pk: int) -> HttpResponse:
    """Change the figures of an indicator of a goal."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_indicator(plant, goal, pk)
    form = GoalIndicatorForm(request.POST or None, plant=plant, initial=figures_of(row))
    status, more = 200, dict[str, Any]()
    if request.method == "POST":
        outcome = stored(
            request,
            plant,
            form,
            lambda: _save(request, row, form),
            lambda: find_indicator(plant, goal, pk),
            figures_of,
            PAGE.address(plant),
        )
        if isinstance(outcome, HttpResponse):
            return outcome
        status, more = outcome
    title = _("Indicator of %(title)s") % _named(row.goal)
    return PAGE.form(
        request, plant, form, title=title, submit=_("Save the indicator"), status=status, **more
    )


def _save(request: HttpRequest, row: GoalIndicator, form: GoalIndicatorForm) -> str:
    version, values = form.cleaned_data["version"], form.values()
    indicators.edit_indicator(row=row, version=version, values=values, by=person(request))
    return _("The indicator of %(title)s is stored.") % _named(row.goal)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_delete(request: HttpRequest, slug: str, goal: int, pk: int) -> HttpResponse:
    """Ask once, then take an indicator off a goal; the step can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_indicator(plant, goal, pk)
    if request.method == "POST":
        indicators.remove_indicator(row=row, by=person(request))
        words = _("An indicator of %(title)s was taken off.") % _named(row.goal)
        messages.success(request, words)
        return redirect(PAGE.name, slug)
    return PAGE.confirm(
        request,
        plant,
        title=_("Take %(title)s off?") % {"title": indicator_name(row.plant_indicator)},
        text=_("The indicator and its readings stay with the plant. Undo brings it back."),
        label=_("Take the indicator off"),
    )


def _named(goal: Goal) -> dict[str, str]:
    return {"title": lt(goal.both("title"))}
