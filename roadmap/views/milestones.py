"""Milestones: add, edit, record as reached, remove."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import RuleError, StaleVersionError, StateError
from core.forms import add_error
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from roadmap.forms.plan import MilestoneForm, ReachForm
from roadmap.models import Milestone
from roadmap.selectors.signing import digest_of, given
from roadmap.services import milestones
from roadmap.views.asking import Confirmation, ask, since
from roadmap.views.detail import acceptance_of
from roadmap.views.frame import show_form
from roadmap.views.initiatives import name_of
from roadmap.views.lookup import find_initiative, find_milestone, require_plan
from roadmap.views.merging import Outcome, save_beside, seen_values
from roadmap.views.regions import changed
from steps.views.editing import named_version

LABELS = {name: field.label for name, field in MilestoneForm.base_fields.items() if field.label}


def milestone_values(row: Milestone, kept: object = None) -> dict[str, Any]:  # noqa: ARG001 -- as others
    """Return the values of a milestone for an edit form."""
    return {name: getattr(row, name) for name in (*milestones.FIELDS, "version")}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def milestone_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a milestone to an initiative; the acceptance criteria of its pack are offered."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_initiative(plant, pk)
    criteria = acceptance_of(require_plan(plant), row)
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
                return changed(request, plant, text, about=row, stone=stone)
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
    form = MilestoneForm(
        request.POST or None, initial=seen_values(request, plant, row, milestone_values)
    )
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
        intro=_breaks(row),
        status=status,
        **more,
    )


def _breaks(row: Milestone) -> str:
    """Say beforehand that an edit breaks signatures; empty where none stands."""
    digest = digest_of(row)
    if not any(one.digest == digest for one in given(row)):
        return ""
    return _("It is signed. What you change breaks the signatures, and both sides sign anew.")


@login_required
@require_POST
def milestone_reach(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Record when a milestone was reached, or take that back."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_milestone(plant, pk)
    form = ReachForm(request.POST, initial=seen_values(request, plant, row, milestone_values))
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
) -> Outcome:
    """Store a form of a milestone; return the answer, or status and conflict of the form."""
    if form.data.get("on_conflict") == "theirs":
        words = _("The stored milestone stays.")
        return changed(request, plant, words, about=row.initiative, stone=row)

    def keep(
        one: Milestone,
        version: int,
        values: Mapping[str, Any],
        said: Callable[[str], str] | None,
    ) -> HttpResponse:
        if values:
            milestones.edit_milestone(
                milestone=one, version=version, values=values, by=person(request)
            )
        title = lt(one.both("title"))
        text = said(title) if said else _("Milestone %(title)s is stored.") % {"title": title}
        return changed(request, plant, text, about=one.initiative, stone=one)

    def find() -> Milestone:
        return find_milestone(plant, row.pk)

    return save_beside(
        form, row, plant, keep=keep, find=find, initial=milestone_values, labels=LABELS
    )


@login_required
@require_POST
def milestone_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a milestone; it can be undone. What somebody changed in the meantime is shown first."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = find_milestone(plant, pk)
    title = lt(row.both("title"))
    removal = Confirmation(
        title=_("Remove %(title)s?") % {"title": title},
        text=_("Undo brings it back."),
        label=_("Remove this milestone"),
    )
    version = named_version(request)
    if version is None:
        return ask(request, plant, row, removal, status=UNPROCESSABLE)
    try:
        milestones.delete_milestone(milestone=row, version=version, by=person(request))
    except StaleVersionError:
        found = find_milestone(plant, pk)
        sides = since(plant, found, version, milestone_values, MilestoneForm.base_fields)
        return ask(request, plant, found, removal, status=CONFLICT, sides=sides)
    except StateError as error:
        return changed(
            request, plant, error.message, tone="error", status=CONFLICT, about=row.initiative
        )
    text = _("Milestone %(title)s was removed.") % {"title": title}
    return changed(request, plant, text, about=row.initiative)
