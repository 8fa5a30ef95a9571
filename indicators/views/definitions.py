"""The indicator center: every definition of the organization, once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.editing import edited, page_of
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE, page_or_partial
from indicators.forms.definitions import (
    DefinitionFilter,
    DefinitionForm,
    NewDefinitionForm,
    SourceForm,
)
from indicators.forms.formulas import FormulaForm
from indicators.selectors.trends import group_of
from indicators.services import definitions as service
from organizations.access import own_organization, person, reach
from organizations.domain.roles import Permission
from organizations.models import Organization
from organizations.selectors.editors import by_now
from organizations.services.once import once
from readings.domain.operations import CALCULATIONS
from readings.models import Indicator, PlantIndicator
from readings.selectors.catalog import catalog, catalog_sources, definitions, source_in_both

PER_PAGE = 50
CREATE, EDIT = "indicators/definition_create.html", "indicators/definition_edit.html"


def may_define(request: HttpRequest, organization: Organization) -> bool:
    """Tell whether the person may add definitions: who edits indicators at any plant."""
    try:
        reach(request, organization, Permission.INDICATORS_EDIT)
    except PermissionDenied:
        return False
    return True


def may_redefine(request: HttpRequest, indicator: Indicator) -> bool:
    """Tell whether the person may change a definition: it holds at every plant that uses it."""
    try:
        plants = reach(request, indicator.organization, Permission.INDICATORS_EDIT)
    except PermissionDenied:
        return False
    if plants is None:
        return True
    used = PlantIndicator.objects.filter(indicator=indicator, is_active=True)
    return set(used.values_list("plant_id", flat=True)) <= plants


@login_required
@require_safe
def definition_list(request: HttpRequest) -> HttpResponse:
    """Show the definitions, with the plants that use each."""
    organization = own_organization(request)
    plants = reach(request, organization, Permission.INDICATORS_VIEW)
    form = DefinitionFilter(request.GET)
    names = ("q", "direction", "kind")
    query = {name: form.value(name) for name in names}
    rows = definitions(
        organization,
        plants=plants,
        text=query["q"],
        direction=query["direction"],
        kind=query["kind"],
    )
    page, known = Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), catalog_sources()
    context = {
        "area": "indicators",
        "organization": organization,
        "page": page,
        "sources": {row.pk: source_in_both(row, known) for row in page},
        "query": query,
        "is_filtered": any(query.values()),
        "directions": Indicator.Direction.choices,
        "may_define": may_define(request, organization),
        "catalog_size": len(known),
    }
    return page_or_partial(request, "indicators/definition_list.html", "definitions", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def definition_create(request: HttpRequest) -> HttpResponse:
    """Add a definition of the organization's own."""
    organization = own_organization(request)
    reach(request, organization, Permission.INDICATORS_EDIT)
    form = NewDefinitionForm(request.POST or None)
    context = {"area": "indicators", "form": form}
    if request.method != "POST":
        return render(request, CREATE, context)
    if form.is_valid():
        try:
            made = once(
                by=person(request),
                key=form.cleaned_data["key"],
                make=lambda: service.define_indicator(
                    organization=organization,
                    code=form.cleaned_data["code"],
                    values=form.values(),
                    by=person(request),
                ),
                model=Indicator,
            )
        except (RuleError, ValidationError) as error:
            add_error(form, error)
        else:
            messages.success(request, _("%(code)s is defined.") % {"code": made.code})
            return redirect("indicators:definition-list")
    return render(request, CREATE, context, status=UNPROCESSABLE)


@login_required
@require_safe
def definition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a definition, let its formula be tried, and tell how plants do by it."""
    organization = own_organization(request)
    plants = reach(request, organization, Permission.INDICATORS_VIEW)
    rows = Indicator.objects.filter(organization=organization).select_related("organization")
    indicator = get_object_or_404(rows, pk=pk)
    form = _formula_form(request, indicator)
    context = {
        "area": "indicators",
        "indicator": indicator,
        "combining": Indicator.Combining(indicator.aggregation).label,
        "form": form,
        "result": round(form.cleaned_data["value"], 4) if form and form.is_valid() else None,
        "group": group_of(indicator, plants),
        "may_redefine": may_redefine(request, indicator),
    }
    return render(request, "indicators/definition_detail.html", context)


def _formula_form(request: HttpRequest, indicator: Indicator) -> FormulaForm | None:
    """Return the form with which the formula is tried; None for one that cannot be computed."""
    calculation = None if indicator.is_own else CALCULATIONS.get(indicator.code)
    if calculation is None:
        return None
    content, language = catalog(), get_language() or "en"
    elements = content.elements if content else ()
    titles = {item.id: item.title.in_language(language) for item in elements}
    data = request.GET if "try" in request.GET else None
    return FormulaForm(data, calculation=calculation, titles=titles)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def definition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a definition; of the catalog's ones only owner and source."""
    organization = own_organization(request)
    rows = Indicator.objects.filter(organization=organization).select_related("organization")
    indicator = get_object_or_404(rows, pk=pk)
    if not may_redefine(request, indicator):
        raise PermissionDenied
    kind = DefinitionForm if indicator.is_own else SourceForm
    stored = kind.start(indicator)
    form = kind(request.POST or None, initial={**stored, "version": indicator.version})
    if indicator.is_own:
        form.fields["code"].disabled = True
    context: dict[str, Any] = {"area": "indicators", "indicator": indicator, "form": form}

    def save() -> str:
        service.edit_definition(
            indicator=indicator,
            expected=form.cleaned_data["version"],
            values=form.values(),
            by=person(request),
        )
        return _("The definition is saved.")

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, EDIT, context),
        back="indicators:definition-list",
        now=lambda: by_now(indicator, kind.start),
        theirs=request.path,
    )
