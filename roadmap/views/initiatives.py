"""Add, edit, move and remove initiatives."""

from __future__ import annotations

from collections.abc import Callable
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
from core.forms import VersionedForm, add_error, conflict_context, conflict_rows
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
from roadmap.views.frame import base_context, plan_url, query_of, show_form
from roadmap.views.lookup import find_initiative, require_plan, require_roadmap
from roadmap.views.regions import changed, plan_context
from roadmap.views.table import row_form
from steps.selectors.changes import last_hand


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
    initial = initial_of(row)
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
    form = MoveForm(request.POST)
    outcome = _save(request, plant, row, form, keep=_keep_move)
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
        status=status,
        **more,
    )


@login_required
@require_POST
def initiative_row_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change the fields of one row of the table."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    form = row_form(row, request.POST)
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


Keep = Callable[[HttpRequest, Plant, Initiative, VersionedForm], None]


def _keep(request: HttpRequest, plant: Plant, row: Initiative, form: VersionedForm) -> None:  # noqa: ARG001 -- as `_keep_move`
    """Store the values of one initiative."""
    initiatives.edit_initiative(
        initiative=row,
        version=form.cleaned_data["version"],
        values=form.values(),
        by=person(request),
    )


def _keep_move(request: HttpRequest, plant: Plant, row: Initiative, form: VersionedForm) -> None:
    """Store the dates of one initiative, and of what waits for it where that is wanted."""
    by, said = person(request), form.cleaned_data["with_successors"]
    if said != "yes" and (said or by.followers != User.Followers.ALWAYS):
        _keep(request, plant, row, form)
        return
    plan = require_plan(plant)
    edits = [BarEdit(row.pk, form.cleaned_data["version"], form.values())]
    made = draft(plan, edits, with_followers=True)
    batches.apply(roadmap=plan.roadmap, edits=further(plan, edits, made), by=by)


def _save(
    request: HttpRequest, plant: Plant, row: Initiative, form: VersionedForm, keep: Keep = _keep
) -> HttpResponse | tuple[int, dict[str, Any]]:
    """Store a form of an initiative; return the answer, or status and conflict of the form."""
    title = name_of(row)
    if form.data.get("on_conflict") == "theirs":
        return changed(request, plant, _("The stored values of %(title)s stay.") % {"title": title})
    if not form.is_valid():
        return UNPROCESSABLE, {}
    try:
        keep(request, plant, row, form)
    except StaleVersionError:
        stored = find_initiative(plant, row.pk)
        rows = conflict_rows(form, initial_of(stored))
        return CONFLICT, conflict_context(
            rows, who=last_hand(plant, stored), version=stored.version
        )
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return UNPROCESSABLE, {}
    return changed(request, plant, _("%(title)s is stored.") % {"title": name_of(row)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then remove an initiative; the step can be undone."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    title = name_of(row)
    if request.method == "POST":
        try:
            initiatives.delete_initiative(initiative=row, by=person(request))
        except StateError as error:
            return changed(request, plant, error.message, tone="error", status=CONFLICT)
        return changed(request, plant, _("%(title)s was removed from the plan.") % {"title": title})
    context = base_context(request, plant) | {
        "title": _("Remove %(title)s?") % {"title": title},
        "text": _("Its links and milestones go with it. Undo brings everything back."),
        "label": _("Remove the initiative"),
        "back": plan_url(plant, request.GET.get("view", "")),
        "view": request.GET.get("view", ""),
    }
    template = "roadmap/_confirm.html" if is_htmx(request) else "roadmap/confirm_page.html"
    return render(request, template, context)
