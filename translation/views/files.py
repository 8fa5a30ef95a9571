"""The translator's workbook: handed out, checked, stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.downloads import as_file
from core.errors import RuleError
from core.htmx import CONFLICT, UNPROCESSABLE
from organizations.access import person
from organizations.services.exports import note_export
from sheets.archive import WorkbookError
from sheets.forms import CodePageForm, TableFileForm, letters_of
from sheets.pages import CodePageError
from sheets.writing import XLSX_TYPE
from translation.domain.texts import DOCUMENTS
from translation.exporters import workbook
from translation.forms import SheetConfirmForm, TextQuery
from translation.importers import read_translations
from translation.services import translate
from translation.views.desk import TextDesk, desk_of

IMPORT, CHECK = "translation/text_import.html", "translation/text_check.html"


@login_required
@require_safe
def text_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the workbook with the texts that the page shows."""
    desk = desk_of(request, slug)
    query = TextQuery(request.GET)
    texts = desk.shown(query.value("document"), query.value("show", "open"))
    language = get_language() or "en"
    names = {key: title.in_language(language) for key, title in DOCUMENTS.items()}
    name = f"landfall-texts-{desk.plant.slug}.xlsx"
    response = as_file(workbook(texts, names), name, XLSX_TYPE)
    if request.method == "GET":
        note_export(by=person(request), file=name, plant=desk.plant)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a workbook, show what it would change, then store it, all or nothing."""
    desk = desk_of(request, slug)
    if "payload" in request.POST:
        return _store(request, desk)
    if request.method != "POST":
        return _ask(request, desk, TableFileForm())
    if "kept" in request.POST:
        chosen = CodePageForm(request.POST)
        if not chosen.is_valid():
            return _ask(request, desk, chosen)
        name, data = chosen.cleaned_data["kept"]
        return _check(request, desk, chosen, data, name, chosen.cleaned_data["encoding"])
    form = TableFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, desk, form)
    return _check(request, desk, form, form.cleaned_data["file"].read(), form.checked.title)


def _ask(request: HttpRequest, desk: TextDesk, form: forms.Form, **more: Any) -> HttpResponse:
    """Ask for a file, and say what is wrong with what was sent."""
    upload = form if isinstance(form, TableFileForm) else TableFileForm()
    shown = {"plant": desk.plant, "area": "reports", "form": form, "upload": upload, **more}
    return render(request, IMPORT, shown, status=UNPROCESSABLE if form.errors else 200)


def _check(
    request: HttpRequest,
    desk: TextDesk,
    form: forms.Form,
    data: bytes,
    name: str,
    encoding: str = "",
) -> HttpResponse:
    """Show what a file would change; one that does not tell its code page is asked about."""
    try:
        draft = read_translations(data, known=desk.texts, name=name, encoding=encoding)
    except CodePageError as error:
        kept = CodePageForm.sealed(data, name)
        return _ask(request, desk, form, pages=letters_of(error), kept=kept)
    except WorkbookError as error:
        form.add_error("file" if "file" in form.fields else None, error.message)
        return _ask(request, desk, form)
    entries = {line.text.key: line.entry for line in draft.lines}
    found = {"draft": draft, "name": name, "payload": SheetConfirmForm.sealed(entries)}
    shown = {"plant": desk.plant, "area": "reports", "form": form, **found}
    status = 200 if draft.is_sound else UNPROCESSABLE
    return render(request, CHECK, shown, status=status)


def _store(request: HttpRequest, desk: TextDesk) -> HttpResponse:
    form = SheetConfirmForm(request.POST)
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            count = translate(
                plant=desk.plant,
                wanted=desk.wanted,
                entries=form.cleaned_data["payload"],
                by=person(request),
            )
        except RuleError:
            status = CONFLICT
            message = _("Texts were changed since the check; nothing is stored. Check again.")
            form.add_error(None, message)
        else:
            words = ngettext("%(n)s text is stored.", "%(n)s texts are stored.", count)
            messages.success(request, words % {"n": count})
            return redirect("translation:text-list", desk.plant.slug)
    answer = _ask(request, desk, form)
    answer.status_code = status
    return answer
