"""Readings from a file or pasted cells, and the workbook to fill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import progress
from core.downloads import as_file
from core.htmx import CONFLICT, UNPROCESSABLE
from imports.selectors.heads import remembered_heads
from imports.services.heads import remember_heads
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant
from organizations.selectors.places import plant_today
from readings.exporters import columns_of, template
from readings.forms.readings import ConfirmForm, DraftForm, PasteForm, QuestionForm, SeriesForm
from readings.importers.columns import is_one_series, lasting
from readings.importers.lines import stored_before
from readings.models import PlantIndicator
from readings.selectors.series import followed
from readings.services import readings as service
from readings.services.readings import ReadingCounts
from readings.views.drafts import SUBJECT, SentTable, reopened, sent_table
from sheets.archive import WorkbookError
from sheets.forms import CodePageForm, HeadsForm, TableFileForm, letters_of
from sheets.mapping import known_columns, proposed
from sheets.marking import marked_workbook
from sheets.pages import CodePageError
from sheets.reading import CellProblem
from sheets.writing import XLSX_TYPE

IMPORT = "readings/reading_import.html"
GOOD = "good"  # readings that are not far from their series


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks of a plant: its indicators, and what every page of an import shows."""

    request: HttpRequest
    plant: Plant
    rows: list[PlantIndicator]
    context: dict[str, Any]

    def shown(self, page: str = IMPORT, status: int = 200, **more: Any) -> HttpResponse:
        """Return a page of the import."""
        return render(self.request, page, self.context | more, status=status)

    def refused(self, form: Any, **more: Any) -> HttpResponse:
        """Return the first page with what is wrong in a form."""
        return self.shown(form=form, status=UNPROCESSABLE, **more)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reading_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Check a file or pasted cells, show what they would do, then store them."""
    asked = _asked(request, slug)
    if request.method != "POST":
        return asked.shown()
    with progress.followed(request.POST.get("followed", "")):
        if "kept" in request.POST:
            return _lettered(asked)
        return _go_on(asked) if "payload" in request.POST else _check(asked)


def _go_on(asked: Asked) -> HttpResponse:
    """Take the step that a page was left with: to its columns, from them, an answer, or the end."""
    request = asked.request
    sent, refused = _reopened(asked)
    if sent is None:
        return refused
    step = request.POST.get("step", "")
    if step == "series":
        only = _chosen(asked.rows, request.POST.get("series", ""))
        return _understood(asked, replace(sent, only=only))
    if step == "columns":
        return _heads(asked, sent, _heads_form(asked, sent))
    if step == "heads":
        return _headed(asked, sent, _heads_form(asked, sent, request.POST))
    if "mark" in request.POST:
        return _answer(asked, sent)
    return _store(asked, sent)


def _asked(request: HttpRequest, slug: str) -> Asked:
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
    return Asked(request, plant, rows, context)


def _chosen(rows: list[PlantIndicator], key: str) -> PlantIndicator | None:
    return next((row for row in rows if str(row.pk) == key), None)


def _reopened(asked: Asked) -> tuple[SentTable | None, HttpResponse]:
    """Return the table that a page carried; else what is wrong with it."""
    form = DraftForm(asked.request.POST)
    if form.is_valid():
        try:
            sent = reopened(form.cleaned_data["payload"], asked.plant, asked.rows)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            asked.context["only"] = sent.only
            return sent, HttpResponse()
    return None, asked.refused(form)


def _check(asked: Asked) -> HttpResponse:
    """Take a file or pasted cells."""
    request, rows = asked.request, asked.rows
    is_paste = "text" in request.POST
    form: Any = PasteForm(request.POST) if is_paste else TableFileForm(request.POST, request.FILES)
    kind = "paste" if is_paste else "file"
    if not form.is_valid():
        return asked.refused(form, **{kind: form})
    series = SeriesForm(request.POST, rows=rows, auto_id=f"id_{kind}_%s")
    asked.context.update({kind: form, f"of_{kind}": series})
    only = asked.context["only"] or _chosen(rows, request.POST.get("series", ""))
    if is_paste:
        return _understand(asked, form, form.table(), "", only)
    data = form.cleaned_data["file"].read()
    return _understand(asked, form, data, form.checked.title, only)


def _lettered(asked: Asked) -> HttpResponse:
    """Go on with the code page that a person chose."""
    form = CodePageForm(asked.request.POST)
    if not form.is_valid():
        return asked.refused(form)
    name, data = form.cleaned_data["kept"]
    encoding = form.cleaned_data["encoding"]
    return _understand(asked, form, data, name, asked.context["only"], encoding=encoding)


def _understand(
    asked: Asked,
    form: Any,
    data: bytes,
    name: str,
    only: PlantIndicator | None,
    *,
    encoding: str = "",
) -> HttpResponse:
    """Show what a table would do, or ask what only a person can tell."""
    try:
        sent = sent_table(data, asked.rows, name=name, encoding=encoding, only=only)
        return _understood(asked, sent)
    except CodePageError as error:
        kept = CodePageForm.sealed(data, name)
        return asked.shown(form=form, pages=letters_of(error), kept=kept)
    except WorkbookError as error:
        form.add_error(None, error.message)
        return asked.refused(form)


def _understood(asked: Asked, sent: SentTable) -> HttpResponse:
    """Show what a table that was read would do, or ask whose it is and which column is which.

    Raises:
        WorkbookError: the table as a whole cannot be taken.
    """
    draft = sent.check(asked.plant, asked.rows)
    if sent.only is None and asked.rows and is_one_series(draft.columns):
        series = SeriesForm({}, rows=asked.rows, auto_id="id_whose_%s")
        series.ask()
        payload, name = sent.sealed(asked.plant), sent.name
        return asked.refused(series, whose=series, payload=payload, name=name)
    if draft.is_strange and asked.rows:
        return _heads(asked, sent, _heads_form(asked, sent))
    return _show(asked, sent)


def _heads_form(asked: Asked, sent: SentTable, data: Any = None) -> HeadsForm:
    """Return the form that asks which column is which; it proposes what is known or alike."""
    columns = columns_of(asked.rows)
    said = remembered_heads(asked.plant.organization, SUBJECT) | dict(sent.said)
    known = known_columns(sent.table, columns, said)
    return HeadsForm(
        data,
        table=sent.table,
        columns=columns,
        language=get_language() or "en",
        proposals=proposed(sent.table, columns, known),
    )


def _heads(asked: Asked, sent: SentTable, heads: HeadsForm) -> HttpResponse:
    return asked.shown(
        "readings/reading_heads.html",
        UNPROCESSABLE if heads.errors else 200,
        heads=heads,
        payload=sent.sealed(asked.plant),
        source=sent.table.source,
        home=reverse("readings:reading-import", args=[asked.plant.slug]),
    )


def _headed(asked: Asked, sent: SentTable, heads: HeadsForm) -> HttpResponse:
    """Go on with the columns that a person said."""
    if not heads.is_valid():
        return _heads(asked, sent, heads)
    return _show(asked, replace(sent, said=heads.said))


def _show(asked: Asked, sent: SentTable, form: Any = None, status: int = 200) -> HttpResponse:
    """Show what a table would do, or ask how its numbers are meant; its cells go along, signed."""
    draft = sent.check(asked.plant, asked.rows)
    name = sent.name or _("Pasted cells")
    if draft.question is not None:
        return asked.shown(
            "readings/reading_question.html",
            UNPROCESSABLE if draft.problems or form is not None else status,
            draft=draft,
            name=name,
            form=form,
            readings=draft.question.readings.items(),
            payload=sent.sealed(asked.plant),
        )
    is_good = draft.is_sound and form is None
    return asked.shown(
        "readings/reading_check.html",
        status if status != 200 or is_good else UNPROCESSABLE,
        draft=draft,
        name=name,
        form=form or ConfirmForm(),
        payload=sent.sealed(asked.plant, stored_before(draft.lines)),
        new_count=draft.count("new"),
        changed_count=draft.count("changed"),
        same_count=draft.count("same"),
        good_count=len(draft.good),
    )


def _answer(asked: Asked, sent: SentTable) -> HttpResponse:
    """Go on with the decimal mark that a person chose."""
    form = QuestionForm(asked.request.POST)
    if not form.is_valid():
        return _show(asked, sent, form, UNPROCESSABLE)
    return _show(asked, replace(sent, mark=form.cleaned_data["mark"]))


def _store(asked: Asked, sent: SentTable) -> HttpResponse:
    """Store the readings of a check: the good ones, or all that can be read."""
    request, plant = asked.request, asked.plant
    draft, which = sent.check(plant, asked.rows), request.POST.get("rows", "all")
    if draft.question is not None:
        return _show(asked, sent, QuestionForm(request.POST))
    if sent.before != stored_before(draft.lines):
        messages.error(request, _("Readings were changed since the check. Look at what is new."))
        return _show(asked, sent, status=CONFLICT)
    lines = draft.good if which == GOOD else draft.lines
    form = ConfirmForm(request.POST)
    if any(line.doubt for line in lines) and not form.is_valid():
        return _show(asked, sent, form)
    if not lines:
        return _show(asked, sent)
    outcome = service.import_readings(
        plant=plant,
        entries=[line.entry for line in lines],
        by=person(request),
        file_name=sent.name,
        sha256=sent.sha256,
        origin=sent.origin,
    )
    remember_heads(
        organization=plant.organization,
        subject=SUBJECT,
        heads=lasting(sent.said),
        by=person(request),
    )
    messages.success(request, outcome_text(outcome))
    touched = {line.entry.row.pk for line in lines}
    if len(touched) == 1:
        return redirect("indicators:indicator-detail", slug=plant.slug, pk=touched.pop())
    return redirect("indicators:indicator-list", slug=plant.slug)


@login_required
@require_POST
def reading_import_marked(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand a checked table back, with what is wrong or far marked in its cells."""
    asked = _asked(request, slug)
    sent, refused = _reopened(asked)
    if sent is None:
        return refused
    draft = sent.check(asked.plant, asked.rows)
    far = [CellProblem(sent.table.sheet, one.place, one.doubt) for one in draft.lines if one.doubt]
    data = marked_workbook(sent.table, [*draft.problems, *far])
    return as_file(data, f"landfall-readings-{slug}-marked.xlsx", XLSX_TYPE)


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
    return as_file(data, f"landfall-readings-{plant.slug}.xlsx", XLSX_TYPE)
