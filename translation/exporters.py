"""The workbook for a translator: both languages side by side, with hidden ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sheets.writing import Sheet, write_workbook
from translation.domain.texts import FreeText, TextState

HIDDEN = frozenset({0, 1})
WIDTHS = (10, 10, 20, 34, 18, 10, 60, 10, 60, 12)
YES = ("x",)


def heads() -> tuple[str, ...]:
    """Return the titles of the columns in the reader's language."""
    return (
        pgettext("column", "id"),
        pgettext("column", "seen"),
        _("Document"),
        _("Place"),
        _("Field"),
        _("Language"),
        _("Text"),
        _("Into"),
        _("Translation"),
        _("Same in both"),
    )


def workbook(texts: Iterable[FreeText], documents: Mapping[str, str]) -> bytes:
    """Return an XLSX file of free texts.

    Args:
        texts: in the order of the page.
        documents: kind of report -> its name.
    """
    rows = [
        (
            text.key,
            text.seen,
            documents.get(text.document, text.document),
            f"{text.place}: {text.item}",
            text.part,
            text.language,
            text.text,
            text.other_code,
            "" if text.is_same else text.other if text.state is TextState.BOTH else "",
            YES[0] if text.is_same else "",
        )
        for text in texts
    ]
    notes = {8: _("Leave empty what you do not translate; nothing is taken away.")}
    sheet = Sheet(_("Words to translate"), heads(), rows, WIDTHS, {9: YES}, notes, HIDDEN)
    return write_workbook(sheet)
