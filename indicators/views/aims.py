"""Baseline, target and benchmarks of one indicator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.editing import Stored, edited, page_of
from core.errors import RuleError
from core.forms import add_error, new_key
from core.htmx import UNPROCESSABLE, page_or_partial
from core.wording.figures import plain
from indicators.domain.baseline import Baseline
from indicators.domain.series import IndicatorSeries
from indicators.forms.aims import BaselineForm, BenchmarkForm, TargetForm
from indicators.models import Benchmark, IndicatorBaseline
from indicators.selectors.benchmarks import presets_for, shown_benchmarks
from indicators.selectors.series import indicator_series
from indicators.selectors.wording import notes_on
from indicators.services import aims as service
from indicators.views.frame import find_row, page
from organizations.access import person
from organizations.domain.roles import Permission
from organizations.selectors.editors import last_editor
from organizations.services.once import once
from readings.models import PlantIndicator
from readings.selectors.wording import period_text

BASELINE, TARGET = "indicators/baseline_create.html", "indicators/target_edit.html"
BENCHMARK = "indicators/benchmark_create.html"


def _first_choice(series: IndicatorSeries) -> dict[str, str]:
    """Return the stretch proposed at first: the oldest full year, or all there is."""
    count = 12 if series.step == "month" else 4
    periods = [item.period for item in series.readings]
    if not periods:
        return {}
    last = periods[min(count, len(periods)) - 1]
    return {"first": periods[0].isoformat(), "last": last.isoformat()}


def _preview(series: IndicatorSeries, form: BaselineForm) -> Baseline | None:
    """Return what the chosen stretch gives; None if nothing counts there."""
    try:
        return series.compute(form.cleaned_data["first"], form.cleaned_data["last"])
    except RuleError:
        return None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def baseline_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose the stretch of the baseline, see what it gives, store it."""
    row = find_row(request, slug, pk, Permission.INDICATORS_EDIT)
    series = indicator_series(row)
    start = _first_choice(series)
    data = request.POST or ({**start, "key": new_key(), **request.GET.dict()} if start else None)
    form = BaselineForm(data, series=series)
    context = page(row.plant, row, series) | {"form": form}
    valid = form.is_bound and form.is_valid()
    if valid:
        context["preview"] = preview = _preview(series, form)
        context["notes"] = notes_on(preview) if preview else []
    if request.method != "POST":
        return page_or_partial(request, BASELINE, "preview", context)
    if valid:
        try:
            made = once(
                by=person(request),
                key=form.cleaned_data["key"],
                make=lambda: service.make_baseline(
                    row=row,
                    first=form.cleaned_data["first"],
                    last=form.cleaned_data["last"],
                    note=form.cleaned_data["note"],
                    by=person(request),
                ),
                model=IndicatorBaseline,
            )
        except RuleError as error:
            add_error(form, error)
        else:
            words = _("Baseline version %(n)s is stored.")
            messages.success(request, words % {"n": made.number})
            return redirect("indicators:indicator-detail", slug=slug, pk=pk)
    return render(request, BASELINE, context, status=UNPROCESSABLE)


def _target_form(request: HttpRequest, row: PlantIndicator, series: IndicatorSeries) -> TargetForm:
    data: Any = request.POST or (request.GET if "way" in request.GET else None)
    kind = row.target_kind
    start = {
        "way": kind
        if kind in {"percent", "points", "speed"}
        else None
        if row.target_value is None
        else "value",
        "amount": row.target_change if kind in {"percent", "points", "speed"} else row.target_value,
        "target_on": row.target_on,
        "target_reason": row.target_reason,
        "value_driver": row.value_driver,
        "translations": row.translations,
        "version": row.version,
    }
    return TargetForm(
        data,
        row=row,
        series=series,
        presets=presets_for(row.indicator.code),
        benchmarks=shown_benchmarks(row),
        initial=start,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def target_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Set the target; what a promise means as a number is shown before it is stored."""
    row = find_row(request, slug, pk, Permission.INDICATORS_EDIT)
    series = indicator_series(row)
    form = _target_form(request, row, series)
    context = page(row.plant, row, series) | {"form": form}
    if request.method != "POST":
        return _show_target(request, form, context)

    def save() -> str:
        version, values = form.cleaned_data["version"], form.values()
        service.set_target(row=row, expected=version, values=values, by=person(request))
        return _("The target is set: %(value)s.") % {"value": plain(row.target_value)}

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, TARGET, context),
        back=reverse("indicators:indicator-detail", args=[slug, pk]),
        now=lambda: _target_now(form, row),
        theirs=request.path,
    )


def _show_target(request: HttpRequest, form: TargetForm, context: dict[str, Any]) -> HttpResponse:
    """Show the form; with values in the address also what they come to."""
    if form.is_bound:
        form.is_valid()
        context["proposal"] = getattr(form, "proposal", None)
    elif series_target := context["series"].target:
        context["proposal"] = series_target
    return page_or_partial(request, TARGET, "proposal", context)


def _target_now(form: TargetForm, row: PlantIndicator) -> Stored:
    """Return the target that is stored by now beside the one that was sent, each as a value and a day."""
    row.refresh_from_db()
    values = form.values()
    mine = f"{plain(values['target_value'])}, {period_text(values['target_on'])}"
    theirs = _("none")
    if row.target_value is not None and row.target_on is not None:
        theirs = f"{plain(row.target_value)}, {period_text(row.target_on)}"
    rows = [{"label": _("Target"), "theirs": theirs, "mine": mine}]
    return Stored(row, row.version, last_editor(row), rows)


@login_required
@require_POST
def target_delete(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take the target away."""
    row = find_row(request, slug, pk, Permission.INDICATORS_EDIT)
    service.clear_target(row=row, expected=row.version, by=person(request))
    messages.success(request, _("The target is removed."))
    return redirect("indicators:indicator-detail", slug=slug, pk=pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def benchmark_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a figure of others; it needs a source."""
    row = find_row(request, slug, pk, Permission.INDICATORS_EDIT)
    form = BenchmarkForm(request.POST or None)
    context = page(row.plant, row) | {"form": form}

    def save() -> str:
        values = form.cleaned_data
        once(
            by=person(request),
            key=values.pop("key"),
            make=lambda: service.add_benchmark(row=row, values=values, by=person(request)),
            model=Benchmark,
        )
        return _("The benchmark is added.")

    back = reverse("indicators:indicator-detail", args=[slug, pk])
    return edited(request, form, save=save, show=page_of(request, BENCHMARK, context), back=back)


@login_required
@require_POST
def benchmark_delete(request: HttpRequest, slug: str, pk: int, benchmark: int) -> HttpResponse:
    """Remove a figure of others."""
    row = find_row(request, slug, pk, Permission.INDICATORS_EDIT)
    rows = Benchmark.objects.filter(plant_indicator=row)
    stored = get_object_or_404(rows.select_related("plant_indicator__plant"), pk=benchmark)
    service.delete_benchmark(benchmark=stored, by=person(request))
    messages.success(request, _("The benchmark is removed."))
    return redirect("indicators:indicator-detail", slug=slug, pk=pk)
