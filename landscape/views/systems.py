"""The systems inventory: list, add, edit, remove."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from core.editing import Stored, edited
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE, page_or_partial
from landscape.forms.systems import NewSystemForm, SystemFilterForm, SystemForm
from landscape.models import System
from landscape.selectors.systems import (
    SOON_DAYS,
    advise,
    decision,
    filtered_systems,
    system_categories,
    systems,
)
from landscape.services import inventory
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.editors import by_now
from organizations.selectors.places import plant_today
from organizations.services.once import once
from steps.selectors.changes import last_hand
from steps.views.editing import EditedPage, RowRemoval
from steps.views.turning import turn_context

PAGE_SIZE = 50
PAGE = EditedPage("landscape:system-list", gettext_lazy("Systems"), area="current")
TONES = {"retire": "warn", "replace": "warn"}


def _end(day: dt.date | None, today: dt.date) -> str:
    """Return how urgent an end is: bad when over, warn within 180 days."""
    if day is None:
        return ""
    if day < today:
        return "bad"
    return "warn" if (day - today).days <= SOON_DAYS else ""


@login_required
@require_safe
@vary_on_headers("HX-Request")
def system_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the systems with filters."""
    plant = get_plant(request, slug, Permission.SYSTEMS_VIEW)
    form = SystemFilterForm(request.GET)
    data = form.cleaned_data if form.is_valid() else {}
    today = plant_today(plant)
    found = filtered_systems(
        plant,
        category=data.get("category", ""),
        disposition=data.get("disposition", ""),
        is_ending=data.get("ending", False),
        text=data.get("q", ""),
        today=today,
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    categories = system_categories()
    rows = [
        {
            "system": system,
            "category": categories[system.category].title
            if system.category in categories
            else system.category,
            "contract_tone": _end(system.contract_end_on, today),
            "support_tone": _end(system.support_end_on, today),
            "tone": TONES.get(system.disposition, ""),
            "decision": decision(system, today, categories),
        }
        for system in page
    ]
    context = {
        "plant": plant,
        "area": "current",
        "rows": rows,
        "page": page,
        "filter": form,
        "chosen": data,
        "is_filtered": any(data.values()),
        "categories": categories.values(),
        "dispositions": System.Disposition.choices,
        "words": dict(System.Disposition.choices),
        **turn_context(request, plant, "landscape:system-list"),
    }
    return page_or_partial(request, "landscape/system_list.html", "system-table", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def system_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a system."""
    plant = get_plant(request, slug, Permission.SYSTEMS_EDIT)
    initial = {"currency": plant.currency, "hosting_country": plant.country}
    form = NewSystemForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            system = once(
                by=person(request),
                key=form.cleaned_data["key"],
                make=lambda: inventory.add_system(plant=plant, by=person(request), **form.values()),
                model=System,
            )
        except (ValidationError, RuleError) as error:
            add_error(form, error)
        else:
            messages.success(request, _("“%(name)s” is listed.") % {"name": system.name})
            return redirect("landscape:system-list", slug=slug)
    return _page(request, plant, form, None)


def _initial(system: System) -> dict[str, Any]:
    return {name: getattr(system, name) for name in (*inventory.FIELDS, "version")}


def _find(plant: Plant, key: int) -> System:
    system = get_object_or_404(systems(plant), pk=key)
    system.plant = plant
    return system


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def system_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a system; `?use=proposal` fills in what the facts speak for."""
    plant = get_plant(request, slug, Permission.SYSTEMS_EDIT)
    system = _find(plant, pk)
    initial = _initial(system)
    if request.GET.get("use") == "proposal":
        advice = advise(system, plant_today(plant))
        initial["disposition"] = advice.proposal
        initial["disposition_reason"] = advice.reason.in_language(get_language() or "en")
        initial["translations"] = {"disposition_reason": advice.reason.as_dict()}
    else:
        words = system.both("disposition_reason")
        initial["disposition_reason"] = words.in_language(get_language() or "en")
        initial["translations"] = {"disposition_reason": system.pair("disposition_reason")}
    form = SystemForm(request.POST if request.method == "POST" else None, initial=initial)

    def save() -> str:
        version = form.cleaned_data["version"]
        inventory.edit_system(system=system, expected=version, by=person(request), **form.values())
        return _("“%(name)s” is saved.") % {"name": system.name}

    return edited(
        request,
        form,
        save=save,
        show=lambda status, more: _page(request, plant, form, system, status=status, **more),
        back=reverse("landscape:system-list", args=[slug]),
        now=lambda: _by_now(system),
        theirs=request.path,
    )


def _by_now(system: System) -> Stored:
    """Return what is stored of a system; an import or an undo changed it as well as a form."""
    stored = by_now(system)
    return replace(stored, who=last_hand(system.plant, system) or stored.who)


def _page(
    request: HttpRequest, plant: Plant, form: SystemForm, system: System | None, **extra: Any
) -> HttpResponse:
    status = extra.pop("status", UNPROCESSABLE if form.errors else 200)
    context = {
        "plant": plant,
        "area": "current",
        "form": form,
        "system": system,
        "seen": {"version": system.version} if system else {},
        "advice": advise(system, plant_today(plant)) if system else None,
        "words": dict(System.Disposition.choices),
        "category": system_categories().get(system.category) if system else None,
        **extra,
    }
    return render(request, "landscape/system_edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def system_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a system; what somebody changed since the question is shown first."""
    plant = get_plant(request, slug, Permission.SYSTEMS_EDIT)
    system = _find(plant, pk)
    named = {"name": system.name}
    removal = RowRemoval(
        title=_("Remove “%(name)s” from the list?") % named,
        text=_("The audit trail keeps what it was. Undo brings it back."),
        label=_("Remove the system"),
        done=_("“%(name)s” is removed from the list.") % named,
        act=lambda version: inventory.remove_system(
            system=system, version=version, by=person(request)
        ),
        find=lambda: _find(plant, pk),
        initial=_initial,
        fields=SystemForm(None).fields,
    )
    return PAGE.remove(request, plant, removal)
