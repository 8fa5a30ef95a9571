"""One indicator: control chart, key figures, readings, the drawer that explains a reading."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charts import svg
from charts.plotly import figure
from core.htmx import is_htmx, page_or_partial
from indicators.domain.charts import Range
from indicators.domain.series import IndicatorSeries, Judged
from indicators.domain.targets import months_to_prove
from indicators.forms.explaining import ExplainForm
from indicators.selectors.benchmarks import shown_benchmarks
from indicators.selectors.series import indicator_series
from indicators.selectors.trends import trend_of
from indicators.selectors.wording import (
    change_text,
    control_chart,
    finding,
    notes_on,
    question_text,
    question_tone,
    state_words,
    stretch_text,
)
from indicators.views.frame import find_reading, find_row, page
from organizations.domain.roles import Permission
from readings.models import Measurement, PlantIndicator
from readings.selectors.catalog import catalog_items
from readings.selectors.wording import period_text
from steps.views.turning import turn_context

PER_PAGE = 12


def chosen_range(request: HttpRequest) -> Range:
    """Return the stretch named in the address; the way to the target by default."""
    try:
        return Range(request.GET.get("range", Range.TARGET))
    except ValueError:
        return Range.TARGET


def _ranges(series: IndicatorSeries, current: Range, view: str) -> list[dict[str, Any]]:
    named = {
        Range.YEAR: _("12 months") if series.step == "month" else _("8 quarters"),
        Range.TARGET: _("To target") if series.target else _("From baseline"),
        Range.ALL: _("All"),
    }
    tail = f"&view={view}" if view else ""
    return [
        {"label": label, "href": f"?range={key}{tail}", "current": key == current}
        for key, label in named.items()
    ]


def rows_of(series: IndicatorSeries) -> list[dict[str, Any]]:
    """Return the readings with their words, the newest first."""
    origins = dict(Measurement.Origin.choices)
    return [
        {
            "item": item,
            "period": period_text(item.reading.period, is_quarter=series.step == "quarter"),
            "state": state_words(item.state),
            "origin": item.reading.import_name or origins.get(item.reading.origin, ""),
        }
        for item in series.judged
    ]


def _drawer(row: PlantIndicator, series: IndicatorSeries, wanted: str) -> dict[str, Any]:
    """Return the drawer that explains a reading.

    Raises:
        Http404: no such reading of this indicator.
    """
    judged: Judged | None = next(
        (item for item in series.judged if str(item.reading.key) == wanted), None
    )
    if judged is None:
        raise Http404
    reading = find_reading(row, judged.reading.key)
    start = {"cause": reading.cause, "is_excluded": reading.is_excluded}
    return {
        "explained": judged,
        "explain_period": period_text(reading.period, is_quarter=series.step == "quarter"),
        "explain_state": state_words(judged.state),
        "explain_form": ExplainForm(initial={**start, "version": reading.version}),
        "close_url": reverse("indicators:indicator-detail", args=[row.plant.slug, row.pk]),
    }


@login_required
@require_safe
def indicator_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show one indicator of a plant."""
    row = find_row(request, slug, pk, Permission.INDICATORS_VIEW)
    series = indicator_series(row)
    context = page(row.plant, row, series)
    wanted = request.GET.get("explain", "")
    if wanted:
        context |= _drawer(row, series, wanted)
        if is_htmx(request) and request.headers.get("HX-Target") == "drawer":
            return render(request, "indicators/_explain.html", context)
    context |= detail_context(request, row, series)
    context |= turn_context(request, row.plant, "indicators:indicator-list")
    partial = "readings" if request.headers.get("HX-Target") == "readings" else "indicator-chart"
    response = page_or_partial(request, "indicators/indicator_detail.html", partial, context)
    response.headers["Vary"] = "HX-Request, HX-Target, Cookie"
    return response


def detail_context(
    request: HttpRequest, row: PlantIndicator, series: IndicatorSeries
) -> dict[str, Any]:
    """Return what the page of an indicator shows."""
    shown = chosen_range(request)
    view = "table" if request.GET.get("view") == "table" else ""
    chart = control_chart(series, shown)
    baseline = series.baseline
    is_quarter = series.step == "quarter"
    item = None if row.indicator.is_own else catalog_items().get(row.indicator.code)
    limits = series.limits
    return {
        "finding": finding(series),
        "chart": svg.draw(chart, 760, 330) if chart else "",
        "chart_text": chart.description if chart else "",
        "range": shown,
        "ranges": _ranges(series, shown, view),
        "view": view,
        "page": Paginator(rows_of(series), PER_PAGE).get_page(request.GET.get("page")),
        "rows": rows_of(series) if view else [],
        "baseline": baseline,
        "stretch": stretch_text(baseline.first, baseline.last, is_quarter=is_quarter)
        if baseline
        else "",
        "notes": notes_on(baseline.statistics) if baseline else [],
        "older": series.baselines[1:],
        "target_change": change_text(series.target.change)
        if series.target and series.target.change is not None
        else "",
        "months_to_prove": months_to_prove(limits, series.target.value)
        if limits and series.target
        else None,
        "benchmarks": shown_benchmarks(row),
        "catalog_note": item.note if item else None,
        "question": series.open_question,
        "question_text": question_text(series),
        "question_tone": question_tone(series),
        "latest": series.judged[0] if series.judged else None,
        "is_quarter": is_quarter,
        "trend": trend_of(row, series) if series.readings else None,
    }


@login_required
@require_safe
def chart_detail(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Hand out the chart's numbers for exploring in the browser."""
    row = find_row(request, slug, pk, Permission.INDICATORS_VIEW)
    chart = control_chart(indicator_series(row), chosen_range(request))
    if chart is None:
        raise Http404
    return JsonResponse(figure(chart))
