"""The indicators of a goal: add, edit, take off."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.wording.texts import lt
from goals.forms import GoalIndicatorForm, figures_of
from goals.models import Goal, GoalIndicator
from goals.services import indicators
from goals.views.frame import PAGE
from goals.views.goals import find_goal
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from readings.selectors.wording import indicator_name
from steps.views.editing import RowRemoval, by_now


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
    title = _("Indicator of %(title)s") % _named(row)
    return PAGE.edit(
        request,
        plant,
        form,
        save=partial(_make, request, row, form),
        title=title,
        submit=_("Add the indicator"),
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
    title = _("Indicator of %(title)s") % _named(row.goal)
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _save(request, row, form),
        now=lambda: by_now(plant, find_indicator(plant, goal, pk), figures_of),
        title=title,
        submit=_("Save the indicator"),
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
    removal = RowRemoval(
        title=_("Take %(title)s off?") % {"title": indicator_name(row.plant_indicator)},
        text=_("The indicator and its readings stay with the plant. Undo brings it back."),
        label=_("Take the indicator off"),
        done=_("An indicator of %(title)s was taken off.") % _named(row.goal),
        act=lambda seen: indicators.remove_indicator(row=row, version=seen, by=person(request)),
        find=lambda: find_indicator(plant, goal, pk),
        initial=figures_of,
        fields=GoalIndicatorForm(None, plant=plant).fields,
    )
    return PAGE.remove(request, plant, removal)


def _named(goal: Goal) -> dict[str, str]:
    return {"title": lt(goal.both("title"))}
