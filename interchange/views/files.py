"""The plan as a file: for Excel, calendars, Microsoft Project, slides and letters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from core import clock
from core.downloads import as_file
from interchange.exporters.calendars import plan_calendar
from interchange.exporters.pictures import plan_png, plan_svg
from interchange.exporters.projects import plan_project
from interchange.exporters.workbook import plan_csv, plan_workbook
from interchange.selectors.rows import PlanRows, plan_rows
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from organizations.services.exports import note_export
from roadmap.selectors.plan import Plan, plan, roadmap_of
from sheets.writing import XLSX_TYPE

CALENDAR_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: its type, and how it is written from the stored rows of a plan."""

    content_type: str
    write: Callable[[Plant, PlanRows], bytes]


def _language() -> str:
    return get_language() or "en"


def _loaded(plant: Plant) -> Plan:
    """Return the plan with what its drawing says.

    Raises:
        Http404: it is gone since.
    """
    found = plan(plant, today=plant_today(plant))
    if found is None:
        raise Http404
    return found


# By the end of the name of the file; another kind gets another line here and in the menu.
KINDS: Mapping[str, FileKind] = {
    "xlsx": FileKind(XLSX_TYPE, lambda _, rows: plan_workbook(rows, _language())),
    "csv": FileKind("text/csv; charset=utf-8", lambda _, rows: plan_csv(rows, _language())),
    "ics": FileKind(CALENDAR_TYPE, plan_calendar),
    "xml": FileKind(
        "application/xml", lambda plant, rows: plan_project(plant, rows, now=clock.now())
    ),
    "svg": FileKind("image/svg+xml", lambda plant, _: plan_svg(_loaded(plant)).encode()),
    "png": FileKind("image/png", lambda plant, _: plan_png(_loaded(plant))),
}


@login_required
@require_safe
def plan_export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Hand out the plan as a file."""
    plant = get_plant(request, slug, Permission.ROADMAP_VIEW)
    roadmap, known = roadmap_of(plant), KINDS.get(kind)
    if roadmap is None or known is None:
        raise Http404
    name = f"roadmap-{plant.slug}.{kind}"
    response = handed_out(known.write(plant, plan_rows(roadmap)), known.content_type, name)
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=plant)
    return response


def handed_out(data: bytes, content_type: str, name: str) -> HttpResponse:
    """Return a file that no browser shows inside the product."""
    response = as_file(data, name, content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
