"""Closures of a plant: add, edit, remove."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from calendars.forms import ClosureForm, closure_initial
from calendars.models import PlantClosure
from calendars.services import closures
from calendars.views.frame import PAGE
from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from steps.views.editing import RowRemoval, by_now


def find_closure(plant: Plant, pk: int) -> PlantClosure:
    """Return a closure of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = PlantClosure.objects.select_related("plant__organization")
    return get_object_or_404(rows, plant=plant, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closure_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Close the plant for some days."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    form = ClosureForm(request.POST or None, is_new=True)
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _make(request, plant, form),
        title=_("Add a closure"),
        submit=_("Add the closure"),
    )


def _make(request: HttpRequest, plant: Plant, form: ClosureForm) -> str:
    row = once(
        by=person(request),
        key=form.cleaned_data["key"],
        make=lambda: closures.add_closure(plant=plant, values=form.values(), by=person(request)),
        model=PlantClosure,
    )
    return _("Closure %(title)s is kept.") % {"title": lt(row.both("title"))}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closure_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a closure."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_closure(plant, pk)
    form = ClosureForm(request.POST or None, initial=closure_initial(row))
    return PAGE.edit(
        request,
        plant,
        form,
        save=lambda: _save(request, row, form),
        now=lambda: by_now(plant, find_closure(plant, pk), closure_initial),
        title=_("Edit the closure"),
        submit=_("Save the closure"),
    )


def _save(request: HttpRequest, row: PlantClosure, form: ClosureForm) -> str:
    version, values = form.cleaned_data["version"], form.values()
    closures.edit_closure(closure=row, version=version, values=values, by=person(request))
    return _("Closure %(title)s is stored.") % {"title": lt(row.both("title"))}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closure_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then remove a closure; the step can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_closure(plant, pk)
    named = {"title": lt(row.both("title"))}
    removal = RowRemoval(
        title=_("Remove %(title)s?") % named,
        text=_("Its days count as worked again. Undo brings it back."),
        label=_("Remove the closure"),
        done=_("Closure %(title)s was removed.") % named,
        act=lambda seen: closures.delete_closure(closure=row, version=seen, by=person(request)),
        find=lambda: find_closure(plant, pk),
        initial=closure_initial,
        fields=ClosureForm.base_fields,
    )
    return PAGE.remove(request, plant, removal)
