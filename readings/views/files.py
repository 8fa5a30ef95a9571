"""Readings from a file or pasted cells, and the workbook to fill."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.htmx import UNPROCESSABLE
from core.workbook.archive import WorkbookError
from core.workbook.writing import XLSX_TYPE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from readings.exporters import template
from readings.forms.readings import ConfirmForm, FileForm, PasteForm
from readings.importers import Draft, read_readings
from readings.models import Measurement, PlantIndicator
from readings.selectors.series import followed
from readings.services import readings as service
from readings.services.readings import Entry, ReadingCounts

IMPORT = "readings/reading_import.html"


@login_required
@require_http_methods(["GET", "POST"])
def reading_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a file or pasted cells, show what they would do, then store them, all or nothing."""
    plant = get_plant(request, slug, Permission.INDICATORS_RECORD)
    rows = list(followed(plant))
    wanted = request.POST.get("indicator") or request.GET.get("indicator") or ""
    only = next((row for row in rows if str(row.pk) == wanted), None)
    context: dict[str, Any] = {
        "plant": plant,
        "area": "indicators",
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
    return render(request, "readings/reading_check.html", context, status=status)


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
    data = template(list(followed(plant)), plant_today(plant))
    response = HttpResponse(data, content_type=XLSX_TYPE)
    name = f"landfall-readings-{plant.slug}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
