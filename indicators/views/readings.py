"""Taking in readings: by hand, pasted, from a file or from elements; explaining and correcting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import RuleError, StaleVersionError
from core.forms import add_error, conflict_context, conflict_rows
from core.htmx import CONFLICT, UNPROCESSABLE
from core.wording.figures import plain
from core.workbook.archive import WorkbookError
from core.workbook.writing import XLSX_TYPE
from indicators.domain.formulas import FORMULAS
from indicators.exporters import readings_csv, template
from indicators.forms.readings import (
    ConfirmForm,
    CorrectionForm,
    ElementsForm,
    ExplainForm,
    FileForm,
    PasteForm,
    ReadingForm,
)
from indicators.importers import Draft, read_readings
from indicators.models import Measurement, PlantIndicator
from indicators.selectors.catalog import catalog
from indicators.selectors.series import indicator_series, plant_indicators, plant_rows
from indicators.selectors.wording import period_text, state_words
from indicators.services import readings as service
from indicators.services.readings import Entry, ReadingCounts, ReadingTakenError
from indicators.views.frame import find_reading, find_row, page
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from organizations.selectors.trail import last_editor

IMPORT, CREATE = "indicators/reading_import.html", "indicators/reading_create.html"


def _period_options(row: PlantIndicator) -> dict[str, Any]:
    """Return what a form with a period needs; the oldest gap or the newest due period leads."""
    series = indicator_series(row)
    stored = {item.period: plain(item.value) for item in series.readings}
    today = plant_today(row.plant)
    newest = series.span(today, today)[0]
    due = series.span(dt.date(today.year - 1, 1, 1), today)
    first = series.readings[0].period if series.readings else newest
    gaps = [day for day in due if day not in stored and day >= first and day != newest]
    start = gaps[0] if gaps else (due[-2] if due[-2] not in stored else newest)
    return {
        "row": row,
        "today": today,
        "stored": stored,
        "initial": {"period": start.isoformat()},
    }


@login_required
@require_http_methods(["GET", "POST"])
def reading_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one reading by hand."""
    row = find_row(request, slug, pk, Permission.INDICATORS_RECORD)
    form = ReadingForm(request.POST or None, **_period_options(row))
    context = page(row.plant, row) | {
        "form": form,
        "has_formula": row.indicator.code in FORMULAS and not row.indicator.is_own,
        "paste": PasteForm(),
        "file": FileForm(),
    }
    return _take(request, row, form, context, Measurement.Origin.MANUAL, CREATE)


