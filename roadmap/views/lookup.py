"""The plan and the initiative of an address, or 404."""

from __future__ import annotations

from django.http import Http404

from organizations.models import Plant
from organizations.selectors.places import plant_today
from roadmap.models import Initiative, Milestone, Roadmap
from roadmap.selectors.plan import Plan, plan, roadmap_of
from steps.selectors.removed import refuse_gone


def require_roadmap(plant: Plant) -> Roadmap:
    """Return the plan of a plant.

    Raises:
        Http404: there is none yet.
    """
    roadmap = roadmap_of(plant)
    if roadmap is None:
        raise Http404
    return roadmap


def require_plan(plant: Plant) -> Plan:
    """Return the loaded plan of a plant.

    Raises:
        Http404: there is none yet.
    """
    loaded = plan(plant, today=plant_today(plant))
    if loaded is None:
        raise Http404
    return loaded


def find_initiative(plant: Plant, pk: int) -> Initiative:
    """Return an initiative of the plant.

    Raises:
        RowGoneError: it was removed by a step that can be undone.
        Http404: it is another plant's.
    """
    rows = Initiative.objects.select_related("roadmap__plant__organization", "owner")
    found = rows.filter(roadmap__plant=plant, pk=pk).first()
    if found is None:
        refuse_gone(plant, Initiative, pk)
        raise Http404
    return found


def find_milestone(plant: Plant, pk: int) -> Milestone:
    """Return a milestone of the plant.

    Raises:
        RowGoneError: it was removed by a step that can be undone.
        Http404: it is another plant's.
    """
    rows = Milestone.objects.select_related("initiative__roadmap__plant__organization")
    found = rows.filter(initiative__roadmap__plant=plant, pk=pk).first()
    if found is None:
        refuse_gone(plant, Milestone, pk)
        raise Http404
    return found
