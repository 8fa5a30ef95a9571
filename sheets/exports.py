"""Rows of an app as a sheet, by their declared columns: head, widths, lists of choices, notes; words of values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.text import LocalizedText
from core.wording.dates import day
from core.wording.figures import plain
from core.wording.texts import DASH
from sheets.columns import Column
from sheets.rows import NUMBERS
from sheets.values import CellValue
from sheets.writing import Sheet

SEPARATOR = "; "


def sheet_of(
    title: LocalizedText,
    columns: Sequence[Column],
    rows: Iterable[Sequence[CellValue]],
    language: str,
) -> Sheet:
    """Return a sheet that the import reads back; what it does not read has no notes.

    Args:
        title: its tab.
        columns: the list.
        rows: cells in the order of the list, see `cell_of`.
        language: of heads, choices and notes.
    """
    read = {place: column for place, column in enumerate(columns) if column.is_read}
    return Sheet(
        name=title.in_language(language),
        head=[column.title.in_language(language) for column in columns],
        rows=rows,
        widths=[column.width for column in columns],
        choices={
            place: [words.in_language(language) for words in column.choices.values()]
            for place, column in read.items()
            if column.choices
        },
        notes={place: column.expected.in_language(language) for place, column in read.items()},
    )


def cell_of(
    column: Column, value: Any, language: str, names: Mapping[str, LocalizedText] | None = None
) -> CellValue:
    """Return a value as its cell: a choice in words, several values as a list.

    Args:
        column: its column.
        value: as it is stored.
        language: of the words.
        names: of the items of a list.
    """
    if column.choices and value:
        return column.choices[value].in_language(language)
    if isinstance(value, list):
        known = names or {}
        return SEPARATOR.join(
            known[item].in_language(language) if item in known else str(item) for item in value
        )
    return value  # type: ignore[no-any-return]


def in_words(
    column: Column, value: Any, language: str, names: Mapping[str, LocalizedText] | None = None
) -> str:
    """Return a value in words, for the page of a check; a dash for nothing. Arguments as `cell_of`."""
    if value in (None, "", []):
        return DASH
    if column.kind in NUMBERS:
        return plain(value)
    return day(value) if column.kind == "date" else str(cell_of(column, value, language, names))
