"""Add, edit, move and remove initiatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from capability.selectors import dimension_choices
from core.errors import RuleError, StaleVersionError, StateError
from core.forms import KeyedForm, VersionedForm, add_error, new_key
from core.htmx import CONFLICT, UNPROCESSABLE, is_htmx
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.services.once import once
from roadmap.domain.edits import BarEdit
from roadmap.forms.initiatives import InitiativeForm, MoveForm, initial_of
from roadmap.models import Initiative
from roadmap.selectors.plan import title_in
from roadmap.services import batches, initiatives
from roadmap.services.drafts import draft, further
from roadmap.views.asking import Confirmation, ask, since
from roadmap.views.frame import plan_url, query_of, show_form
from roadmap.views.lookup import find_initiative, require_plan, require_roadmap
from roadmap.views.merging import (
    both_ways,
    is_settled,
    merge_of,
    merged_text,
    merged_values,
    named_version,
    seen_values,
)
from roadmap.views.regions import changed, plan_context
from roadmap.views.table import row_form
from steps.selectors.changes import last_hand

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
    """Give a bar new dates; what waits for it moves too, if that was said or is always wanted."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    form = MoveForm(request.POST, initial=seen_values(request, plant, row, initial_of))
    outcome = _save(request, plant, row, form, keep=_mover(request))
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


Outcome = HttpResponse | tuple[int, dict[str, Any]]
Keep = Callable[[User, Initiative, int, Mapping[str, Any]], None]


def _keep(by: User, row: Initiative, version: int, values: Mapping[str, Any]) -> None:
    """Store values of one initiative."""
    initiatives.edit_initiative(initiative=row, version=version, values=values, by=by)


def _keep_all(by: User, row: Initiative, version: int, values: Mapping[str, Any]) -> None:
    """Store values of one initiative, and the dates of what waits for it."""
    plan = require_plan(row.roadmap.plant)
    edits = [BarEdit(row.pk, version, values)]
    made = draft(plan, edits, with_followers=True)
    batches.apply(roadmap=plan.roadmap, edits=further(plan, edits, made), by=by)


def _mover(request: HttpRequest) -> Keep:
    """Return how a move is stored: with what waits, if that was said or is always wanted."""
    said = request.POST.get("with_successors")
    is_always = person(request).followers == User.Followers.ALWAYS
    return _keep_all if said == "yes" or (is_always and not said) else _keep


def _save(
    request: HttpRequest, plant: Plant, row: Initiative, form: VersionedForm, keep: Keep = _keep
) -> Outcome:
    """Store a form of an initiative; return the answer, or status and conflict of the form."""
    title = name_of(row)
    if form.data.get("on_conflict") == "theirs":
        return changed(request, plant, _("The stored values of %(title)s stay.") % {"title": title})
    if not form.is_valid():
        return UNPROCESSABLE, {}
    try:
        keep(person(request), row, form.cleaned_data["version"], form.values())
    except StaleVersionError:
        return _meet(request, plant, find_initiative(plant, row.pk), form, keep)
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return UNPROCESSABLE, {}
    return changed(request, plant, _("%(title)s is stored.") % {"title": name_of(row)})


def _meet(
    request: HttpRequest, plant: Plant, stored: Initiative, form: VersionedForm, keep: Keep
) -> Outcome:
    """Store what a stale form changed beside what the other person did, or ask about both."""
    initial, who = initial_of(stored), last_hand(plant, stored)
    merge = merge_of(form, initial)
    if merge.both and not is_settled(form, stored):
        return both_ways(form, plant, stored, initial, merge)
    values = merged_values(form, stored, merge)
    try:
        if values:
            keep(person(request), stored, stored.version, values)
    except StaleVersionError:  # a third one was faster
        return _meet(request, plant, find_initiative(plant, stored.pk), form, keep)
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return UNPROCESSABLE, {}
    return changed(request, plant, merged_text(name_of(stored), who, merge, LABELS))


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
        return ask(request, plant, row, removal)
    version = named_version(request)
    if version is None:
        return ask(request, plant, row, removal, status=UNPROCESSABLE)
    try:
        initiatives.delete_initiative(initiative=row, version=version, by=person(request))
    except StaleVersionError:
        found = find_initiative(plant, pk)
        sides = since(plant, found, version, initial_of, InitiativeForm.base_fields)
        return ask(request, plant, found, removal, status=CONFLICT, sides=sides)
    except StateError as error:
        return changed(request, plant, error.message, tone="error", status=CONFLICT)
    text = _("%(title)s was removed from the plan.") % {"title": name_of(row)}
    return changed(request, plant, text)
