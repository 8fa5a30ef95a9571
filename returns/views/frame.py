"""The page of the business case, to which its forms lead back."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from organizations.domain.roles import Permission
from organizations.models import Plant
from returns.models import Promise
from roadmap.models import Initiative
from steps.views.editing import EditedPage

PAGE = EditedPage("returns:case-detail", _("Business case"))
SIGN = Permission.MILESTONE_SIGN_BUSINESS  # who accepts for business promises for it


def find_initiative(plant: Plant, pk: int) -> Initiative:
    """Return an initiative of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = Initiative.objects.select_related("roadmap__plant__organization")
    return get_object_or_404(rows, roadmap__plant=plant, pk=pk)


def find_promise(plant: Plant, pk: int) -> Promise:
    """Return a promise of the plant.

    Raises:
        Http404: it is another plant's, or withdraws one.
    """
    rows = Promise.objects.select_related("plant__organization")
    return get_object_or_404(rows, plant=plant, pk=pk, act=Promise.Act.PROMISED)


def home(plant: Plant, initiative: int | None = None) -> str:
    """Return the address of the case, of one initiative if it is named."""
    address = PAGE.address(plant)
    return f"{address}?initiative={initiative}" if initiative else address
