"""Forms of a business case: its settings, and commitment and ends of an initiative."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import StaleVersionError
from core.htmx import UNPROCESSABLE
from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.once import once
from returns.forms import CaseSettingsForm, InitiativeCaseForm, case_initial, settings_initial
from returns.models import CaseSettings, InitiativeCase
from returns.selectors.rows import case_of, settings_of
from returns.services.cases import set_case, set_settings
from returns.views.frame import PAGE, find_initiative, home
from roadmap.models import Initiative
from steps.views import added, stored

USUAL = {"horizon_years": 8, "seed": 1}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Say by what the plan is appraised, the first time or anew."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    row = settings_of(plant)
    form = CaseSettingsForm(
        request.POST or None,
        is_new=row is None,
        initial=settings_initial(row) if row else USUAL,
    )
    status, more = 200, dict[str, Any]()
    if request.method == "POST":
        outcome = _save_settings(request, plant, row, form)
        if isinstance(outcome, HttpResponse):
            return outcome
        status, more = outcome
    return PAGE.form(
        request,
        plant,
        form,
        title=_("Settings of the business case"),
        submit=_("Save the settings"),
        back=home(plant),
        status=status,
        **more,
    )


def _save_settings(
    request: HttpRequest, plant: Plant, row: CaseSettings | None, form: CaseSettingsForm
) -> HttpResponse | tuple[int, dict[str, Any]]:
    by = person(request)

    def save(version: int | None) -> CaseSettings:
        return set_settings(plant=plant, version=version, values=form.values(), by=by)

    text = _("The settings are stored.")
    if row is None:

        def make() -> str:
            key = form.cleaned_data["key"]
            once(by=by, key=key, make=lambda: save(None), model=CaseSettings)
            return text

        try:
            return added(request, form, make, home(plant)) or (UNPROCESSABLE, {})
        except StaleVersionError:
            return redirect("returns:settings-edit", plant.slug)  # somebody else was quicker

    def keep() -> str:
        save(form.cleaned_data["version"])
        return text

    return stored(
        request,
        plant,
        form,
        keep,
        lambda: settings_of(plant) or row,
        settings_initial,
        home(plant),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def case_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what is committed for an initiative, and between which ends its figures lie."""
    plant = get_plant(request, slug, Permission.ROADMAP_EDIT)
    initiative = find_initiative(plant, pk)
    row = case_of(initiative)
    form = InitiativeCaseForm(
        request.POST or None,
        initiative=initiative,
        is_new=row is None,
        initial=case_initial(row) if row else {},
    )
    status, more = 200, dict[str, Any]()
    if request.method == "POST":
        outcome = _save_case(request, plant, initiative, row, form)
        if isinstance(outcome, HttpResponse):
            return outcome
        status, more = outcome
    return PAGE.form(
        request,
        plant,
        form,
        title=_("Commitment and ends: %(title)s") % {"title": lt(initiative.title)},
        submit=_("Save commitment and ends"),
        back=home(plant, pk),
        status=status,
        **more,
    )


def _save_case(
    request: HttpRequest,
    plant: Plant,
    initiative: Initiative,
    row: InitiativeCase | None,
    form: InitiativeCaseForm,
) -> HttpResponse | tuple[int, dict[str, Any]]:
    by, back = person(request), home(plant, initiative.pk)

    def save(version: int | None) -> InitiativeCase:
        return set_case(initiative=initiative, version=version, values=form.values(), by=by)

    text = _("Commitment and ends are stored.")
    if row is None:

        def make() -> str:
            key = form.cleaned_data["key"]
            once(by=by, key=key, make=lambda: save(None), model=InitiativeCase)
            return text

        try:
            return added(request, form, make, back) or (UNPROCESSABLE, {})
        except StaleVersionError:
            return redirect("returns:case-edit", plant.slug, initiative.pk)

    def keep() -> str:
        save(form.cleaned_data["version"])
        return text

    return stored(
        request, plant, form, keep, lambda: case_of(initiative) or row, case_initial, back
    )
