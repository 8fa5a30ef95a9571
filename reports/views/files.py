"""The report of an address, and its file as an answer."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from core.uploads import TYPES, open_stored
from organizations.access import get_plant
from organizations.domain.roles import Permission
from organizations.models import Plant
from reports.models import Report
from reports.sections.kinds import KINDS
from reports.selectors.documents import with_withdrawal

FILE_NAMES = {
    Report.Kind.BLUEPRINT: "strategy-blueprint",
    Report.Kind.ASSESSMENT: "assessment-report",
    Report.Kind.INDICATOR_BASELINE: "kpi-baseline",
    Report.Kind.BOARD_PAGE: "board-one-pager",
    Report.Kind.IMPLEMENTATION: "implementation-roadmap",
    Report.Kind.BUDGET_PLAN: "budget-plan",
    Report.Kind.BOARD_DECK: "board-deck",
}


def report_for(
    request: HttpRequest, slug: str, pk: int, permission: Permission
) -> tuple[Plant, Report]:
    """Return the plant and one of its reports.

    Raises:
        Http404: the plant is foreign, or the report is not this plant's.
        PermissionDenied: the person lacks the right.
    """
    plant = get_plant(request, slug, permission)
    rows = with_withdrawal(Report.objects.defer("content").select_related("plant__organization"))
    return plant, get_object_or_404(rows, plant=plant, pk=pk)


def file_of(report: Report) -> FileResponse:
    """Return the finished file as an attachment with a name people can read.

    Raises:
        Http404: the report is not ready.
    """
    return _handed_out(report, report.file, "")


def archive_of(report: Report) -> FileResponse:
    """Return the archive copy of the finished file.

    Raises:
        Http404: the report is not ready, or is from before there were archive copies.
    """
    return _handed_out(report, report.archive, "-pdfa")


def _handed_out(report: Report, file: FieldFile, mark: str) -> FileResponse:
    if report.state != Report.State.READY or not file:
        raise Http404
    stem = FILE_NAMES[Report.Kind(report.kind)]
    end = KINDS[report.kind].end
    name = f"{slugify(report.plant.slug)}-{stem}-v{report.number}-{report.language}{mark}.{end}"
    response = FileResponse(
        open_stored(file), as_attachment=True, filename=name, content_type=TYPES[end]
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
