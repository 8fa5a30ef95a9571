"""Asking for a document, and asking again."""

from __future__ import annotations

import zoneinfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.errors import StateError
from core.htmx import UNPROCESSABLE
from core.wording.dates import day
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.services.once import once
from reports.domain.state import open_points
from reports.forms import ProduceForm
from reports.models import Report
from reports.rendering.versions import unchanged
from reports.selectors.state import data_state
from reports.tasks import request_report, retry_report
from reports.views.files import report_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a document: its kind and language."""
    plant = get_plant(request, slug, Permission.REPORTS_PRODUCE)
    kind = request.GET.get("kind", "")
    initial = {
        "kind": kind if kind in Report.Kind.values else Report.Kind.BLUEPRINT,
        "language": person(request).language,
    }
    form = ProduceForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("kind", "language")}
        known = unchanged(plant, **wanted)
        if known is None:
            once(
                by=person(request),
                key=form.cleaned_data["key"],
                make=lambda: request_report(plant=plant, by=person(request), **wanted),
                model=Report,
            )
        else:
            messages.info(request, _unchanged_words(known))
        return redirect("reports:report-list", plant.slug)
    context = {
        "plant": plant,
        "area": "reports",
        "form": form,
        "points": open_points(data_state(plant)),
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "reports/report_create.html", context, status=status)


def _unchanged_words(report: Report) -> str:
    """Say which version still holds, with its day at the plant."""
    with timezone.override(zoneinfo.ZoneInfo(report.plant.time_zone)):
        words: dict[str, object] = {"kind": report.get_kind_display(), "number": report.number}
        words["day"] = day(report.data_as_of)
    text = _("%(kind)s: unchanged since v%(number)s of %(day)s. No new version was made.")
    return text % words


@login_required
@require_POST
def report_retry(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a failed document back into the queue."""
    plant, report = report_for(request, slug, pk, Permission.REPORTS_PRODUCE)
    try:
        retry_report(report=report, by=person(request))
    except StateError:
        messages.info(request, _("This report is no longer failed."))
    return redirect("reports:report-list", plant.slug)
