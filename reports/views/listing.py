"""The list of documents with their progress, and the files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from core.htmx import STOP_POLLING, is_htmx
from core.text import LocalizedText
from organizations.access import get_plant, may, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from reports.domain.state import open_points
from reports.models import Report
from reports.rendering.versions import changes_of
from reports.selectors.documents import kind_row, kind_rows, links_of
from reports.selectors.record import PlantRecord
from reports.services.jobs import note_download
from reports.views.files import archive_of, file_of, report_for

PAGE = "reports/report_list.html"
# Where an open point is mended: right to see the place, and its address.
PLACES = {
    "run": (Permission.ASSESSMENT_VIEW, "assessment:assessment-list"),
    "signature": (Permission.ASSESSMENT_VIEW, "assessment:assessment-list"),
    "coverage": (Permission.ASSESSMENT_VIEW, "assessment:assessment-list"),
    "unproven": (Permission.ASSESSMENT_VIEW, "assessment:assessment-list"),
    "unreviewed": (Permission.ASSESSMENT_VIEW, "assessment:assessment-list"),
    "aimed_low": (Permission.ASSESSMENT_VIEW, "assessment:assessment-list"),
    "goals": (Permission.ROADMAP_VIEW, "goals:goal-list"),
    "plan": (Permission.ROADMAP_VIEW, "roadmap:roadmap-detail"),
    "conflicts": (Permission.ROADMAP_VIEW, "roadmap:roadmap-detail"),
    "limits": (Permission.ROADMAP_VIEW, "roadmap:roadmap-detail"),
    "gates": (Permission.ROADMAP_VIEW, "roadmap:roadmap-detail"),
    "unbegun": (Permission.ROADMAP_VIEW, "roadmap:roadmap-detail"),
    "unlifted": (Permission.ROADMAP_VIEW, "roadmap:roadmap-detail"),
    "law": (Permission.COMPLIANCE_VIEW, "compliance:obligation-list"),
    "overdue": (Permission.COMPLIANCE_VIEW, "compliance:obligation-list"),
    "confirm": (Permission.COMPLIANCE_VIEW, "compliance:obligation-list"),
    "rate": (Permission.ROADMAP_VIEW, "organizations:rate-list"),
    "words": (Permission.ROADMAP_EDIT, "translation:text-list"),
}
OF_THE_GROUP = frozenset({"rate"})  # mended for all plants at once, so no plant in the address
WHAT = {
    Report.Kind.BLUEPRINT: LocalizedText(
        "Summary, capability, goals, roadmap, budget, compliance, KPI, risks, sign-off",
        "摘要、能力、战略目标、路线图、预算、合规、KPI、风险与签核",
    ),
    Report.Kind.INDICATOR_BASELINE: LocalizedText(
        "Per indicator: definition, chart with limits, statistics, data quality, target",
        "逐项指标：定义、带控制限的图、统计量、数据质量、目标",
    ),
    Report.Kind.BOARD_PAGE: LocalizedText(
        "One page: where the plant stands, what is proposed, cost, return, decision asked",
        "一页：现状、方案、投入、收益与提请审议事项",
    ),
    Report.Kind.IMPLEMENTATION: LocalizedText(
        "Phases, what waits for what, bars, initiatives, milestones with what they are accepted by",
        "阶段、依赖关系、甘特图、举措、里程碑与验收标准",
    ),
    Report.Kind.BUDGET_PLAN: LocalizedText(
        "Cost by year, quarter, phase and initiative, limits, running cost, group currency",
        "按年度、季度、阶段与举措的费用，预算上限、运维费用与集团币种",
    ),
    Report.Kind.BOARD_DECK: LocalizedText(
        "Ten slides that can be edited: decision, state, goals, roadmap, cost, risks, next steps",
        "十页可编辑的演示文稿：审议事项、现状、目标、路线图、投入、风险与下一步",
    ),
}


@login_required
@require_safe
@vary_on_headers("HX-Request")
def report_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every kind of document, the state of the data, links and versions."""
    plant = get_plant(request, slug, Permission.REPORTS_VIEW)
    rows = kind_rows(plant)
    record = PlantRecord(plant)
    state = record.state
    may_share = may(request, plant, Permission.REPORTS_SHARE)
    context = {
        **_context(request, plant),
        "rows": rows,
        "changes": {row.kind: changes_of(row.ready, record) for row in rows},
        "what": {kind.value: text for kind, text in WHAT.items()},
        "state": state,
        "points": [(point, _place(request, plant, point.code)) for point in open_points(state)],
        "links": links_of(plant) if may_share else [],
        "produced": sum(row.ready is not None for row in rows),
    }
    return render(request, PAGE, context)


@login_required
@require_safe
def kind_detail(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Show one row of the list; htmx asks every two seconds while it runs, 286 ends that."""
    plant = get_plant(request, slug, Permission.REPORTS_VIEW)
    if kind not in Report.Kind.values:
        raise Http404
    if not is_htmx(request):
        return report_list(request, slug)
    row = kind_row(plant, kind)
    context = {
        **_context(request, plant),
        "row": row,
        "text": WHAT[Report.Kind(kind)],
        "changed": () if row.running else changes_of(row.ready),
        "is_swap": True,
    }
    status = 200 if row.running else STOP_POLLING
    return render(request, "reports/_row.html", context, status=status)


@login_required
@require_safe
def report_download(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """Hand out a finished document."""
    _plant, report = report_for(request, slug, pk, Permission.REPORTS_VIEW)
    response = file_of(report)
    if request.method == "GET":
        note_download(report=report, by=person(request))
    return response


@login_required
@require_safe
def report_archive(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """Hand out the archive copy of a finished document."""
    _plant, report = report_for(request, slug, pk, Permission.REPORTS_VIEW)
    response = archive_of(report)
    if request.method == "GET":
        note_download(report=report, by=person(request))
    return response


def _context(request: HttpRequest, plant: Plant) -> dict[str, Any]:
    return {
        "plant": plant,
        "area": "reports",
        "may_produce": may(request, plant, Permission.REPORTS_PRODUCE),
        "may_share": may(request, plant, Permission.REPORTS_SHARE),
    }


def _place(request: HttpRequest, plant: Plant, code: str) -> str:
    """Return where an open point is mended, if the person may see that place."""
    place = PLACES.get(code)
    if place is None or not may(request, plant, place[0]):
        return ""
    return reverse(place[1], args=[] if code in OF_THE_GROUP else [plant.slug])
