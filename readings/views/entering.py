"""Readings one by one: by hand, from the elements of a formula, corrected, removed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.editing import edited, page_of
from core.errors import RuleError
from core.forms import add_error
from core.htmx import UNPROCESSABLE
from core.wording.figures import plain
from organizations.access import person
from organizations.selectors.editors import by_now
from organizations.selectors.places import plant_today
from readings.domain.formulas import FORMULAS
from readings.forms.readings import (
    CorrectionForm,
    ElementsForm,
    PasteForm,
    ReadingForm,
)
from readings.models import Measurement, PlantIndicator
from readings.selectors.catalog import catalog
from readings.selectors.series import proposed_period, values_by_period
from readings.services import readings as service
from readings.services.readings import ReadingTakenError
from readings.views.address import find_reading, find_row, period_name
from sheets.forms import TableFileForm

CREATE, EDIT = "readings/reading_create.html", "readings/reading_edit.html"


def _page(row: PlantIndicator) -> dict[str, Any]:
    return {"plant": row.plant, "area": "indicators", "row": row}


def _period_options(row: PlantIndicator) -> dict[str, Any]:
    """Return what a form with a period needs."""
    today, stored = plant_today(row.plant), values_by_period(row)
    return {
        "row": row,
        "today": today,
        "stored": {period: plain(value) for period, value in stored.items()},
        "initial": {"period": proposed_period(row, stored, today).isoformat()},
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one reading by hand."""
    row = find_row(request, slug, pk)
    form = ReadingForm(request.POST or None, **_period_options(row))
    context = _page(row) | {
        "form": form,
        "has_formula": row.indicator.code in FORMULAS and not row.indicator.is_own,
        "paste": PasteForm(),
        "file": TableFileForm(),
    }
    return _take(request, row, form, context, Measurement.Origin.MANUAL, CREATE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_compute(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take one reading that is computed from the elements of its formula."""
    row = find_row(request, slug, pk)
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
    context = _page(row) | {
        "form": form,
        "formula": [(name, meanings.get(name)) for name in form.formula.elements],
    }
    origin = Measurement.Origin.COMPUTED
    return _take(request, row, form, context, origin, "readings/reading_compute.html")


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
            month = period_name(row, error.stored.period)
            form.add_error("period", words % {"month": month, "value": plain(error.stored.value)})
        except (RuleError, ValidationError) as error:
            add_error(form, error)
        else:
            words = _("%(month)s is stored: %(value)s.")
            month = period_name(row, saved.period)
            messages.success(request, words % {"month": month, "value": plain(saved.value)})
            if "again" in request.POST:
                return redirect(request.path)
            return redirect("indicators:indicator-detail", slug=row.plant.slug, pk=row.pk)
    return render(request, name, context, status=UNPROCESSABLE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_edit(request: HttpRequest, slug: str, pk: int, reading: int) -> HttpResponse:
    """Correct a reading."""
    row = find_row(request, slug, pk)
    stored = find_reading(row, reading)
    start = {"value": stored.value, "quality": stored.quality, "version": stored.version}
    form = CorrectionForm(request.POST or None, initial=start)
    context = _page(row) | {"form": form, "reading": stored}

    def save() -> str:
        data = form.cleaned_data
        new = {"value": data["value"], "quality": data["quality"]}
        service.edit_reading(reading=stored, expected=data["version"], **new, by=person(request))
        return _("%(month)s is corrected.") % {"month": period_name(row, stored.period)}

    return edited(
        request,
        form,
        save=save,
        show=page_of(request, EDIT, context),
        back=reverse("indicators:indicator-detail", args=[slug, pk]),
        now=lambda: by_now(stored),
        theirs=request.path,
    )


@login_required
@require_POST
def reading_delete(request: HttpRequest, slug: str, pk: int, reading: int) -> HttpResponse:
    """Remove a reading."""
    row = find_row(request, slug, pk)
    stored = find_reading(row, reading)
    month = period_name(row, stored.period)
    service.delete_reading(reading=stored, by=person(request))
    messages.success(request, _("%(month)s is removed.") % {"month": month})
    return redirect("indicators:indicator-detail", slug=slug, pk=pk)
