"""Forms of a business case: its settings, and commitment and ends of an initiative."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.errors import StaleVersionError
from core.wording.texts import lt
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import User
from organizations.services.once import once
from returns.forms import CaseSettingsForm, InitiativeCaseForm, case_initial, settings_initial
from returns.models import CaseSettings, InitiativeCase
from returns.selectors.rows import case_of, settings_of
from returns.services.cases import set_case, set_settings
from returns.views.frame import PAGE, find_initiative, home
from steps.views.editing import by_now

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
    by = person(request)

    def save() -> str:
        def put(version: int | None) -> CaseSettings:
            return set_settings(plant=plant, version=version, values=form.values(), by=by)

        _put(by, form, put, CaseSettings)
        return _("The settings are stored.")

    try:
        return PAGE.edit(
            request,
            plant,
            form,
            save=save,
            now=(lambda: by_now(plant, settings_of(plant) or row, settings_initial))
            if row
            else None,
            title=_("Settings of the business case"),
            submit=_("Save the settings"),
            back=home(plant),
        )
    except StaleVersionError:
        return redirect("returns:settings-edit", slug)  # somebody else was quicker


def _put(
    by: User,
    form: CaseSettingsForm | InitiativeCaseForm,
    put: Callable[[int | None], Model],
    model: type[Model],
) -> None:
    """Store what is there once: the first time by the key of the form, then by its version."""
    data = form.cleaned_data
    if "key" in data:
        once(by=by, key=data["key"], make=lambda: put(None), model=model)
    else:
        put(data["version"])


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
    by = person(request)

    def save() -> str:
        def put(version: int | None) -> InitiativeCase:
            values = form.values()
            return set_case(initiative=initiative, version=version, values=values, by=by)

        _put(by, form, put, InitiativeCase)
        return _("Commitment and ends are stored.")

    try:
        return PAGE.edit(
            request,
            plant,
            form,
            save=save,
            now=(lambda: by_now(plant, case_of(initiative) or row, case_initial)) if row else None,
            title=_("Commitment and ends: %(title)s") % {"title": lt(initiative.title)},
            submit=_("Save commitment and ends"),
            back=home(plant, pk),
        )
    except StaleVersionError:
        return redirect("returns:case-edit", slug, pk)  # somebody else was quicker
