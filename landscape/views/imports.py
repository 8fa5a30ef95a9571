"""Systems from and to files: template, export, dry run, confirmation.

A file of at most 5 MB and 2,000 rows is read within the request; see docs/method.md#workbooks.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.errors import RuleError
from core.fields import unsealed
from core.forms import CodePageForm, TableFileForm, letters_of
from core.htmx import CONFLICT, UNPROCESSABLE
from core.workbook.pages import CodePageError
from core.workbook.writing import XLSX_TYPE
from landscape.exporters import shown, system_workbook, template_workbook, title_of
from landscape.forms.systems import AcceptForm
from landscape.importers.checks import DryRun, RowChange, checked_rows
from landscape.importers.systems import dry_run
from landscape.selectors.systems import systems
from landscape.services import inventory
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.services.exports import note_export

SALT = "assessment.systems.import"
VALID_SECONDS = 3600
SHOWN_ROWS = 50
SHOWN_PROBLEMS = 200


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
@require_safe
def system_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out an empty workbook with lists of choices."""
    get_plant(request, slug, Permission.SYSTEMS_EDIT)
    return _file(template_workbook(get_language() or "en"), "systems-template.xlsx")


@login_required
@require_safe
def system_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the inventory as a workbook."""
    plant = get_plant(request, slug, Permission.SYSTEMS_VIEW)
    name = f"systems-{plant.slug}.xlsx"
    response = _file(system_workbook(systems(plant), get_language() or "en"), name)
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=plant)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def system_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a file and show what it would do; nothing is stored yet."""
    plant = get_plant(request, slug, Permission.SYSTEMS_EDIT)
    if request.method != "POST":
        return _page(request, plant, TableFileForm(), None)
    if "kept" in request.POST:
        chosen = CodePageForm(request.POST)
        if not chosen.is_valid():
            return _page(request, plant, chosen, None)
        name, data = chosen.cleaned_data["kept"]
        return _check(request, plant, chosen, data, name, chosen.cleaned_data["encoding"])
    form = TableFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, plant, form, None)
    return _check(request, plant, form, form.cleaned_data["file"].read(), form.checked.title)


def _check(
    request: HttpRequest,
    plant: Plant,
    form: forms.Form,
    data: bytes,
    name: str,
    encoding: str = "",
) -> HttpResponse:
    """Show what a file would do; one that does not tell its code page is asked about."""
    result = None
    question: dict[str, Any] = {}
    try:
        result = dry_run(plant, data, name=name, language=get_language() or "en", encoding=encoding)
    except CodePageError as error:
        question = {"pages": letters_of(error), "kept": CodePageForm.sealed(data, name)}
    except RuleError as error:
        form.add_error("file" if "file" in form.fields else None, error.message)
    return _page(request, plant, form, result, **question)


def _page(
    request: HttpRequest,
    plant: Plant,
    form: forms.Form,
    result: DryRun | None,
    accept: AcceptForm | None = None,
    **question: Any,
) -> HttpResponse:
    context: dict[str, Any] = {"plant": plant, "area": "current", "form": form, "result": result}
    context |= {"upload": form if "file" in form.fields else TableFileForm(), **question}
    if result:
        language = get_language() or "en"
        context |= {
            "problems": result.problems[:SHOWN_PROBLEMS],
            "problem_count": len(result.problems),
            "rows": [in_words(change, language) for change in result.changes[:SHOWN_ROWS]],
            "row_count": len(result.rows),
            "added": result.count("new"),
            "changed": result.count("changed"),
            "same": result.count("same"),
            "accept": accept or AcceptForm(),
        }
        if not result.problems:
            context["payload"] = _seal(plant, person(request).pk, result)
    is_bad = bool(form.errors or accept or (result and result.problems))
    status = UNPROCESSABLE if is_bad else 200
    return render(request, "landscape/system_import.html", context, status=status)


def in_words(change: RowChange, language: str) -> dict[str, Any]:
    """Return a row of the check: its system, what happens, and every value old and new."""
    values = [
        {
            "title": title_of(field, language),
            "old": shown(field, old, language) if change.is_known else "",
            "new": shown(field, new, language),
        }
        for field, (old, new) in change.values.items()
    ]
    return {"name": change.name, "effect": change.effect, "values": values}


def _seal(plant: Plant, user: int, result: DryRun) -> str:
    """Return the checked rows, signed, so that confirming needs no second upload."""
    rows = [
        {
            name: value.isoformat()
            if isinstance(value, dt.date)
            else str(value)
            if isinstance(value, Decimal)
            else value
            for name, value in row.items()
        }
        for row in result.rows
    ]
    data = {"plant": plant.pk, "user": user, "rows": rows}
    data |= {"source": result.source, "styles": result.styles, "before": result.before}
    return signing.dumps(data, salt=SALT, compress=True)


def _open(payload: str, plant: Plant, user: int) -> tuple[DryRun, bool]:
    """Return a payload of this plant and person checked anew, and whether it finds what it found.

    Raises:
        ValidationError: it is older than an hour, another plant's or person's, or none at all.
    """
    data = unsealed(payload, salt=SALT, seconds=VALID_SECONDS)
    if data["plant"] != plant.pk or data["user"] != user:
        raise ValidationError(_("This check is of another plant or person. Send the file again."))
    rows: list[dict[str, Any]] = data["rows"]
    for row in rows:
        for name in ("contract_end_on", "support_end_on"):
            if row.get(name):
                row[name] = dt.date.fromisoformat(row[name])
        if row.get("yearly_cost_amount") is not None:
            row["yearly_cost_amount"] = Decimal(row["yearly_cost_amount"])
    result = checked_rows(plant, rows, source=data["source"], styles=data["styles"])
    return result, result.before == data.get("before")


@login_required
@require_POST
def system_import_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Store the rows of a dry run, all or none."""
    plant = get_plant(request, slug, Permission.SYSTEMS_EDIT)
    try:
        result, is_same = _open(request.POST.get("payload", ""), plant, person(request).pk)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("landscape:system-import", slug=slug)
    accept = AcceptForm(request.POST)
    if not is_same:
        messages.error(request, _("The list was changed since the check. Look at what is new."))
        answer = _page(request, plant, TableFileForm(), result)
        answer.status_code = CONFLICT
        return answer
    if result.leaps and not accept.is_valid():
        return _page(request, plant, TableFileForm(), result, accept)
    rows = result.rows
    try:
        added, changed = inventory.import_systems(plant=plant, rows=rows, by=person(request))
    except (ValidationError, RuleError):
        messages.error(
            request, _("Nothing is stored: the list changed meanwhile. Check the file again.")
        )
        return redirect("landscape:system-import", slug=slug)
    done = _("%(added)s systems added, %(changed)s changed.") % {"added": added, "changed": changed}
    messages.success(request, done)
    return redirect("landscape:system-list", slug=slug)
