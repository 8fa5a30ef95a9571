"""The frame of the pages of a launch."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from launch.selectors.plants import PlantLaunch, plant_launch
from organizations.models import Plant
from steps.views.editing import EditedPage

PAGE = EditedPage("launch:launch-detail", _("Start of production"))


def require_launch(plant: Plant) -> PlantLaunch:
    """Return a plant with its milestones.

    Raises:
        Http404: no launch pack is loaded.
    """
    found = plant_launch(plant)
    if found is None:
        raise Http404
    return found
