"""Milestones of a plant: add, edit, reach, remove."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calendars.forms import PlantMilestoneForm, PlantReachForm, milestone_initial
from calendars.models import PlantMilestone
from calendars.services import milestones
from calendars.views.frame import PAGE
from core.editing import Stored
from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from steps.views.editing import RowRemoval, by_now


def find_milestone(plant: Plant, pk: int) -> PlantMilestone:
    """Return a milestone of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = PlantMilestone.objects.select_related("plant__organization")
    return get_object_or_404(rows, plant=plant, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a milestone of the plant's own."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    form = PlantMilestoneForm(request.POST or None, plant=plant, is_new=True)
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _make(request, plant, form),
        title=_("Add a milestone of the plant"),
        submit=_("Add the milestone"),
    )


def _make(request: HttpRequest, plant: Plant, form: PlantMilestoneForm) -> str:
    row = once(
        by=person(request),
        key=form.cleaned_data["key"],
        make=lambda: milestones.add_milestone(
            plant=plant, values=form.values(), by=person(request)
        ),
        model=PlantMilestone,
    )
    return _("Milestone %(title)s is kept.") % {"title": lt(row.both("title"))}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a milestone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_milestone(plant, pk)
    form = PlantMilestoneForm(request.POST or None, plant=plant, initial=milestone_initial(row))
    return _edited(
        request,
        plant,
        row,
        form,
        title=_("Edit the milestone of the plant"),
        submit=_("Save the milestone"),
    )


@login_required
@require_POST
def milestone_reach(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record when a milestone was reached, or take that back."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    form = PlantReachForm(request.POST)
    row = find_milestone(plant, pk)
    return _edited(
        request, plant, row, form, title=_("Milestone reached"), submit=_("Store the day")
    )


def _edited(
    request: HttpRequest,
    plant: Plant,
    row: PlantMilestone,
    form: PlantMilestoneForm | PlantReachForm,
    **words: str,
) -> HttpResponse:
    def save() -> str:
        version, values = form.cleaned_data["version"], form.values()
        milestones.edit_milestone(milestone=row, version=version, values=values, by=person(request))
        return _("Milestone %(title)s is stored.") % {"title": lt(row.both("title"))}

    def now() -> Stored:
        return by_now(plant, find_milestone(plant, row.pk), milestone_initial)

    return PAGE.edit(request, plant, form, save=save, now=now, **words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then remove a milestone; the step can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_milestone(plant, pk)
    named = {"title": lt(row.both("title"))}
    removal = RowRemoval(
        title=_("Remove %(title)s?") % named,
        text=_("It goes from the page and from the drawings. Undo brings it back."),
        label=_("Remove the milestone"),
        done=_("Milestone %(title)s was removed.") % named,
        act=lambda seen: milestones.delete_milestone(
            milestone=row, version=seen, by=person(request)
        ),
        find=lambda: find_milestone(plant, pk),
        initial=milestone_initial,
        fields=PlantMilestoneForm(None, plant=plant).fields,
    )
    return PAGE.remove(request, plant, removal)
