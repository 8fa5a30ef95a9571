"""What several pages of the area need: the report of an address, the file as an answer."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import slugify

from core.text import LocalizedText
from organizations.access import get_plant
from organizations.domain.roles import Permission
from organizations.models import Plant
from reports.models import Report
from reports.selectors.documents import with_withdrawal

FILE_NAMES = {
    Report.Kind.BLUEPRINT: "strategy-blueprint",
    Report.Kind.INDICATOR_BASELINE: "kpi-baseline",
}
# Where an open point is mended: right to see the place, and its address.
PLACES = {
    "run": (Permission.ASSESSMENT_VIEW, "assessment:assessment-list"),
    "signature": (Permission.ASSESSMENT_VIEW, "assessment:assessment-list"),
    "coverage": (Permission.ASSESSMENT_VIEW, "assessment:assessment-list"),
    "goals": (Permission.ROADMAP_VIEW, "roadmap:goal-list"),
    "plan": (Permission.ROADMAP_VIEW, "roadmap:roadmap-detail"),
    "conflicts": (Permission.ROADMAP_VIEW, "roadmap:roadmap-detail"),
    "overdue": (Permission.COMPLIANCE_VIEW, "compliance:obligation-list"),
    "confirm": (Permission.COMPLIANCE_VIEW, "compliance:obligation-list"),
    "rate": (Permission.ROADMAP_VIEW, "organizations:rate-list"),
}
OF_THE_GROUP = frozenset({"rate"})  # mended for all plants at once, so no plant in the address
WHAT = {
    Report.Kind.BLUEPRINT: LocalizedText(
        "Summary, capability, goals, roadmap, budget, compliance, KPI, risks, sign-off",
        "摘要、能力、目标、路线图、预算、合规、KPI、风险与签核",
    ),
    Report.Kind.INDICATOR_BASELINE: LocalizedText(
        "Per indicator: definition, chart with limits, statistics, data quality, target",
        "逐项指标：定义、带控制限的图、统计量、数据质量、目标",
    ),
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
    if report.state != Report.State.READY:
        raise Http404
    stem = FILE_NAMES[Report.Kind(report.kind)]
    name = f"{slugify(report.plant.slug)}-{stem}-v{report.number}-{report.language}.pdf"
    response = FileResponse(
        report.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
