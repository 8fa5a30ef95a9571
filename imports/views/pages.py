"""Rows from files: upload, columns, check, confirmation; nothing is stored before the last.

A file of at most 5 MB and 5,000 rows is read within the request; see docs/method.md#workbooks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.downloads import as_file
from core.errors import RuleError, StaleVersionError
from core.htmx import CONFLICT, UNPROCESSABLE
from core.progress import followed
from core.wording.figures import plain
from imports.forms import AcceptForm
from imports.importers.checks import GOOD, DryRun, RowChange, Understanding
from imports.selectors.heads import remembered_heads
from imports.services.heads import remember_heads
from imports.views.drafts import FileDraft, seal, unseal
from organizations.access import get_plant, person
from organizations.domain.roles import Permission
from organizations.models import Plant, User
from sheets.archive import FileLimits
from sheets.columns import Column
from sheets.exports import in_words
from sheets.forms import CodePageForm, HeadsForm, TableFileForm, letters_of
from sheets.mapping import known_columns, proposed
from sheets.marking import marked_workbook
from sheets.pages import CodePageError
from sheets.reading import SheetRow, SheetTable, read_table
from sheets.rows import heads_of
from sheets.writing import XLSX_TYPE

SHOWN_ROWS = 50
SHOWN_PROBLEMS = 200


def table_of(
    data: bytes, *, name: str, encoding: str, columns: Sequence[Column], limits: FileLimits
) -> SheetTable:
    """Return the table of a file, its heads still as they stand there.

    Args:
        data: the whole XLSX or CSV file.
        name: its name.
        encoding: code page of a text that does not tell it, see `sheets.pages`.
        columns: whose heads are looked for.
        limits: of the file.

    Raises:
        CodePageError: a person must say which letters are right.
        WorkbookError: the file as a whole cannot be read.
        RuleError: there is no row in it.
    """
    table = read_table(data, name=name, limits=limits, heads=heads_of(columns), encoding=encoding)
    if not table.rows:
        raise RuleError(_("The file has no row below its head."))
    return table


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The pages on which rows of one kind come from a file.

    Attributes:
        subject: the kind of rows, under which heads are remembered.
        address: beginning of the names of its addresses: `<address>-import`, `-import-marked` and
            `-import-confirm`.
        home: name of the page that the rows stand on.
        area: the part of the frame it stands in.
        right: what a person needs to import.
        columns: the declared list.
        check: says what a table would do, without storing anything.
        store: stores rows and says in words what was done.
        names: field -> titles of the items of a list, for values in words.
        template: extends `imports/import_page.html`.
        file: beginning of the name of the marked workbook.
        limits: of a file.
    """

    subject: str
    address: str
    home: str
    area: str
    right: Permission
    columns: Sequence[Column]
    check: Callable[[Plant, SheetTable, Understanding], DryRun]
    store: Callable[[Plant, Sequence[Mapping[str, Any]], User], str]
    names: Callable[[str], Any]
    template: str
    file: str
    limits: FileLimits = FileLimits(rows=5000)  # noqa: RUF009 -- it is frozen

    def show(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Read a file and show what it would do, or take the next step of one that was sent."""
        plant = get_plant(request, slug, self.right)
        if request.method != "POST":
            return self._page(request, plant, TableFileForm())
        with followed(request.POST.get("followed", "")):
            return self._sent(request, plant)

    def _sent(self, request: HttpRequest, plant: Plant) -> HttpResponse:
        """Take a file, the letters of one, or a step of one that was sent."""
        if "payload" in request.POST:
            return self._go_on(request, plant)
        if "kept" in request.POST:
            chosen = CodePageForm(request.POST)
            if not chosen.is_valid():
                return self._page(request, plant, chosen)
            name, data = chosen.cleaned_data["kept"]
            return self._read(request, plant, chosen, data, name, chosen.cleaned_data["encoding"])
        form = TableFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, plant, form)
        return self._read(
            request, plant, form, form.cleaned_data["file"].read(), form.checked.title
        )

    def marked(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Hand the rows of a checked file back, with what is wrong or far marked in its cells."""
        plant = get_plant(request, slug, self.right)
        try:
            draft = unseal(request.POST.get("payload", ""), self.subject, plant, person(request))
        except ValidationError as error:
            return self._again(request, plant, error.message)
        result = self.check(plant, draft.table, draft.understanding)
        far = _("Far from what is stored: %(old)s. Is it right?")
        doubts = [
            draft.table.problem(
                SheetRow(one.number, ()), draft.places[one.field] or 0, far % {"old": one.old}
            )
            for one in result.doubts
        ]
        data = marked_workbook(draft.table, [*result.problems, *doubts])
        return as_file(data, f"{self.file}-{plant.slug}-marked.xlsx", XLSX_TYPE)

    def confirm(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Store the rows of a check: the good ones, or all that can be read."""
        plant = get_plant(request, slug, self.right)
        try:
            draft = unseal(request.POST.get("payload", ""), self.subject, plant, person(request))
        except ValidationError as error:
            return self._again(request, plant, error.message)
        with followed(request.POST.get("followed", "")):
            return self._confirmed(request, plant, draft)

    def _confirmed(self, request: HttpRequest, plant: Plant, draft: FileDraft) -> HttpResponse:
        """Check a draft anew; store its rows if they still do what the check showed."""
        result = self.check(plant, draft.table, draft.understanding)
        which = request.POST.get("rows", "all")
        if result.before != draft.before:
            messages.error(request, _("The list was changed since the check. Look at what is new."))
            answer = self._check_page(request, plant, draft)
            answer.status_code = CONFLICT
            return answer
        accept = AcceptForm(request.POST)
        if result.doubts and which != GOOD and not accept.is_valid():
            return self._check_page(request, plant, draft, accept)
        return self._store(request, plant, draft, result.taken(which))

    def _store(
        self,
        request: HttpRequest,
        plant: Plant,
        draft: FileDraft,
        rows: Sequence[Mapping[str, Any]],
    ) -> HttpResponse:
        """Import the rows, remember what was said about the columns, and go to the list."""
        by = person(request)
        try:
            done = self.store(plant, rows, by)
        except (ValidationError, RuleError, StaleVersionError):
            words = _("Nothing is stored: the list changed meanwhile. Check the file again.")
            return self._again(request, plant, words)
        remember_heads(
            organization=plant.organization, subject=self.subject, heads=draft.said, by=by
        )
        messages.success(request, done)
        return redirect(self.home, slug=plant.slug)

    def _again(self, request: HttpRequest, plant: Plant, words: Any) -> HttpResponse:
        messages.error(request, words)
        return redirect(f"{self.address}-import", slug=plant.slug)

    def _read(
        self,
        request: HttpRequest,
        plant: Plant,
        form: forms.Form,
        data: bytes,
        name: str,
        encoding: str = "",
    ) -> HttpResponse:
        """Show what a file would do; its code page and its columns are asked for where not clear."""
        remembered = remembered_heads(plant.organization, self.subject)
        try:
            table = table_of(
                data, name=name, encoding=encoding, columns=self.columns, limits=self.limits
            )
            known = known_columns(table, self.columns, remembered)
        except CodePageError as error:
            question: dict[str, Any] = {
                "pages": letters_of(error),
                "kept": CodePageForm.sealed(data, name),
            }
            return self._page(request, plant, form, **question)
        except RuleError as error:
            form.add_error("file" if "file" in form.fields else None, error.message)
            return self._page(request, plant, form)
        draft = FileDraft(table, known.places)
        if not known.is_asked:
            return self._check_page(request, plant, draft)
        heads = self._heads_form(table, proposed(table, self.columns, known))
        return self._heads_page(request, plant, draft, heads)

    def _go_on(self, request: HttpRequest, plant: Plant) -> HttpResponse:
        """Take the step that a page was left with: to its columns, from them, or another wish."""
        try:
            draft = unseal(request.POST["payload"], self.subject, plant, person(request))
        except ValidationError as error:
            return self._again(request, plant, error.message)
        step = request.POST.get("step", "")
        if step == "columns":
            chosen = {place: name for name, place in draft.places.items() if place is not None}
            return self._heads_page(request, plant, draft, self._heads_form(draft.table, chosen))
        if step == "heads":
            heads = self._heads_form(draft.table, {}, request.POST)
            if not heads.is_valid():
                return self._heads_page(request, plant, draft, heads)
            draft = replace(draft, places=heads.places, said=heads.said)
        else:
            draft = replace(draft, empties="empties" in request.POST)
        return self._check_page(request, plant, draft)

    def _heads_form(self, table: SheetTable, chosen: dict[int, str], data: Any = None) -> HeadsForm:
        return HeadsForm(
            data,
            table=table,
            columns=self.columns,
            language=get_language() or "en",
            proposals=chosen,
        )

    def _heads_page(
        self, request: HttpRequest, plant: Plant, draft: FileDraft, heads: HeadsForm
    ) -> HttpResponse:
        payload = seal(self.subject, plant, person(request), draft)
        context = {"heads": heads, "payload": payload, "source": draft.table.source}
        return self._page(request, plant, TableFileForm(), bool(heads.errors), **context)

    def _check_page(
        self, request: HttpRequest, plant: Plant, draft: FileDraft, accept: AcceptForm | None = None
    ) -> HttpResponse:
        """Show what a draft would do, sealed with what the check found stored."""
        result = self.check(plant, draft.table, draft.understanding)
        context = {
            "result": result,
            "draft": draft,
            "problems": result.problems[:SHOWN_PROBLEMS],
            "problem_count": len(result.problems),
            "rows": [self._words(change) for change in _telling_first(result.changes)[:SHOWN_ROWS]],
            "row_count": len(result.sound),
            "wrong_count": len(result.rows) - len(result.sound),
            "good_count": len(result.taken(GOOD)),
            "added": result.count("new"),
            "changed": result.count("changed"),
            "same": result.count("same"),
            "told_count": sum(bool(row.said) for row in result.sound),
            "accept": accept or AcceptForm(),
            "payload": seal(self.subject, plant, person(request), draft, result.before),
        }
        is_bad = bool(accept or result.problems)
        return self._page(request, plant, TableFileForm(), is_bad, **context)

    def _words(self, change: RowChange) -> dict[str, Any]:
        """Return a row of the check: its name, what happens, and every value old and new."""
        language = get_language() or "en"
        columns = {column.field: column for column in self.columns}

        def said(field: str, value: Any) -> str:
            return in_words(columns[field], value, language, self.names(field))

        values = [
            {
                "title": columns[field].title.in_language(language),
                "old": said(field, old) if change.is_known else "",
                "new": said(field, new),
            }
            for field, (old, new) in change.values.items()
            if field in columns
        ]
        told = {"name": change.name, "effect": change.effect, "said": change.said}
        return told | {"values": values}

    def _page(
        self,
        request: HttpRequest,
        plant: Plant,
        form: forms.Form,
        is_bad: bool = False,  # noqa: FBT001, FBT002 -- a fact about the page
        **context: Any,
    ) -> HttpResponse:
        context |= {"plant": plant, "area": self.area, "form": form}
        context |= {"limit": plain(self.limits.rows), "subject": self.columns[0].title}
        context |= {
            "home": reverse(self.home, args=[plant.slug]),
            "marked": reverse(f"{self.address}-import-marked", args=[plant.slug]),
            "confirm": reverse(f"{self.address}-import-confirm", args=[plant.slug]),
        }
        context["upload"] = form if "file" in form.fields else TableFileForm()
        status = UNPROCESSABLE if is_bad or (form.is_bound and form.errors) else 200
        return render(request, self.template, context, status=status)


def _telling_first(changes: Sequence[RowChange]) -> list[RowChange]:
    """Return the rows of a check in their order, those that change nothing behind the others."""
    return sorted(changes, key=lambda one: one.effect == "same" and not one.said)
