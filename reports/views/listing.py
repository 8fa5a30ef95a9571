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
from core.phrases import phrase
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
    "start_lacks": (Permission.ROADMAP_VIEW, "launch:launch-detail"),
    "start_binds": (Permission.ROADMAP_VIEW, "launch:launch-detail"),
    "start_thin": (Permission.ROADMAP_VIEW, "launch:launch-detail"),
    "start_late": (Permission.ROADMAP_VIEW, "launch:launch-detail"),
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
    Report.Kind.BLUEPRINT: phrase(
        "Summary, capability, goals, roadmap, budget, compliance, KPI, risks, sign-off"
    ),
    Report.Kind.ASSESSMENT: phrase(
        "Result with its confidence, agreement, what was agreed on, evidence, every answer"
    ),
    Report.Kind.INDICATOR_BASELINE: phrase(
        "Per indicator: definition, chart with limits, statistics, data quality, target"
    ),
    Report.Kind.BOARD_PAGE: phrase(
        "One page: where the plant stands, what is proposed, cost, return, decision asked"
    ),
    Report.Kind.IMPLEMENTATION: phrase(
        "Phases, what waits for what, bars, initiatives, milestones with what they are accepted by"
    ),
    Report.Kind.BUDGET_PLAN: phrase(
        "Cost by year, quarter, phase and initiative, limits, running cost, group currency"
    ),
    Report.Kind.BOARD_DECK: phrase(
        "Slides that can be edited: decision, state, goals, roadmap, cost, risks, next steps"
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
