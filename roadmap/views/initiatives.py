"""Add, edit, move and remove initiatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from capability.selectors import dimension_choices
from core.errors import RuleError, StaleVersionError, StateError
from core.forms import KeyedForm, VersionedForm, add_error, new_key
from core.htmx import CONFLICT, UNPROCESSABLE, is_htmx
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from roadmap.charts.consequences import Told, told
from roadmap.domain.edits import BarEdit
from roadmap.forms.initiatives import InitiativeForm, MoveForm, initial_of
from roadmap.models import Initiative
from roadmap.selectors.consequences import consequences
from roadmap.selectors.plan import title_in
from roadmap.services import batches, initiatives
from roadmap.services.drafts import PlanDraft
from roadmap.views.acts import Ready, weigh
from roadmap.views.asking import Confirmation, ask, since
from roadmap.views.frame import plan_url, query_of, show_form
from roadmap.views.lookup import find_initiative, require_plan, require_roadmap
from roadmap.views.merging import Outcome, save_beside, seen_values
from roadmap.views.regions import changed, plan_context
from roadmap.views.table import row_form
from steps.views.editing import named_version

LABELS = {name: field.label for name, field in InitiativeForm.base_fields.items() if field.label}


def name_of(row: Initiative) -> str:
    """Return the title in the reader's language."""
    return title_in(row.title, get_language() or "en")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an initiative of the plant's own."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    roadmap = require_roadmap(plant)
    form = InitiativeForm(
        request.POST or None, plant=plant, dimensions=dimension_choices(), is_new=True
    )
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                row = once(
                    by=person(request),
                    key=form.cleaned_data["key"],
                    make=lambda: initiatives.create_initiative(
                        roadmap=roadmap, values=form.values(), by=person(request)
                    ),
                    model=Initiative,
                )
            except (RuleError, ValidationError) as error:
                add_error(form, error)
            else:
                text = _("%(title)s is in the plan.") % {"title": name_of(row)}
                return changed(request, plant, text)
    return show_form(
        request,
        plant,
        form,
        title=_("Add an initiative"),
        submit=_("Add the initiative"),
        status=status,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change everything about an initiative."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    initial = seen_values(request, plant, row, initial_of)
    form = InitiativeForm(
        request.POST or None, plant=plant, dimensions=dimension_choices(), initial=initial
    )
    more: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        outcome = _save(request, plant, row, form)
        if isinstance(outcome, HttpResponse):
            return outcome
        status, more = outcome
    return show_form(
        request,
        plant,
        form,
        title=_("Edit the initiative"),
        submit=_("Save the initiative"),
        eyebrow=name_of(row),
        about=row.pk,
        back=plan_url(plant, request.GET.get("view", ""), initiative=row.pk),
        status=status,
        **more,
    )


@login_required
@require_POST
def initiative_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a bar new dates; what they bring about beyond them is shown first."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    form = MoveForm(request.POST, initial=seen_values(request, plant, row, initial_of))
    outcome = _save(request, plant, row, form)
    if isinstance(outcome, HttpResponse):
        return outcome
    status, more = outcome
    return show_form(
        request,
        plant,
        form,
        title=_("Move the initiative"),
        submit=_("Store the dates"),
        eyebrow=name_of(row),
        about=row.pk,
        status=status,
        **more,
    )


@login_required
@require_POST
def initiative_row_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change the fields of one row of the table."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    form = row_form(row, seen_values(request, plant, row, initial_of), request.POST)
    outcome = _save(request, plant, row, form)
    if isinstance(outcome, HttpResponse):
        return outcome
    status, more = outcome
    plan = require_plan(plant)
    context = plan_context(request, plant, plan, query_of(request).at("table")) | more
    context |= {"row_form": form, "edited": row.pk, "view": "table"}
    if is_htmx(request):
        response = render(request, "roadmap/_plan.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#gantt", "outerHTML"
        return response
    return render(request, "roadmap/roadmap_detail.html", context, status=status)


def stored_text(title: str, count: int) -> str:
    """Say what was stored: one initiative by its title, several by their number."""
    if count == 1:
        return _("%(title)s is stored.") % {"title": title}
    words = ngettext("%(n)s initiative is stored.", "%(n)s initiatives are stored.", count)
    return words % {"n": count}


def _keep(
    request: HttpRequest, row: Initiative, version: int, values: Mapping[str, Any]
) -> Ready | HttpResponse:
    """Store values of one initiative with what follows them, or show first what they bring about."""
    plan = require_plan(row.roadmap.plant)
    ready = weigh(request, plan, [BarEdit(row.pk, version, values)])
    if isinstance(ready, HttpResponse):
        return ready
    if len(ready.edits) > 1:
        batches.apply(roadmap=plan.roadmap, edits=ready.edits, by=person(request))
    else:
        values = ready.edits[0].values
        initiatives.edit_initiative(
            initiative=row, version=version, values=values, by=person(request)
        )
    return ready


def _save(request: HttpRequest, plant: Plant, row: Initiative, form: VersionedForm) -> Outcome:
    """Store a form of an initiative; return the answer, or status and conflict of the form."""
    if form.data.get("on_conflict") == "theirs":
        words = _("The stored values of %(title)s stay.") % {"title": name_of(row)}
        return changed(request, plant, words)
    state = row.status

    def keep(
        one: Initiative,
        version: int,
        values: Mapping[str, Any],
        said: Callable[[str], str] | None,
    ) -> HttpResponse:
        kept = _keep(request, one, version, values) if values else Ready(())
        if isinstance(kept, HttpResponse):
            return kept
        stored = find_initiative(plant, one.pk)
        title = name_of(stored)
        text = said(title) if said else stored_text(title, len(kept.edits))
        if not said and stored.status not in (state, form.cleaned_data.get("status", state)):
            words = _("%(text)s Its state is now “%(state)s”, by its progress.")
            text = words % {"text": text, "state": stored.get_status_display()}
        return changed(request, plant, kept.told(text))

    def find() -> Initiative:
        return find_initiative(plant, row.pk)

    return save_beside(form, row, plant, keep=keep, find=find, initial=initial_of, labels=LABELS)


@login_required
@require_POST
def initiative_copy(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a copy of an initiative behind it."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    form = KeyedForm(request.POST)
    try:
        made = once(
            by=person(request),
            key=form.cleaned_data["key"] if form.is_valid() else new_key(),
            make=lambda: initiatives.duplicate_initiative(initiative=row, by=person(request)),
            model=Initiative,
        )
    except RuleError as error:
        return changed(request, plant, error.message, tone="error", status=UNPROCESSABLE)
    return changed(request, plant, _("%(title)s is in the plan.") % {"title": name_of(made)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then remove an initiative; the step can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    removal = Confirmation(
        title=_("Remove %(title)s?") % {"title": name_of(row)},
        text=_("Its links and milestones go with it. Undo brings everything back."),
        label=_("Remove the initiative"),
    )
    if request.method != "POST":
        return ask(request, plant, row, removal, told=_without(plant, row))
    version = named_version(request)
    if version is None:
        return ask(request, plant, row, removal, status=UNPROCESSABLE, told=_without(plant, row))
    try:
        initiatives.delete_initiative(initiative=row, version=version, by=person(request))
    except StaleVersionError:
        found = find_initiative(plant, pk)
        sides = since(plant, found, version, initial_of, InitiativeForm.base_fields)
        without = _without(plant, found)
        return ask(request, plant, found, removal, status=CONFLICT, sides=sides, told=without)
    except StateError as error:
        return changed(request, plant, error.message, tone="error", status=CONFLICT)
    text = _("%(title)s was removed from the plan.") % {"title": name_of(row)}
    return changed(request, plant, text)


def _without(plant: Plant, row: Initiative) -> Told:
    """Return in words what the plan would be without an initiative."""
    plan = require_plan(plant)
    found = consequences(plan, (), (), without=row.pk)
    words = told(found, PlanDraft((), (), 0, plan.links))
    return replace(words, unchanged=())  # beside a removal that would only be noise