@login_required
@require_http_methods(["GET", "POST"])
def reading_compute(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one reading that is computed from the elements of its formula."""
    row = find_row(request, slug, pk, Permission.INDICATORS_RECORD)
    if row.indicator.code not in FORMULAS or row.indicator.is_own:
        raise Http404
    content, language = catalog(), get_language() or "en"
    elements = content.elements if content else ()
    form = ElementsForm(
        request.POST or None,
        titles={item.id: item.title.in_language(language) for item in elements},
        **_period_options(row),
    )
    meanings = {item.id: item.meaning for item in elements}
    context = page(row.plant, row) | {
        "form": form,
        "formula": [(name, meanings.get(name)) for name in form.formula.elements],
    }
    origin = Measurement.Origin.COMPUTED
    return _take(request, row, form, context, origin, "indicators/reading_compute.html")


def _take(
    request: HttpRequest,
    row: PlantIndicator,
    form: ReadingForm | ElementsForm,
    context: dict[str, Any],
    origin: str,
    name: str,
) -> HttpResponse:
    if request.method != "POST":
        return render(request, name, context)
    if form.is_valid():
        try:
            saved = service.record_reading(
                entry=form.entry(),
                by=person(request),
                replace=form.cleaned_data["replace"],
                origin=origin,
            )
        except ReadingTakenError as error:
            context["taken"] = error.stored
            words = _("%(month)s has a reading already: %(value)s. Tick the box to replace it.")
            text = {"month": _name(row, error.stored.period), "value": plain(error.stored.value)}
            form.add_error("period", words % text)
        except (RuleError, ValidationError) as error:
            add_error(form, error)
        else:
            words = _("%(month)s is stored: %(value)s.")
            text = {"month": _name(row, saved.period), "value": plain(saved.value)}
            messages.success(request, words % text)
            if "again" in request.POST:
                return redirect(request.path)
            return redirect("indicators:indicator-detail", slug=row.plant.slug, pk=row.pk)
    return render(request, name, context, status=UNPROCESSABLE)


def _name(row: PlantIndicator, period: dt.date) -> str:
    return period_text(period, is_quarter=row.indicator.step == "quarter")


@login_required
@require_http_methods(["GET", "POST"])
def reading_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a file or pasted cells, show what they would do, then store them, all or nothing."""
    plant = get_plant(request, slug, Permission.INDICATORS_RECORD)
    rows = list(plant_rows([plant]))
    wanted = request.POST.get("indicator") or request.GET.get("indicator") or ""
    only = next((row for row in rows if str(row.pk) == wanted), None)
    context = page(plant) | {
        "rows": rows,
        "only": only,
        "paste": PasteForm(),
        "file": FileForm(),
    }
    if request.method != "POST":
        return render(request, IMPORT, context)
    if "payload" in request.POST:
        return _store(request, plant, rows, context)
    return _check(request, plant, rows, only, context)


def _check(
    request: HttpRequest,
    plant: Plant,
    rows: list[PlantIndicator],
    only: PlantIndicator | None,
    context: dict[str, Any],
) -> HttpResponse:
    is_paste = "text" in request.POST
    form: Any = PasteForm(request.POST) if is_paste else FileForm(request.POST, request.FILES)
    context["paste" if is_paste else "file"] = form
    context["form"] = form
    if not form.is_valid():
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    name = _("Pasted cells") if is_paste else form.checked.title
    data = form.table() if is_paste else form.cleaned_data["file"].read()
    try:
        draft = read_readings(data, rows=rows, today=plant_today(plant), only=only, name=name)
    except WorkbookError as error:
        form.add_error("text" if is_paste else "file", error.message)
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    context |= {
        "draft": draft,
        "name": name,
        "payload": _sealed(draft, form, is_paste=is_paste),
        "new_count": draft.count("new"),
        "changed_count": draft.count("changed"),
        "same_count": draft.count("same"),
    }
    status = 200 if draft.is_sound else UNPROCESSABLE
    return render(request, "indicators/reading_check.html", context, status=status)


def _sealed(draft: Draft, form: Any, *, is_paste: bool) -> str:
    entries = [line.entry for line in draft.lines]
    if is_paste:
        return ConfirmForm.sealed(entries, name="", sha256="", origin=Measurement.Origin.PASTE)
    checked = form.checked
    origin = Measurement.Origin.FILE
    return ConfirmForm.sealed(entries, name=checked.title, sha256=checked.sha256, origin=origin)


def _store(
    request: HttpRequest, plant: Plant, rows: list[PlantIndicator], context: dict[str, Any]
) -> HttpResponse:
    form = ConfirmForm(request.POST)
    context["form"] = form
    if not form.is_valid():
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    data, known = form.cleaned_data["payload"], {row.pk: row for row in rows}
    if any(key not in known for key, *_rest in data["rows"]):
        form.add_error(None, _("An indicator is no longer followed. Send the file again."))
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    entries = [
        Entry(
            known[key],
            dt.date.fromisoformat(period),
            Decimal(value),
            None if quality is None else Decimal(quality),
        )
        for key, period, value, quality in data["rows"]
    ]
    outcome = service.import_readings(
        plant=plant,
        entries=entries,
        by=person(request),
        file_name=data["name"],
        sha256=data["sha256"],
        origin=data["origin"],
    )
    messages.success(request, outcome_text(outcome))
    touched = {entry.row.pk for entry in entries}
    if len(touched) == 1:
        return redirect("indicators:indicator-detail", slug=plant.slug, pk=touched.pop())
    return redirect("indicators:indicator-list", slug=plant.slug)


def outcome_text(outcome: ReadingCounts) -> str:
    """Return what storing a set of readings did, in one sentence."""
    if not outcome.written:
        return _("Nothing changed: all %(n)s readings are stored already.") % {
            "n": outcome.unchanged
        }
    words = _("Stored: %(new)s new, %(changed)s changed, %(same)s as before.")
    return words % {
        "new": outcome.new,
        "changed": outcome.changed,
        "same": outcome.unchanged,
    }


@login_required
@require_safe
def reading_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the workbook to fill."""
    plant = get_plant(request, slug, Permission.INDICATORS_RECORD)
    data = template(list(plant_rows([plant])), plant_today(plant))
    response = HttpResponse(data, content_type=XLSX_TYPE)
    name = f"landfall-readings-{plant.slug}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


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
    return response


@login_required
@require_http_methods(["GET", "POST"])
def reading_explain(request: HttpRequest, slug: str, pk: int, reading: int) -> HttpResponse:
    """Say what caused a reading, and whether it counts."""
    row = find_row(request, slug, pk, Permission.INDICATORS_RECORD)
    measurement = find_reading(row, reading)
    name = "indicators/reading_explain.html"
    if request.POST.get("on_conflict") == "theirs":
        return redirect("indicators:reading-explain", slug=slug, pk=pk, reading=reading)
    start = {"cause": measurement.cause, "is_excluded": measurement.is_excluded}
    form = ExplainForm(request.POST or None, initial={**start, "version": measurement.version})
    series = indicator_series(row)
    judged = next(item for item in series.judged if item.reading.key == reading)
    context = page(row.plant, row, series) | {
        "explained": judged,
        "explain_period": _name(row, measurement.period),
        "explain_state": state_words(judged.state),
        "explain_form": form,
        "reading": measurement,
    }
    words = _("%(month)s is explained.")
    return _amend(request, name, form, context, save=service.explain_reading, words=words)


def _amend(
    request: HttpRequest,
    name: str,
    form: ExplainForm | CorrectionForm,
    context: dict[str, Any],
    *,
    save: Callable[..., Measurement],
    words: str,
) -> HttpResponse:
    """Show the form of a reading; once it is sent, store what it holds and go back."""
    if request.method != "POST":
        return render(request, name, context)
    row, measurement, status = context["row"], context["reading"], UNPROCESSABLE
    if form.is_valid():
        values = {**form.cleaned_data}
        expected = values.pop("version")
        try:
            save(reading=measurement, expected=expected, **values, by=person(request))
        except StaleVersionError:
            context |= _conflict(form, measurement)
            status = CONFLICT
        except RuleError as error:
            add_error(form, error)
        else:
            messages.success(request, words % {"month": _name(row, measurement.period)})
            return redirect("indicators:indicator-detail", slug=row.plant.slug, pk=row.pk)
    return render(request, name, context, status=status)


def _conflict(form: ExplainForm | CorrectionForm, measurement: Measurement) -> dict[str, Any]:
    measurement.refresh_from_db()
    rows = conflict_rows(form, measurement)
    return conflict_context(rows, who=last_editor(measurement), version=measurement.version)


@login_required
@require_http_methods(["GET", "POST"])
def reading_edit(request: HttpRequest, slug: str, pk: int, reading: int) -> HttpResponse:
    """Correct a reading."""
    row = find_row(request, slug, pk, Permission.INDICATORS_RECORD)
    measurement = find_reading(row, reading)
    name = "indicators/reading_edit.html"
    if request.POST.get("on_conflict") == "theirs":
        return redirect("indicators:reading-edit", slug=slug, pk=pk, reading=reading)
    start = {"value": measurement.value, "quality": measurement.quality}
    form = CorrectionForm(request.POST or None, initial={**start, "version": measurement.version})
    context = page(row.plant, row) | {"form": form, "reading": measurement}
    words = _("%(month)s is corrected.")
    return _amend(request, name, form, context, save=service.edit_reading, words=words)


@login_required
@require_POST
def reading_delete(request: HttpRequest, slug: str, pk: int, reading: int) -> HttpResponse:
    """Remove a reading."""
    row = find_row(request, slug, pk, Permission.INDICATORS_RECORD)
    measurement = find_reading(row, reading)
    month = _name(row, measurement.period)
    service.delete_reading(reading=measurement, by=person(request))
    messages.success(request, _("%(month)s is removed.") % {"month": month})
    return redirect("indicators:indicator-detail", slug=slug, pk=pk)
