"""Adding a plant and editing its facts."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from core.editing import edited, page_of
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE, is_htmx
from organizations.access import get_organization, get_plant, grants_of, person
from organizations.domain.roles import Permission
from organizations.forms.plants import PlantForm
from organizations.models import Plant
from organizations.selectors.editors import by_now
from organizations.selectors.places import countries_of, group_people, plant_people
from organizations.services import plants as service
from organizations.services.once import once

CREATE, EDIT = "organizations/plant_create.html", "organizations/plant_edit.html"
PLACE = "organizations/plant_edit.html#place-fields"


@login_required
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def plant_create(request: HttpRequest) -> HttpResponse:
    """Add a plant with its facts."""
    organization = get_organization(request, Permission.PLANT_CREATE)
    people = group_people(organization)
    if asks_for_place(request):
        return _place(request, PlantForm(people=people, **_suggestion(request)))
    blank = Plant(organization=organization)
    group = countries_of(grants_of(request))
    asks = "suggest" in request.POST  # without scripts, the way to what follows from the country
    if asks:
        form = PlantForm(
            instance=blank, people=people, group=group, initial=_typed(request), suggest=True
        )
    else:
        form = PlantForm(request.POST or None, instance=blank, people=people, group=group)
    status = 200
    if request.method == "POST" and not asks:
        if form.is_valid():
            try:
                plant = once(
                    by=person(request),
                    key=form.cleaned_data["key"],
                    make=lambda: service.create_plant(
                        by=person(request), organization=organization, values=form.values()
                    ),
                    model=Plant,
                )
            except (RuleError, ValidationError) as error:
                add_error(form, error)
            else:
                messages.success(request, _("%(name)s is added.") % {"name": plant.shown_name})
                return redirect("overview:plant-detail", slug=plant.slug)
        status = UNPROCESSABLE
    context = {"area": "portfolio", "organization": organization, "form": form}
    return render(request, CREATE, context, status=status)


@login_required
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def plant_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a plant's facts; what applies to the plant follows from them."""
    plant = get_plant(request, slug, Permission.PLANT_EDIT)
    people = plant_people(plant)
    if asks_for_place(request):
        form = PlantForm(people=people, instance=copy(plant), **_suggestion(request))
        return _place(request, form)
    group = countries_of(grants_of(request))
    form = PlantForm(request.POST or None, instance=copy(plant), people=people, group=group)
    context = {"plant": plant, "area": "overview", "form": form}

    def save() -> str:
        service.edit_plant(
            by=person(request),
            plant=copy(plant),
            version=form.cleaned_data["version"],
            values=form.values(),
        )
        return _("The plant’s facts are saved.")

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, EDIT, context),
        back=reverse("overview:plant-detail", args=[slug]),
        now=lambda: by_now(plant),
        theirs=request.path,
    )


def asks_for_place(request: HttpRequest) -> bool:
    """Tell whether only the fields that follow from the country are wanted."""
    return request.method != "POST" and is_htmx(request) and "country" in request.GET


def _suggestion(request: HttpRequest) -> dict[str, Any]:
    return {"initial": {"country": request.GET["country"]}, "suggest": True}


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {**request.POST.dict(), "languages": request.POST.getlist("languages")}


def _place(request: HttpRequest, form: PlantForm) -> HttpResponse:
    return render(request, PLACE, {"form": form})
