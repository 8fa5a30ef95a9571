"""Forms that take a file with a table, and ask for its code page and its columns."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import RuleError
from core.fields import unsealed
from core.uploads import TABLES, check_upload
from sheets.columns import Column
from sheets.mapping import samples
from sheets.pages import CODE_PAGES, CodePageError
from sheets.reading import SheetTable

TABLE_BYTES = 5 * 1024 * 1024
FILE_SALT = "core.tables.file"


def letters_of(error: CodePageError) -> list[dict[str, str]]:
    """Return the possible code pages with the letters that each gives."""
    return [
        {"key": key, "name": CODE_PAGES[key], "letters": letters}
        for key, letters in error.letters.items()
    ]


class CodePageForm(forms.Form):
    """Which letters of a text file are right; the file itself comes back signed."""

    kept = forms.CharField(widget=forms.HiddenInput)
    encoding = forms.ChoiceField(
        label=gettext_lazy("Which letters are right?"),
        choices=list(CODE_PAGES.items()),
        error_messages={"required": gettext_lazy("Choose the line whose letters are right.")},
    )

    @staticmethod
    def sealed(data: bytes, name: str) -> str:
        """Return a file as one signed text."""
        text = base64.b85encode(zlib.compress(data)).decode()
        return signing.dumps([name, text], salt=FILE_SALT)

    def clean_kept(self) -> tuple[str, bytes]:
        """Return name and content of the file; the seal is good for an hour."""
        name, text = unsealed(self.cleaned_data["kept"], salt=FILE_SALT, seconds=3600)
        return name, zlib.decompress(base64.b85decode(text))


class TableFileForm(forms.Form):
    """A table to read in: a workbook or a CSV file, known by its content."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel workbook (.xlsx) or CSV, up to 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> Any:
        """Check the file and keep what is known about it, such as its digest."""
        upload = self.cleaned_data["file"]
        try:
            self.checked = check_upload(upload, max_bytes=TABLE_BYTES, kinds=TABLES)
        except RuleError as error:
            raise ValidationError(error.message) from error
        return upload


class HeadsForm(forms.Form):
    """Which column of a file is which of ours, head by head."""

    def __init__(
        self,
        *args: Any,
        table: SheetTable,
        columns: Sequence[Column],
        language: str,
        proposals: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        """Make a field for each head of the file.

        Args:
            args: as of any form.
            table: the file.
            columns: ours.
            language: of their titles.
            proposals: place -> field, see `sheets.mapping.proposed`.
            kwargs: as of any form.
        """
        super().__init__(*args, **kwargs)
        self.columns, self.language = columns, language
        titles = [
            (column.field, column.title.in_language(language))
            for column in columns
            if column.is_read
        ]
        self.heads = {at: head for at, head in enumerate(table.head) if head}
        self.samples = {at: samples(table, at) for at in self.heads}
        for at, head in self.heads.items():
            self.fields[f"column-{at}"] = forms.ChoiceField(
                label=head,
                required=False,
                choices=[("", gettext_lazy("leave out")), *titles],
                widget=forms.Select(attrs={"class": "input"}),
                initial=proposals.get(at, ""),
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, list[str]]]:
        """The field of each head, with values of its column."""
        return [(self[f"column-{at}"], self.samples[at]) for at in self.heads]

    @property
    def places(self) -> dict[str, int | None]:
        """Field -> place, as a person said; None where no column is it."""
        said = {self.cleaned_data[f"column-{at}"]: at for at in self.heads}
        return {column.field: said.get(column.field) for column in self.columns}

    @property
    def said(self) -> dict[str, str]:
        """Head -> field, as a person said; empty for a column that is left out."""
        return {head: self.cleaned_data[f"column-{at}"] for at, head in self.heads.items()}

    def clean(self) -> dict[str, Any]:
        """Refuse a choice without a needed column, or with one of ours given twice."""
        data = super().clean() or {}
        chosen = [value for value in data.values() if value]
        for column in self.columns:
            words = {"name": column.title.in_language(self.language)}
            if chosen.count(column.field) > 1:
                self.add_error(None, _("“%(name)s” is chosen for two columns.") % words)
            if column.is_needed and column.field not in chosen:
                self.add_error(None, _("Say which column is “%(name)s”.") % words)
        return data
