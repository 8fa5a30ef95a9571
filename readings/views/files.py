"""Readings from a file or pasted cells, and the workbook to fill."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.forms import CodePageForm, TableFileForm, letters_of
from core.htmx import CONFLICT, UNPROCESSABLE
from core.workbook.archive import WorkbookError
from core.workbook.blocks import mark_words
from core.workbook.numbers import DecimalMark
from core.workbook.pages import CodePageError
from core.workbook.writing import XLSX_TYPE
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from readings.exporters import template
from readings.forms.readings import (
    ConfirmForm,
    PasteForm,
    QuestionForm,
    SealedForm,
    SeriesForm,
    line_of,
)
from readings.importers.columns import is_one_series
from readings.importers.drafts import Draft, read_readings
from readings.importers.lines import compared, stored_before
from readings.models import Measurement, PlantIndicator
from readings.selectors.series import followed
from readings.services import readings as service
from readings.services.readings import ReadingCounts

IMPORT = "readings/reading_import.html"
QUESTION = "readings/reading_question.html"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a file or pasted cells, show what they would do, then store them, all or nothing."""
    plant = get_plant(request, slug, Permission.INDICATORS_RECORD)
    rows = list(followed(plant))
    only = _chosen(rows, request.POST.get("indicator") or request.GET.get("indicator") or "")
    context: dict[str, Any] = {
        "plant": plant,
        "area": "indicators",
        "rows": rows,
        "only": only,
        "paste": PasteForm(),
        "file": TableFileForm(),
        "of_file": SeriesForm(rows=rows, auto_id="id_file_%s"),
        "of_paste": SeriesForm(rows=rows, auto_id="id_paste_%s"),
    }
    if request.method != "POST":
        return render(request, IMPORT, context)
    if "kept" in request.POST:
        return _lettered(request, plant, rows, only, context)
    if "payload" not in request.POST:
        return _check(request, plant, rows, only, context)
    if "mark" in request.POST:
        return _answer(request, rows, context)
    return _store(request, plant, rows, context)


def _chosen(rows: list[PlantIndicator], key: str) -> PlantIndicator | None:
    return next((row for row in rows if str(row.pk) == key), None)


def _check(
    request: HttpRequest,
    plant: Plant,
    rows: list[PlantIndicator],
    only: PlantIndicator | None,
    context: dict[str, Any],
) -> HttpResponse:
    is_paste = "text" in request.POST
    form: Any = PasteForm(request.POST) if is_paste else TableFileForm(request.POST, request.FILES)
    kind = "paste" if is_paste else "file"
    context |= {kind: form, "form": form}
    if not form.is_valid():
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    series = SeriesForm(request.POST, rows=rows, auto_id=f"id_{kind}_%s")
    context |= {f"of_{kind}": series, "series": series}
    only = only or _chosen(rows, request.POST.get("series", ""))
    if is_paste:
        sent = SentTable(form.table(), "", Measurement.Origin.PASTE)
    else:
        sent = SentTable(form.cleaned_data["file"].read(), form.checked.title)
    return _understand(request, plant, rows, only, sent, context)


def _lettered(
    request: HttpRequest,
    plant: Plant,
    rows: list[PlantIndicator],
    only: PlantIndicator | None,
    context: dict[str, Any],
) -> HttpResponse:
    """Go on with the code page that a person chose."""
    form = CodePageForm(request.POST)
    context["form"] = form
    if not form.is_valid():
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    name, data = form.cleaned_data["kept"]
    sent = SentTable(data, name, encoding=form.cleaned_data["encoding"])
    return _understand(request, plant, rows, only, sent, context)


@dataclass(frozen=True, slots=True)
class SentTable:
    """A table as it was sent: a file, or pasted cells, which have no name."""

    data: bytes
    name: str
    origin: str = Measurement.Origin.FILE
    encoding: str = ""


