"""The workbook of a plant's indicators: asked for, watched, downloaded."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from core.htmx import is_htmx
from core.uploads import open_stored
from indicators.models import IndicatorWorkbook
from indicators.tasks import request_workbook
from indicators.views.frame import page
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.services.exports import note_export
from readings.models import Measurement
from sheets.writing import XLSX_TYPE

LISTED = 5


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def workbook_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the person's own workbooks of a plant; POST asks for a new one."""
    plant = get_plant(request, slug, Permission.INDICATORS_VIEW)
    by = person(request)
    if request.method == "POST":
        request_workbook(plant=plant, language=get_language() or "en", by=by)
        return redirect("indicators:workbook-list", slug=slug)
    jobs = list(IndicatorWorkbook.objects.filter(plant=plant, requested_by=by)[:LISTED])
    context = page(plant) | {
        "jobs": jobs,
        "is_busy": any(job.is_open for job in jobs),
        "has_readings": Measurement.objects.filter(plant_indicator__plant=plant).exists(),
    }
    name = "indicators/_workbooks.html" if is_htmx(request) else "indicators/workbook_list.html"
    return render(request, name, context)


@login_required
@require_safe
def workbook_file(request: HttpRequest, slug: str, workbook: int) -> FileResponse:
    """Hand out a workbook to who asked for it."""
    plant = get_plant(request, slug, Permission.INDICATORS_VIEW)
    jobs = IndicatorWorkbook.objects.filter(plant=plant, requested_by=person(request))
    job = get_object_or_404(jobs, pk=workbook, state=IndicatorWorkbook.State.READY)
    name = f"landfall-indicators-{plant.slug}-{job.created_at:%Y-%m-%d}.xlsx"
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=plant)
    return FileResponse(
        open_stored(job.file), as_attachment=True, filename=name, content_type=XLSX_TYPE
    )
