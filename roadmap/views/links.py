"""Links between initiatives."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import RuleError, StaleVersionError
from core.forms import add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from roadmap.forms.plan import LinkEditForm, LinkForm
from roadmap.models import Dependency
from roadmap.services import links
from roadmap.views.frame import show_form
from roadmap.views.initiatives import name_of
from roadmap.views.lookup import require_roadmap
from roadmap.views.regions import changed
from steps.selectors.changes import last_hand


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dependency_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Let one initiative wait for another."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    roadmap = require_roadmap(plant)
    initial = {name: request.GET.get(name) for name in ("predecessor", "successor")}
    form = LinkForm(request.POST or None, roadmap=roadmap, initial=initial)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            values = form.cleaned_data
            try:
                once(
                    by=person(request),
                    key=values["key"],
                    make=lambda: links.add_link(
                        roadmap=roadmap,
                        before=values["predecessor"],
                        after=values["successor"],
                        kind=values["kind"],
                        lag_days=values["lag_days"],
                        by=person(request),
                    ),
                    model=Dependency,
                )
            except (RuleError, ValidationError) as error:
                add_error(form, error)
            else:
                names = {"a": name_of(values["successor"]), "b": name_of(values["predecessor"])}
                return changed(request, plant, _("%(a)s now waits for %(b)s.") % names)
    return show_form(
        request,
        plant,
        form,
        title=_("Link two initiatives"),
        submit=_("Add the link"),
        status=status,
    )


def find_link(plant: Plant, pk: int) -> Dependency:
    """Return a dependency of the plant.

    Raises:
        Http404: it is another plant's, or gone.
    """
    rows = Dependency.objects.select_related(
        "successor__roadmap__plant__organization", "predecessor"
    )
    return get_object_or_404(rows, successor__roadmap__plant=plant, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dependency_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change kind and lag of a link."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_link(plant, pk)
    initial = {name: getattr(row, name) for name in ("kind", "lag_days", "version")}
    form = LinkEditForm(request.POST or None, initial=initial)
    status, more = 200, dict[str, Any]()
    if request.method == "POST":
        if form.data.get("on_conflict") == "theirs":
            return changed(request, plant, _("The stored link stays."))
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                links.edit_link(dependency=row, by=person(request), **form.cleaned_data)
            except StaleVersionError:
                stored = find_link(plant, pk)
                rows, who = conflict_rows(form, stored), last_hand(plant, stored)
                status, more = CONFLICT, conflict_context(rows, who=who, version=stored.version)
            else:
                return changed(request, plant, _("The link is stored."))
    names = {"a": name_of(row.successor), "b": name_of(row.predecessor)}
    return show_form(
        request,
        plant,
        form,
        title=_("Change the link"),
        submit=_("Store the link"),
        eyebrow=_("%(a)s waits for %(b)s") % names,
        status=status,
        **more,
    )


@login_required
@require_POST
def dependency_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a link; it can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    links.remove_link(dependency=find_link(plant, pk), by=person(request))
    return changed(request, plant, _("The link was removed."))
