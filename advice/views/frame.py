"""The frame of the area: what every page needs, the plan or 404."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest

from organizations.access import may
from organizations.domain.roles import Permission
from organizations.models import Plant
from roadmap.models import Roadmap
from roadmap.selectors.plan import roadmap_of


def base_context(request: HttpRequest, plant: Plant) -> dict[str, Any]:
    """Return what every page of the area needs."""
    may_edit = may(request, plant, Permission.ROADMAP_EDIT)
    return {"plant": plant, "area": "roadmap", "may_edit": may_edit}


def require_roadmap(plant: Plant) -> Roadmap:
    """Return the plan of a plant.

    Raises:
        Http404: there is none yet.
    """
    roadmap = roadmap_of(plant)
    if roadmap is None:
        raise Http404
    return roadmap
