"""The order of the rows: put one beside another, or sort all by their dates."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import RuleError
from core.htmx import UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from roadmap.forms.initiatives import PlaceForm
from roadmap.services import order
from roadmap.views.initiatives import name_of
from roadmap.views.lookup import find_initiative, require_roadmap
from roadmap.views.regions import changed


@login_required
@require_POST
def initiative_place(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put an initiative beside another of its phase."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        words = _("Say beside which initiative it shall stand.")
        return changed(request, plant, words, tone="error", status=UNPROCESSABLE)
    beside = find_initiative(plant, form.cleaned_data["beside"])
    try:
        order.place_initiative(
            initiative=row,
            beside=beside,
            is_behind=form.cleaned_data["behind"],
            by=person(request),
        )
    except RuleError as error:
        return changed(request, plant, error.message, tone="error", status=UNPROCESSABLE)
    return changed(request, plant, _("%(title)s stands elsewhere now.") % {"title": name_of(row)})


@login_required
@require_POST
def roadmap_sort(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the rows of each phase stand by their dates."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    order.sort_by_dates(roadmap=require_roadmap(plant), by=person(request))
    return changed(request, plant, _("The rows stand by their dates."))
