"""The translator's workbook: handed out, checked, stored."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.errors import RuleError
from core.forms import TableFileForm
from core.htmx import CONFLICT, UNPROCESSABLE
from core.workbook.archive import WorkbookError
from core.workbook.writing import XLSX_TYPE
from organizations.access import person
from organizations.services.exports import note_export
from translation.domain.texts import DOCUMENTS
from translation.exporters import workbook
from translation.forms import SheetConfirmForm, TextQuery
from translation.importers import read_translations
from translation.services import translate
from translation.views.desk import TextDesk, desk_of

IMPORT, CHECK = "translation/text_import.html", "translation/text_check.html"


@login_required
@require_GET
def text_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the workbook with the texts that the page shows."""
    desk = desk_of(request, slug)
    query = TextQuery(request.GET)
    texts = desk.shown(query.value("document"), query.value("show", "open"))
    language = get_language() or "en"
    names = {key: title.in_language(language) for key, title in DOCUMENTS.items()}
    response = HttpResponse(workbook(texts, names), content_type=XLSX_TYPE)
    name = f"landfall-texts-{desk.plant.slug}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    note_export(by=person(request), file=name, plant=desk.plant)
    return response


@login_required
@require_http_methods(["GET", "POST"])
def text_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a workbook, show what it would change, then store it, all or nothing."""
    desk = desk_of(request, slug)
    if "payload" in request.POST:
        return _store(request, desk)
    form = TableFileForm(request.POST or None, request.FILES or None)
    shown = {"plant": desk.plant, "area": "reports", "form": form}
    if request.method == "POST" and form.is_valid():
        data, name = form.cleaned_data["file"].read(), form.checked.title
        try:
            draft = read_translations(data, known=desk.texts, name=name)
        except WorkbookError as error:
            form.add_error("file", error.message)
        else:
            entries = {line.text.key: line.entry for line in draft.lines}
            found = {"draft": draft, "name": name, "payload": SheetConfirmForm.sealed(entries)}
            status = 200 if draft.is_sound else UNPROCESSABLE
            return render(request, CHECK, {**shown, **found}, status=status)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, IMPORT, shown, status=status)


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
    again = TableFileForm()
    context = {"plant": desk.plant, "area": "reports", "form": again, "refused": form}
    return render(request, IMPORT, context, status=status)
