"""Links between initiatives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
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
from planning.domain.plans import PlanLink
from roadmap.domain.edits import LinkEdit
from roadmap.forms.plan import LinkEditForm, LinkForm
from roadmap.models import Dependency
from roadmap.selectors.plan import link_of
from roadmap.services import links
from roadmap.views.acts import Ready, weigh
from roadmap.views.asking import Confirmation, ask
from roadmap.views.frame import show_form
from roadmap.views.initiatives import name_of
from roadmap.views.lookup import require_plan, require_roadmap
from roadmap.views.regions import changed
from steps.selectors.changes import last_hand
from steps.views.editing import named_version, since


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dependency_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Let one initiative wait for another; what has to move for it is shown first."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    roadmap = require_roadmap(plant)
    initial = {name: request.GET.get(name) for name in ("predecessor", "successor")}
    form = LinkForm(request.POST or None, roadmap=roadmap, initial=initial)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                return _add(request, plant, form.cleaned_data)
            except (RuleError, ValidationError) as error:
                add_error(form, error)
    return show_form(
        request,
        plant,
        form,
        title=_("Link two initiatives"),
        submit=_("Add the link"),
        status=status,
    )


def _add(request: HttpRequest, plant: Plant, values: Mapping[str, Any]) -> HttpResponse:
    """Store a link with what moves for it, or show first what it brings about.

    Raises:
        RuleError, ValidationError: as in `links.add_link`.
    """
    plan = require_plan(plant)
    before, after = values["predecessor"], values["successor"]
    new = PlanLink(str(before.pk), str(after.pk), values["kind"], values["lag_days"])
    ready: Ready | HttpResponse = Ready(())
    if not any((link.before, link.after) == (new.before, new.after) for link in plan.links):
        links.check_new(plan.roadmap, before, after, new.lag_days)
        ready = weigh(request, plan, (), link=LinkEdit(None, new))
    if isinstance(ready, HttpResponse):
        return ready
    moves = ready.edits
    once(
        by=person(request),
        key=values["key"],
        make=lambda: links.add_link(
            roadmap=plan.roadmap,
            before=before,
            after=after,
            kind=values["kind"],
            lag_days=values["lag_days"],
            moves=moves,
            by=person(request),
        ),
        model=Dependency,
    )
    names = {"a": name_of(after), "b": name_of(before)}
    return changed(request, plant, _("%(a)s now waits for %(b)s.") % names)


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
    form = LinkEditForm(request.POST or None, initial=_values(row))
    status, more = 200, dict[str, Any]()
    if request.method == "POST":
        if form.data.get("on_conflict") == "theirs":
            return changed(request, plant, _("The stored link stays."))
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                return _edit(request, plant, row, form.cleaned_data)
            except StaleVersionError:
                stored = find_link(plant, pk)
                rows, who = conflict_rows(form, stored), last_hand(plant, stored)
                status, more = CONFLICT, conflict_context(rows, who=who, version=stored.version)
            except (RuleError, ValidationError) as error:
                add_error(form, error)
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


def _edit(
    request: HttpRequest, plant: Plant, row: Dependency, values: Mapping[str, Any]
) -> HttpResponse:
    """Store a link with what moves for it, or show first what it brings about.

    Raises:
        StaleVersionError, RuleError, ValidationError: as in `links.edit_link`.
    """
    if values["version"] != row.version:
        message = "somebody else changed this in the meantime"
        raise StaleVersionError(message)
    plan = require_plan(plant)
    old = link_of(row)
    new = replace(old, kind=values["kind"], lag_days=values["lag_days"])
    ready = weigh(request, plan, (), link=LinkEdit(old, new))
    if isinstance(ready, HttpResponse):
        return ready
    links.edit_link(dependency=row, moves=ready.edits, by=person(request), **values)
    return changed(request, plant, _("The link is stored."))


@login_required
@require_POST
def dependency_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a link; it can be undone. What somebody changed in the meantime is shown first."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_link(plant, pk)
    names = {"a": name_of(row.successor), "b": name_of(row.predecessor)}
    removal = Confirmation(
        title=_("Remove the link: %(a)s waits for %(b)s?") % names,
        text=_("Undo brings it back."),
        label=_("Remove the link"),
    )
    version = named_version(request)
    if version is None:
        return ask(request, plant, row, removal, status=UNPROCESSABLE)
    try:
        links.remove_link(dependency=row, version=version, by=person(request))
    except StaleVersionError:
        found = find_link(plant, pk)
        sides = since(plant, found, version, _values, LinkEditForm.base_fields)
        return ask(request, plant, found, removal, status=CONFLICT, sides=sides)
    return changed(request, plant, _("The link was removed."))


def _values(row: Dependency) -> dict[str, Any]:
    """Return the stored values for an edit form."""
    return {name: getattr(row, name) for name in ("kind", "lag_days", "version")}
