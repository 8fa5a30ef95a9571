"""What is wrong with a table is said by its own name, and by the cell where it is."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.errors import RuleError
from core.uploads import TABLES, check_upload
from sheets.archive import WorkbookError
from sheets.reading import read_table


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("cell", [b"x" * 140_000, b'"open\n' + b"a,b\n" * 40_000])
def test_cell_that_is_too_long_is_called_so(cell):
    with pytest.raises(WorkbookError) as refused:
        read_table(b"Name,Note\nSAP,short\nMES," + cell)
    assert "begins in line 3 is longer than 131,072 letters" in refused.value.message
    assert "damaged" not in refused.value.message


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Name,Note\nSAP,a\x07b\n", r"Line 2 .*U\+0007"),
        (b"Name\n\x1bSAP\n", r"Line 2 .*U\+001B"),
        (b"Name\nSAP\x1aMES\n", r"Line 2 .*U\+001A"),
        (b"Name\n\x00\x01", "not what its name says"),
    ],
)
def test_control_character_is_named_with_its_line(content, words):
    with pytest.raises(RuleError, match=words):
        check_upload(SimpleUploadedFile("a.csv", content), max_bytes=1000, kinds=TABLES)


def test_end_of_a_file_as_dos_marks_it_is_no_letter():
    content = b"Name,Users\nSAP,5\x1a"
    checked = check_upload(SimpleUploadedFile("a.csv", content), max_bytes=1000, kinds=TABLES)
    assert checked.extension == "csv"
    assert read_table(content).rows[0].values == ("SAP", "5")
    assert len(read_table(b"Name,Users\nSAP,5\r\n\x1a").rows) == 1


@pytest.mark.parametrize(
    ("text", "cell", "is_comma"),
    [
        (b"Name,Users\nSAP,5,,,far\n", "E2", False),
        (b"Name,Cost\nSAP,1,5\n", "C2", True),
        (b"Name;Cost\nSAP;1;5\n", "C2", False),
    ],
)
def test_value_beyond_the_head_is_named_where_it_stands(text, cell, is_comma):
    table = read_table(text)
    (problem,) = table.problems_of([0])
    assert problem.cell == cell
    assert ("numbers with a comma" in problem.message) is is_comma


def test_columns_without_a_head_are_named_by_their_letters():
    book = openpyxl.Workbook()
    for row in (["System", "Category", None], ["SAP", "ERP", "MES"], ["MES", "MES", None]):
        book.active.append(row)
    book.active.merge_cells("B1:C1")
    book.active["Z3"] = "far"
    table = read_table(saved(book))
    assert table.left_out({0, 1}) == ["C (no head)", "Z (no head)"]
    assert table.left_out({0}) == ["Category", "C (no head)", "Z (no head)"]
    assert table.problems_of([0, 1]) == []


def test_control_characters_of_a_workbook_are_no_words():
    """Excel and others write them as `_x0007_`; what a person typed so is kept by Excel as `_x005F_…`."""
    book = openpyxl.Workbook()
    for text in ("Name", "S_x0007_AP", "one_x000D_\ntwo", "_x0041_"):
        book.active.append([text])
    table = read_table(saved(book))
    assert [row.values[0] for row in table.rows] == ["SAP", "one\ntwo", "_x0041_"]


@pytest.mark.parametrize("text", ["5\u200b", "\ufeff5", "5\u202c"])
def test_number_with_a_letter_that_nobody_sees_is_a_number(text):
    assert read_table(f"Name,Users\nSAP,{text}\n".encode()).rows[0].values == ("SAP", "5")
