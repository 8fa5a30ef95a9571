"""Dependencies and milestones."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import RuleError, StaleVersionError, StateError
from core.forms import add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from roadmap.forms.plan import LinkEditForm, LinkForm, MilestoneForm, ReachForm
from roadmap.models import Dependency, Milestone
from roadmap.services import links, milestones
from roadmap.views.detail import acceptance_of, catalog_entry
from roadmap.views.frame import show_form
from roadmap.views.initiatives import name_of
from roadmap.views.lookup import find_initiative, find_milestone, require_plan, require_roadmap
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a milestone to an initiative; the catalog's acceptance criteria are offered."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    entry = catalog_entry(require_plan(plant), row)
    criteria = acceptance_of(entry)
    initial = {
        "due_on": row.ends_on,
        "acceptance": criteria.in_language(get_language() or "en"),
        "translations": {"acceptance": criteria.as_dict()},
    }
    form = MilestoneForm(request.POST or None, is_new=True, initial=initial)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                stone = once(
                    by=person(request),
                    key=form.cleaned_data["key"],
                    make=lambda: milestones.add_milestone(
                        initiative=row, values=form.values(), by=person(request)
                    ),
                    model=Milestone,
                )
            except (RuleError, ValidationError) as error:
                add_error(form, error)
            else:
                text = _("Milestone %(title)s is in the plan.") % {"title": lt(stone.both("title"))}
                return changed(request, plant, text)
    return show_form(
        request,
        plant,
        form,
        title=_("Add a milestone"),
        submit=_("Add the milestone"),
        eyebrow=name_of(row),
        status=status,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a milestone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_milestone(plant, pk)
    initial = {name: getattr(row, name) for name in (*milestones.FIELDS, "version")}
    form = MilestoneForm(request.POST or None, initial=initial)
    status = 200
    more: dict[str, Any] = {}
    if request.method == "POST":
        outcome = _save(request, plant, row, form)
        if isinstance(outcome, HttpResponse):
            return outcome
        status, more = outcome
    return show_form(
        request,
        plant,
        form,
        title=_("Edit the milestone"),
        submit=_("Save the milestone"),
        eyebrow=name_of(row.initiative),
        status=status,
        **more,
    )


@login_required
@require_POST
def milestone_reach(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record when a milestone was reached, or take that back."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_milestone(plant, pk)
    form = ReachForm(request.POST)
    outcome = _save(request, plant, row, form)
    if isinstance(outcome, HttpResponse):
        return outcome
    status, more = outcome
    return show_form(
        request,
        plant,
        form,
        title=_("Milestone reached"),
        submit=_("Store the day"),
        eyebrow=lt(row.both("title")),
        status=status,
        **more,
    )


def _save(
    request: HttpRequest, plant: Plant, row: Milestone, form: MilestoneForm | ReachForm
) -> HttpResponse | tuple[int, dict[str, Any]]:
    """Store a form of a milestone; return the answer, or status and conflict of the form."""
    if form.data.get("on_conflict") == "theirs":
        return changed(request, plant, _("The stored milestone stays."))
    if not form.is_valid():
        return UNPROCESSABLE, {}
    try:
        milestones.edit_milestone(
            milestone=row,
            version=form.cleaned_data["version"],
            values=form.values(),
            by=person(request),
        )
    except StaleVersionError:
        stored = find_milestone(plant, row.pk)
        rows = conflict_rows(form, stored)
        return CONFLICT, conflict_context(
            rows, who=last_hand(plant, stored), version=stored.version
        )
    except ValidationError as error:
        add_error(form, error)
        return UNPROCESSABLE, {}
    return changed(
        request, plant, _("Milestone %(title)s is stored.") % {"title": lt(row.both("title"))}
    )


@login_required
@require_POST
def milestone_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a milestone; it can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_milestone(plant, pk)
    title = lt(row.both("title"))
    try:
        milestones.delete_milestone(milestone=row, by=person(request))
    except StateError as error:
        return changed(request, plant, error.message, tone="error", status=CONFLICT)
    return changed(request, plant, _("Milestone %(title)s was removed.") % {"title": title})
