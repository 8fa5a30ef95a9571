"""The page of the business case, to which its forms lead back."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from organizations.models import Plant
from roadmap.models import Initiative
from steps.views import EditedPage

PAGE = EditedPage("returns:case-detail", _("Business case"), verbs=("case.", "effect."))


def find_initiative(plant: Plant, pk: int) -> Initiative:
    """Return an initiative of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = Initiative.objects.select_related("roadmap__plant__organization")
    return get_object_or_404(rows, roadmap__plant=plant, pk=pk)


def home(plant: Plant, initiative: int | None = None) -> str:
    """Return the address of the case, of one initiative if it is named."""
    address = PAGE.address(plant)
    return f"{address}?initiative={initiative}" if initiative else address
