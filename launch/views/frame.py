"""The frame of the pages of a launch."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from launch.selectors.plants import PlantLaunch, plant_launch
from organizations.access import may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from steps.selectors.changes import buttons

HOME = "launch:launch-detail"
VERBS = ("plant_milestones.",)  # of the steps that Undo takes back here


def base_context(request: HttpRequest, plant: Plant) -> dict[str, Any]:
    """Return what every page needs, with the steps that Undo and Redo would turn."""
    may_edit = may(request, plant, Permission.ROADMAP_EDIT)
    context: dict[str, Any] = {"plant": plant, "area": "roadmap", "may_edit": may_edit}
    if may_edit:
        context["turns"] = buttons(plant, person(request), only=VERBS)
    return context


def require_launch(plant: Plant) -> PlantLaunch:
    """Return a plant with its milestones.

    Raises:
        Http404: no launch pack is loaded.
    """
    found = plant_launch(plant)
    if found is None:
        raise Http404
    return found
