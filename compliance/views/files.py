"""Duties to files and from files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.exporters import COLUMNS, duty_csv, duty_workbook
from compliance.importers import dry_run
from compliance.selectors.duties import list_duties
from compliance.services import duties as writing
from core.downloads import CSV_TYPE, as_file
from imports.views.pages import ImportPage
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.selectors.places import plant_today
from organizations.services.exports import note_export
from sheets.writing import XLSX_TYPE


def _take(plant: Plant, rows: Sequence[Mapping[str, Any]], by: User) -> str:
    count = writing.import_duties(duties=list_duties(plant, plant_today(plant)), rows=rows, by=by)
    return ngettext("%(count)s duty changed", "%(count)s duties changed", count) % {"count": count}


IMPORT = ImportPage(
    subject="compliance.duty",
    address="compliance:obligation",
    home="compliance:obligation-list",
    area="compliance",
    right=Permission.COMPLIANCE_EDIT,
    columns=COLUMNS,
    check=dry_run,
    store=_take,
    names=lambda _field: None,
    template="compliance/obligation_import.html",
    file="duties",
)


@login_required
@require_safe
def obligation_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the duties as a workbook; with `?as=csv` as a CSV file."""
    plant = get_plant(request, slug, Permission.COMPLIANCE_VIEW)
    duties, language = list_duties(plant, plant_today(plant)), get_language() or "en"
    if request.GET.get("as") == "csv":
        name = f"duties-{plant.slug}.csv"
        data = duty_csv(plant, duties, language)
        response = as_file(data, name, CSV_TYPE)
    else:
        name = f"duties-{plant.slug}.xlsx"
        response = as_file(duty_workbook(plant, duties, language), name, XLSX_TYPE)
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=plant)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def obligation_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a file and show what it would do, or take the next step of one that was sent."""
    return IMPORT.show(request, slug)


@login_required
@require_POST
def obligation_import_marked(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand the rows of a checked file back, marked."""
    return IMPORT.marked(request, slug)


@login_required
@require_POST
def obligation_import_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Store the rows of a check."""
    return IMPORT.confirm(request, slug)
