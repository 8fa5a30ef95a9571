"""Goals by horizon: list, set, edit, remove."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from capability.selectors import dimension_choices
from core.wording.texts import lt
from goals.forms import GoalForm, initial_of
from goals.models import Goal
from goals.selectors.goals import GoalNode, goal_tree
from goals.services import goals
from goals.views.frame import PAGE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from organizations.services.once import once
from steps.views.editing import RowRemoval, by_now

DEEPEST = 4  # indents; deeper goals stand below each other


@login_required
@require_safe
def goal_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the goals by horizon."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    nodes = goal_tree(plant, plant_today(plant))
    context = PAGE.context(request, plant) | {
        "groups": _by_horizon(nodes),
        "total": len(nodes),
        "today": plant_today(plant),
        "unmeasured": sum(1 for node in nodes if not node.is_measurable),
        "misdated": sum(1 for node in nodes if not node.agrees),
    }
    return render(request, "goals/goal_list.html", context)


def _by_horizon(nodes: list[GoalNode]) -> list[dict[str, Any]]:
    """Return the trees under the horizon of the goal at their root."""
    names = dict(dimension_choices())
    rows: dict[str, list[dict[str, Any]]] = {}
    root = ""
    for node in nodes:
        root = node.goal.horizon if node.depth == 0 else root
        dimensions = [names.get(key, key) for key in node.goal.dimensions]
        rows.setdefault(root, []).append(
            {
                "node": node,
                "goal": node.goal,
                "indent": min(node.depth, DEEPEST),
                "dimensions": dimensions,
            }
        )
    return [
        {"label": label, "horizon": horizon, "rows": rows[horizon]}
        for horizon, label in Goal.Horizon.choices
        if horizon in rows
    ]


def goal_form(plant: Plant, data: Any, **more: Any) -> GoalForm:
    """Return the form with the choices of the plant."""
    language = get_language() or "en"
    return GoalForm(data, plant=plant, dimensions=dimension_choices(), language=language, **more)


def find_goal(plant: Plant, pk: int) -> Goal:
    """Return a goal of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = Goal.objects.select_related("plant__organization")
    return get_object_or_404(rows, plant=plant, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Set a goal."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    form = goal_form(plant, request.POST or None, is_new=True)
    return PAGE.edit(
        request,
        plant,
        form,
        save=partial(_make, request, plant, form),
        title=_("Set a goal"),
        submit=_("Set the goal"),
    )


def _make(request: HttpRequest, plant: Plant, form: GoalForm) -> str:
    by = person(request)
    goal = once(
        by=by,
        key=form.cleaned_data["key"],
        make=lambda: goals.create_goal(plant=plant, values=form.values(), by=by),
        model=Goal,
    )
    return _("Goal %(title)s is set.") % {"title": lt(goal.both("title"))}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a goal."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    goal = find_goal(plant, pk)
    form = goal_form(plant, request.POST or None, initial=initial_of(goal), key=goal.pk)
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _save(request, goal, form),
        now=lambda: by_now(plant, find_goal(plant, pk), initial_of),
        title=_("Edit the goal"),
        submit=_("Save the goal"),
    )


def _save(request: HttpRequest, goal: Goal, form: GoalForm) -> str:
    version, values = form.cleaned_data["version"], form.values()
    goals.edit_goal(goal=goal, version=version, values=values, by=person(request))
    return _("Goal %(title)s is stored.") % {"title": lt(goal.both("title"))}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goal_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then remove a goal; the step can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    goal = find_goal(plant, pk)
    named = {"title": lt(goal.both("title"))}
    removal = RowRemoval(
        title=_("Remove %(title)s?") % named,
        text=_(
            "Initiatives and the goals that serve it lose their link to it, its indicators go."
            " Undo brings everything back."
        ),
        label=_("Remove the goal"),
        done=_("Goal %(title)s was removed.") % named,
        act=lambda version: goals.delete_goal(goal=goal, version=version, by=person(request)),
        find=lambda: find_goal(plant, pk),
        initial=initial_of,
        fields=goal_form(plant, None, key=pk).fields,
    )
    return PAGE.remove(request, plant, removal)
