"""Systems to files and from files: the template, the inventory, its import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.downloads import as_file
from imports.views.pages import ImportPage
from landscape.exporters.columns import COLUMNS
from landscape.exporters.workbook import names_of, system_workbook, template_workbook
from landscape.importers.systems import dry_run
from landscape.selectors.systems import systems
from landscape.services import inventory
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from organizations.services.exports import note_export
from sheets.writing import XLSX_TYPE


def _take(plant: Plant, rows: Sequence[Mapping[str, Any]], by: User) -> str:
    added, changed = inventory.import_systems(plant=plant, rows=rows, by=by)
    done = _("%(added)s systems added, %(changed)s changed.")
    return done % {"added": added, "changed": changed}


IMPORT = ImportPage(
    subject="landscape.system",
    address="landscape:system",
    home="landscape:system-list",
    area="current",
    right=Permission.SYSTEMS_EDIT,
    columns=COLUMNS,
    check=dry_run,
    store=_take,
    names=names_of,
    template="landscape/system_import.html",
    file="systems",
)


@login_required
@require_safe
def system_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out an empty workbook with lists of choices."""
    get_plant(request, slug, Permission.SYSTEMS_EDIT)
    return as_file(template_workbook(get_language() or "en"), "systems-template.xlsx", XLSX_TYPE)


@login_required
@require_safe
def system_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the inventory as a workbook."""
    plant = get_plant(request, slug, Permission.SYSTEMS_VIEW)
    name = f"systems-{plant.slug}.xlsx"
    response = as_file(system_workbook(systems(plant), get_language() or "en"), name, XLSX_TYPE)
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=plant)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def system_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a file and show what it would do, or take the next step of one that was sent."""
    return IMPORT.show(request, slug)


@login_required
@require_POST
def system_import_marked(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand the rows of a checked file back, marked."""
    return IMPORT.marked(request, slug)


@login_required
@require_POST
def system_import_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Store the rows of a check."""
    return IMPORT.confirm(request, slug)
