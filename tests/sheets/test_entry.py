"""Workbooks to fill in: what is open, what is chosen from, and that everything is read back."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from sheets import opening
from sheets.archive import FileLimits, WorkbookError
from sheets.books import read_book
from sheets.entry import ENTRY, HEAD, NUMBER, EntryCell, EntrySheet, tabs, write_entry_book
from sheets.values import Percentage

LIMITS = FileLimits()
ROWS = [
    [EntryCell("key"), EntryCell("secret")],
    [EntryCell("Head", HEAD), EntryCell()],
    [EntryCell("=1+1", ENTRY, ("a, b", "c")), EntryCell(2.5, NUMBER, limits=(0, 10))],
    [EntryCell("x", ENTRY, ("a, b", "c"), mark="wrong"), EntryCell(True)],
    [EntryCell(Percentage.read("5")), EntryCell(dt.date(2027, 1, 2))],
]
SHEET = EntrySheet("One", ROWS, (10, 20), frozenset({1}), 1, 2, {(1, 0): "why"})


def written(*sheets) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_entry_book(sheets)))


def test_only_entry_cells_are_open_and_lists_stand_on_a_hidden_sheet():
    book = written(SHEET, EntrySheet("Two", [[EntryCell("id")]], is_hidden=True))
    page = book["One"]
    assert page.protection.sheet
    assert [page.cell(3, column).protection.locked for column in (1, 2)] == [False, False]
    assert page.cell(2, 1).protection.locked
    assert page.row_dimensions[1].hidden
    assert page.column_dimensions["B"].hidden
    assert page.freeze_panes == "A3"
    assert page["A3"].data_type == "s"
    assert [page[place].comment.text for place in ("A2", "A4")] == ["why", "wrong"]
    rules = {rule.type: rule for rule in page.data_validations.dataValidation}
    assert str(rules["list"].sqref) == "A3 A4"
    assert rules["list"].formula1 == "lists!$A$1:$A$2"
    assert (rules["decimal"].formula1, rules["decimal"].formula2) == ("0", "10")
    assert [one.value for one in book["lists"]["A"]] == ["a, b", "c"]
    assert {name: book[name].sheet_state for name in ("Two", "lists")} == {
        "Two": "veryHidden",
        "lists": "veryHidden",
    }


@pytest.mark.parametrize("at_once", [0, 10**9])
def test_every_sheet_is_read_with_formulas_as_text(monkeypatch, at_once):
    monkeypatch.setattr(opening, "AT_ONCE", at_once)
    book = written(SHEET, EntrySheet("Two", [[EntryCell("id")]], is_hidden=True))
    book["One"]["A6"] = "=SUM(B1:B2)"
    book["One"]["B6"] = "#REF!"
    out = io.BytesIO()
    book.save(out)
    one, two, _lists = read_book(out.getvalue(), LIMITS)
    assert (one.title, two.title) == ("One", "Two")
    assert two.rows[0].values == ("id",)
    third, last = one.rows[2], one.rows[-1]
    assert (third.number, third.values, third.is_formula(0)) == (3, ("=1+1", 2.5), False)
    assert (last.number, last.value(0), last.value(9)) == (6, "=SUM(B1:B2)", None)
    assert [last.is_formula(column) for column in (0, 1, 2)] == [True, True, False]
    assert one.problem(6, 27, "why").place == "One!AB6"


@pytest.mark.parametrize("at_once", [0, 10**9])
def test_what_costs_too_much_is_refused(monkeypatch, at_once):
    monkeypatch.setattr(opening, "AT_ONCE", at_once)
    data = write_entry_book([EntrySheet("One", [[EntryCell("abc")]] * 5)])
    with pytest.raises(WorkbookError, match="More than 4 rows"):
        read_book(data, FileLimits(rows=4))
    with pytest.raises(WorkbookError, match="More than 14 letters"):
        read_book(data, FileLimits(rows=5, letters=14))
    assert read_book(data, FileLimits(rows=5, letters=15))
    with pytest.raises(WorkbookError, match="not an Excel workbook"):
        read_book(b"a;b\n", LIMITS)


def test_tabs_are_short_clean_and_told_apart():
    long = "A section with a name of more than thirty-one letters"
    assert tabs([long, long, "A/B: [c]", "", "Lists", "' '"]) == [
        "A section with a name of more t",
        "A section with a name of more 2",
        "A B c",
        "-",
        "Lists 2",
        "- 2",
    ]
