"""The indicator center: every definition of the organization, once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import RuleError, StaleVersionError
from core.forms import add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE, page_or_partial
from indicators.forms.definitions import (
    DefinitionFilter,
    DefinitionForm,
    NewDefinitionForm,
    SourceForm,
)
from indicators.services import definitions as service
from organizations.access import own_organization, person, reach
from organizations.domain.roles import Permission
from organizations.models import Organization
from organizations.selectors.trail import last_editor
from organizations.services.once import once
from readings.models import Indicator, PlantIndicator
from readings.selectors.catalog import catalog_sources, definitions, source_in_both

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
@require_http_methods(["GET", "HEAD", "POST"])
def definition_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a definition; of the catalog's ones only owner and source."""
    organization = own_organization(request)
    rows = Indicator.objects.filter(organization=organization).select_related("organization")
    indicator = get_object_or_404(rows, pk=pk)
    if not may_redefine(request, indicator):
        raise PermissionDenied
    if request.POST.get("on_conflict") == "theirs":
        return redirect("indicators:definition-edit", pk=pk)
    kind = DefinitionForm if indicator.is_own else SourceForm
    stored = kind.start(indicator)
    form = kind(request.POST or None, initial={**stored, "version": indicator.version})
    if indicator.is_own:
        form.fields["code"].disabled = True
    context: dict[str, Any] = {"area": "indicators", "indicator": indicator, "form": form}
    if request.method != "POST":
        return render(request, EDIT, context)
    if not form.is_valid():
        return render(request, EDIT, context, status=UNPROCESSABLE)
    try:
        service.edit_definition(
            indicator=indicator,
            expected=form.cleaned_data["version"],
            values=form.values(),
            by=person(request),
        )
    except StaleVersionError:
        indicator.refresh_from_db()
        differing = conflict_rows(form, kind.start(indicator))
        who = last_editor(indicator)
        context |= conflict_context(differing, who=who, version=indicator.version)
        return render(request, EDIT, context, status=CONFLICT)
    except (RuleError, ValidationError) as error:
        add_error(form, error)
        return render(request, EDIT, context, status=UNPROCESSABLE)
    messages.success(request, _("The definition is saved."))
    return redirect("indicators:definition-list")