def _understand(
    request: HttpRequest,
    plant: Plant,
    rows: list[PlantIndicator],
    only: PlantIndicator | None,
    sent: SentTable,
    context: dict[str, Any],
) -> HttpResponse:
    """Show what a table would do, or ask what only a person can tell."""
    name = sent.name or _("Pasted cells")
    try:
        draft = read_readings(
            sent.data,
            rows=rows,
            today=plant_today(plant),
            only=only,
            name=name,
            encoding=sent.encoding,
        )
    except CodePageError as error:
        context |= {"pages": letters_of(error), "kept": CodePageForm.sealed(sent.data, sent.name)}
        return render(request, IMPORT, context)
    except WorkbookError as error:
        context["form"].add_error(None, error.message)
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    if only is None and "series" in context and is_one_series(draft.columns):
        context["series"].ask()
        context["form"] = context["series"]
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    about = _about(draft, sent)
    if draft.question is None:
        return _show(request, draft, about, context)
    status = UNPROCESSABLE if draft.problems else 200
    context |= {
        "draft": draft,
        "name": name,
        "readings": draft.question.readings.items(),
        "payload": QuestionForm.sealed(draft.question, **about),
    }
    return render(request, QUESTION, context, status=status)


def _about(draft: Draft, sent: SentTable) -> dict[str, Any]:
    """Return what is kept of a file beside its readings."""
    digest = hashlib.sha256(sent.data).hexdigest() if sent.name else ""
    about = {"name": sent.name, "sha256": digest, "origin": sent.origin}
    return {
        **about,
        "source": draft.source,
        "styles": draft.styles,
        "ignored": draft.ignored,
        "notes": draft.notes,
    }


def _show(
    request: HttpRequest,
    draft: Draft,
    about: dict[str, Any],
    context: dict[str, Any],
    form: ConfirmForm | None = None,
) -> HttpResponse:
    """Show what a file would do; its readings go along, signed."""
    context |= {
        "draft": draft,
        "name": about["name"] or _("Pasted cells"),
        "form": form or ConfirmForm(),
        "payload": ConfirmForm.sealed(
            draft.lines, **about | {"before": stored_before(draft.lines)}
        ),
        "new_count": draft.count("new"),
        "changed_count": draft.count("changed"),
        "same_count": draft.count("same"),
    }
    status = 200 if draft.is_sound and form is None else UNPROCESSABLE
    return render(request, "readings/reading_check.html", context, status=status)


def _reopened(
    form: SealedForm, answer: str, rows: list[PlantIndicator]
) -> tuple[Draft | None, dict[str, Any]]:
    """Return the draft of a signed text with what is stored by now; None if it lost an indicator."""
    data, known = dict(form.cleaned_data["payload"]), {row.pk: row for row in rows}
    answers = data.pop("answers", {})
    sealed = answers.get(answer) or data.pop("rows", ())
    styles = tuple((head, words) for head, words in data["styles"])
    try:
        lines = compared([line_of(row, known) for row in sealed])
    except KeyError:
        form.add_error(None, _("An indicator is no longer followed. Send the file again."))
        return None, data
    ignored, notes = tuple(data["ignored"]), tuple(data["notes"])
    draft = Draft(lines, ignored=ignored, notes=notes, source=data["source"], styles=styles)
    return draft, data


def _answer(
    request: HttpRequest, rows: list[PlantIndicator], context: dict[str, Any]
) -> HttpResponse:
    """Go on with the decimal mark that a person chose."""
    form = QuestionForm(request.POST)
    context["form"] = form
    if not form.is_valid():
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    mark = form.cleaned_data["mark"]
    draft, about = _reopened(form, mark, rows)
    if draft is None:
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    chosen = (about.pop("column"), mark_words(DecimalMark(mark)))
    about.pop("text")
    styles = (*(entry for entry in draft.styles if entry[0] != chosen[0]), chosen)
    return _show(request, replace(draft, styles=styles), about | {"styles": styles}, context)


def _store(
    request: HttpRequest, plant: Plant, rows: list[PlantIndicator], context: dict[str, Any]
) -> HttpResponse:
    form = ConfirmForm(request.POST)
    context["form"] = form
    if not form.is_valid():
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    draft, data = _reopened(form, "", rows)
    if draft is None:
        return render(request, IMPORT, context, status=UNPROCESSABLE)
    if data.get("before") != stored_before(draft.lines):
        messages.error(request, _("Readings were changed since the check. Look at what is new."))
        answer = _show(request, draft, data, context)
        answer.status_code = CONFLICT
        return answer
    if draft.doubts and not form.cleaned_data["accept"]:
        form.add_error("accept", form.fields["accept"].error_messages["required"])
        return _show(request, draft, data, context, form)
    entries = [line.entry for line in draft.lines]
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
