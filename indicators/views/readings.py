"""Readings as they are judged: explained one by one, handed out as a file."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import CSV_TYPE, as_file
from core.editing import edited, page_of
from indicators.exporters import readings_csv
from indicators.forms.explaining import ExplainForm
from indicators.selectors.series import indicator_series, plant_indicators
from indicators.selectors.wording import state_words
from indicators.views.frame import find_reading, find_row, page
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.selectors.editors import by_now
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
    tail = f"-{series[0].code.lower()}" if wanted else ""
    name = f"landfall-readings-{plant.slug}{tail}.csv"
    response = as_file(readings_csv(series), name, CSV_TYPE)
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

    def save() -> str:
        values, version = form.values(), form.cleaned_data["version"]
        service.explain_reading(reading=measurement, expected=version, **values, by=person(request))
        return _("%(month)s is explained.") % {"month": _name(row, measurement.period)}

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, name, context),
        back=reverse("indicators:indicator-detail", args=[slug, pk]),
        now=lambda: by_now(measurement),
        theirs=request.path,
    )
