"""Which sheet is read, and what a cell is whose formula has no result."""

from __future__ import annotations

import io

import openpyxl
import pytest

from sheets import opening
from sheets.reading import read_table
from sheets.values import is_error

HEADS = ("Name", "Cost")
ERRORS = ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!")
FOREIGN = (
    "#BEZUG!",
    "#WERT!",
    "#NV",
    "#¡REF!",
    "#¿NOMBRE?",
    "#ÉRTÉK!",
    "#HIÁNYZIK",
    "#n/a",
    "＃REF！",
)


def book(*sheets) -> bytes:
    """Return a workbook of sheets, each its title, state and rows."""
    file = openpyxl.Workbook()
    file.remove(file.active)
    for title, state, *rows in sheets:
        sheet = file.create_sheet(title)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


COVER = ("Cover", "visible", ["Landfall"], ["Name of the plant", "Johor Bahru"])
LIST = ("List", "visible", ["Systems 2026"], list(HEADS), ["SAP", 5])


@pytest.mark.parametrize("apart", [False, True])
def test_cover_sheet_is_passed_over_and_said(monkeypatch, apart):
    monkeypatch.setattr(opening, "AT_ONCE", 0 if apart else 10**9)
    old = ("Old", "hidden", list(HEADS), ["R/3", 1])
    table = read_table(book(old, COVER, LIST), heads=HEADS)
    assert (table.sheet, table.head, table.rows[0].values) == ("List", HEADS, ("SAP", 5))
    assert table.source == "Sheet “List”; not read: Old (hidden), Cover"


def test_first_of_two_tables_is_read_and_no_hidden_one():
    hidden = ("Old", "hidden", list(HEADS), ["R/3", 1])
    other = ("List 2", "visible", list(HEADS), ["MES", 1])
    assert read_table(book(hidden, LIST, other), heads=HEADS).sheet == "List"
    assert read_table(book(hidden, COVER), heads=HEADS).sheet == "Cover"
    assert read_table(book(COVER, LIST)).sheet == "Cover"  # nobody knows what to look for


def test_formulas_are_those_of_the_sheet_that_is_read():
    table = read_table(book(COVER, ("List", "visible", list(HEADS), ["SAP", "=1+1"])), heads=HEADS)
    assert [one.place for one in table.problems] == ["List!B2"]


@pytest.mark.parametrize("text", [*ERRORS, *FOREIGN])
def test_error_of_a_formula_is_a_problem_of_its_cell(text):
    table = read_table(f"Name,Cost\nSAP,1\n{text},2\n".encode(), name="a.csv")
    (problem,) = table.problems
    assert problem.place == "a.csv!A3"
    assert "is an error of the formula in this cell" in problem.message
    assert table.rows[1].value(0) is None


def test_error_in_a_workbook_names_sheet_row_and_column():
    rows = (list(HEADS), ["SAP", "#DIV/0!"], ["#REF!", 3])
    table = read_table(book(COVER, ("List", "visible", *rows)), heads=HEADS)
    assert [one.place for one in table.problems] == ["List!B2", "List!A3"]
    assert [one.place for one in table.problems_of([1])] == ["List!B2"]


@pytest.mark.parametrize(
    "text", ["#1", "# of lines", "C#!", "#hash", "#", "", None, 5, "A #REF! B"]
)
def test_other_texts_are_no_errors(text):
    assert not is_error(text)
