"""What people enter: which texts to show, a page of translations, a workbook, its confirmation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy

from core.fields import unsealed
from translation.domain.texts import DOCUMENTS, FreeText
from translation.services import TextEntry

SALT = "translation.texts"
SHOWN = (("open", gettext_lazy("In one language only")), ("all", gettext_lazy("All texts")))


class TextQuery(forms.Form):
    """Which texts the page shows; unknown values fall back to all documents, open texts."""

    document = forms.ChoiceField(choices=[(key, key) for key in DOCUMENTS], required=False)
    show = forms.ChoiceField(choices=SHOWN, required=False)

    def value(self, name: str, default: str = "") -> str:
        """Return a valid value of a field, else the default."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or default)


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text of the page with what was entered for it.

    Attributes:
        text: as stored.
        other: what stands in its field.
        is_same: whether "same in both" is ticked.
        error: what is wrong; empty if nothing is.
    """

    text: FreeText
    other: str
    is_same: bool
    error: str = ""


class TranslationPage:
    """The fields of one page: for each text its other language, a tick, and what was seen.

    A form of its own kind, because its fields are the texts of the plant.
    """

    def __init__(self, texts: Iterable[FreeText], data: Mapping[str, str] | None = None) -> None:
        self.texts = list(texts)
        self.data = data
        self.errors: dict[str, str] = {}

    @property
    def rows(self) -> list[TextRow]:
        """The texts with what was entered, or with what is stored."""
        return [self._row(text) for text in self.texts]

    def _row(self, text: FreeText) -> TextRow:
        if self.data is None:
            return TextRow(text, "" if text.is_same else text.other, text.is_same)
        words = self.data.get(f"other-{text.key}", "")
        is_same = f"same-{text.key}" in self.data
        return TextRow(text, words, is_same, self.errors.get(text.key, ""))

    def entries(self) -> dict[str, TextEntry]:
        """Return what was entered for each text that the browser sent back."""
        data = self.data or {}
        return {
            row.text.key: TextEntry(
                row.text.text if row.is_same else row.other, data[f"seen-{row.text.key}"]
            )
            for row in self.rows
            if f"seen-{row.text.key}" in data and self._is_touched(row)
        }

    def _is_touched(self, row: TextRow) -> bool:
        """Return whether a field says something else than what the browser was shown.

        Former words that are shown again for a text that has changed count only when they are
        sent with the button that confirms them, which sets `sure-…`.
        """
        shown = "" if row.text.is_same else row.text.other
        words = row.other.replace("\r\n", "\n").strip()
        is_sure = f"sure-{row.text.key}" in (self.data or {})
        return is_sure or words != shown.strip() or row.is_same != row.text.is_same


class SheetConfirmForm(forms.Form):
    """The entries of a checked workbook, signed so that they come back as they were shown."""

    payload = forms.CharField(max_length=4_000_000, widget=forms.HiddenInput)

    @staticmethod
    def sealed(entries: Mapping[str, TextEntry]) -> str:
        """Return entries as one signed text."""
        rows = [[key, entry.other, entry.seen] for key, entry in entries.items()]
        return signing.dumps(rows, salt=SALT, compress=True)

    def clean_payload(self) -> dict[str, TextEntry]:
        """Return the signed entries; they are good for a day."""
        rows = unsealed(self.cleaned_data["payload"], salt=SALT, seconds=86_400)
        return {key: TextEntry(other, seen) for key, other, seen in rows}
