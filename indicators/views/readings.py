"""Readings as they are judged: explained one by one, handed out as a file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import RuleError, StaleVersionError
from core.forms import add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE
from indicators.exporters import readings_csv
from indicators.forms.explaining import ExplainForm
from indicators.selectors.series import indicator_series, plant_indicators
from indicators.selectors.wording import state_words
from indicators.views.frame import find_reading, find_row, page
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.selectors.trail import last_editor
from organizations.services.exports import note_export
from readings.models import PlantIndicator
from readings.selectors.wording import period_text
from readings.services import readings as service


def _name(row: PlantIndicator, period: dt.date) -> str:
    return period_text(period, is_quarter=row.indicator.step == "quarter")


@login_required
@require_safe
def reading_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the readings of all indicators, or of one, as CSV."""
    plant = get_plant(request, slug, Permission.INDICATORS_VIEW)
    wanted = request.GET.get("indicator", "")
    series = [item for item in plant_indicators(plant) if not wanted or str(item.key) == wanted]
    if wanted and not series:
        raise Http404
    response = HttpResponse(readings_csv(series), content_type="text/csv; charset=utf-8")
    tail = f"-{series[0].code.lower()}" if wanted else ""
    name = f"landfall-readings-{plant.slug}{tail}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=plant)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_explain(request: HttpRequest, slug: str, pk: int, reading: int) -> HttpResponse:
    """Say what caused a reading, and whether it counts."""
    row = find_row(request, slug, pk, Permission.INDICATORS_RECORD)
    measurement = find_reading(row, reading)
    name = "indicators/reading_explain.html"
    if request.POST.get("on_conflict") == "theirs":
        return redirect("indicators:reading-explain", slug=slug, pk=pk, reading=reading)
    names = ("cause", "is_excluded", "translations", "version")
    start = {name: getattr(measurement, name) for name in names}
    form = ExplainForm(request.POST or None, initial=start)
    series = indicator_series(row)
    judged = next(item for item in series.judged if item.reading.key == reading)
    context = page(row.plant, row, series) | {
        "explained": judged,
        "explain_period": _name(row, measurement.period),
        "explain_state": state_words(judged.state),
        "explain_form": form,
        "reading": measurement,
    }
    if request.method != "POST":
        return render(request, name, context)
    status = _store_explanation(request, form, context)
    if status:
        return render(request, name, context, status=status)
    month = _name(row, measurement.period)
    messages.success(request, _("%(month)s is explained.") % {"month": month})
    return redirect("indicators:indicator-detail", slug=slug, pk=pk)


def _store_explanation(request: HttpRequest, form: ExplainForm, context: dict[str, Any]) -> int:
    """Store what the form says; return the status of a page that shows why it cannot, else 0."""
    if not form.is_valid():
        return UNPROCESSABLE
    values, reading = form.values(), context["reading"]
    expected = form.cleaned_data["version"]
    try:
        service.explain_reading(reading=reading, expected=expected, **values, by=person(request))
    except StaleVersionError:
        reading.refresh_from_db()
        rows = conflict_rows(form, reading)
        context |= conflict_context(rows, who=last_editor(reading), version=reading.version)
        return CONFLICT
    except RuleError as error:
        add_error(form, error)
        return UNPROCESSABLE
    return 0
