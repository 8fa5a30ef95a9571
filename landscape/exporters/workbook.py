"""The systems inventory as workbooks, and its values in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.phrases import phrase
from core.text import LocalizedText
from landscape.exporters.columns import COLUMNS, SHEET
from landscape.models import System
from landscape.selectors.systems import process_titles, system_categories
from sheets.exports import cell_of, sheet_of
from sheets.values import CellValue
from sheets.writing import Sheet, write_workbook

CODES = phrase("Codes")
CODE_HEADS = (
    phrase("Category code"),
    phrase("Name"),
    phrase("What it is"),
)


def names_of(field: str) -> Mapping[str, LocalizedText] | None:
    """Return the titles of the items that a column of lists may hold; None for any other."""
    return process_titles() if field == "processes" else None


def system_workbook(systems: Iterable[System], language: str) -> bytes:
    """Return the inventory as a workbook that the import reads back."""
    names = process_titles()
    rows = (_cells(system, language, names) for system in systems)
    return write_workbook(sheet_of(SHEET, COLUMNS, rows, language), _lists(language))


def template_workbook(language: str) -> bytes:
    """Return an empty inventory with lists of choices and explained heads."""
    return write_workbook(sheet_of(SHEET, COLUMNS, [], language), _lists(language))


def _cells(system: System, language: str, names: Mapping[str, LocalizedText]) -> list[CellValue]:
    return [cell_of(column, getattr(system, column.field), language, names) for column in COLUMNS]


def _lists(language: str) -> Sheet:
    """Return the sheet that explains codes: categories and processes."""
    rows: list[list[CellValue]] = [
        [entry.id, entry.title.in_language(language), entry.summary.in_language(language)]
        for entry in system_categories().values()
    ]
    rows.append([])
    rows += [["", title.in_language(language), ""] for title in process_titles().values()]
    head = [title.in_language(language) for title in CODE_HEADS]
    return Sheet(CODES.in_language(language), head, rows, [14, 34, 70])
