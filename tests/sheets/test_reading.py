from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.formula import ArrayFormula

from sheets.archive import FileLimits, WorkbookError, check_archive
from sheets.pages import CodePageError
from sheets.reading import read_table
from sheets.values import Percentage, folded
from sheets.writing import Sheet, write_csv, write_workbook
from tests.sheets.hostile import STRANGE, UNREADABLE, repacked

HEAD = "名称;费用\n"


def book(*rows) -> bytes:
    file = openpyxl.Workbook()
    for row in rows:
        file.active.append(row)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + "金蝶;1,5\n").encode("gb18030"),
        (HEAD + "金蝶;1,5\n").encode(),
        (HEAD + "金蝶;1,5\n").encode("utf-8-sig"),
        (HEAD + "金蝶;1,5\n").encode("utf-16"),
        (HEAD + "金蝶;1,5\n").encode("utf-16-be"),
        (HEAD + "金蝶;1,5\n").replace("\n", "\r\n").encode("utf-8-sig"),
    ],
)
def test_csv_is_read_whatever_its_encoding(data):
    table = read_table(data, name="a.csv", encoding="gb18030")
    assert table.head == ("名称", "费用")
    assert [row.values for row in table.rows] == [("金蝶", "1,5")]
    assert table.delimiter == ";"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ((HEAD + "金蝶;1\n").encode("gb18030"), "Text in GB18030, columns separated by semicolons"),
        (b"Name,Cost\nSAP,1\n", "Text in UTF-8, columns separated by commas"),
        ("Name\tCost\nSAP\t1\n".encode("utf-16"), "Text in UTF-16, columns separated by tabs"),
        ("Name,Cost\nSAP,1\n".encode("utf-16-le"), "Text in UTF-16, columns separated by commas"),
    ],
)
def test_what_was_assumed_about_a_text_file_is_said(data, words):
    assert read_table(data, name="a.csv", encoding="gb18030").source == words


def test_code_page_that_the_file_does_not_tell_is_asked_with_its_letters():
    with pytest.raises(CodePageError, match="GB18030, Windows-1252") as asked:
        read_table("Name;Ort\nMüller;Győr\n".encode("cp1250"))
    assert asked.value.letters["cp1250"] == "Müller;Győr"
    assert asked.value.letters["cp1252"] == "Müller;Gyõr"


def test_the_first_sheet_that_is_shown_is_read_and_the_others_are_named():
    file = openpyxl.Workbook()
    file.active.title = "Old list"
    file.active.append(["Wrong"])
    file.active.sheet_state = "hidden"
    file.create_sheet("Systems").append(["Name"])
    file["Systems"].append(["SAP"])
    file.create_sheet("Notes").append(["x"])
    out = io.BytesIO()
    file.save(out)
    table = read_table(out.getvalue())
    assert table.head == ("Name",)
    assert table.source == "Sheet “Systems”; not read: Old list (hidden), Notes"
    assert read_table(book(["Name"], ["SAP"])).source == "Sheet “Sheet”"


def test_a_percent_format_is_kept_with_its_cell():
    file = openpyxl.Workbook()
    for row, (value, shown) in enumerate(
        [(0.612, "0.0%"), (0.07, "0%"), (0.5, "General"), (0.5, '0.0" % of all"'), (1, "0.00 %")], 1
    ):
        file.active.cell(row, 1, value).number_format = shown
    file.active.insert_rows(1)
    file.active.cell(1, 1, "value")
    out = io.BytesIO()
    file.save(out)
    cells = [row.value(0) for row in read_table(out.getvalue()).rows]
    assert cells == [
        Percentage(Decimal("61.2")),
        Percentage(Decimal(7)),
        0.5,
        0.5,
        Percentage(Decimal(100)),
    ]


def test_utf_16_without_a_mark_is_read():
    assert read_table("Name,Cost\nSAP,1\n".encode("utf-16-le")).head == ("Name", "Cost")
    assert read_table("Name,Cost\nSAP,1\n".encode("utf-16-be")).head == ("Name", "Cost")


def test_row_numbers_count_empty_lines_and_lines_inside_quotes():
    table = read_table(b'\nName,Note\nA,"two\nlines"\n\nB,x\n')
    assert [row.number for row in table.rows] == [3, 6]
    assert table.problem(table.rows[1], 1, "bad").place == "CSV!B6"


def test_workbook_keeps_types_and_places():
    table = read_table(book(["Name", "Cost"], ["SAP", 12.5], [None, None], ["MES", 3]))
    assert table.sheet == "Sheet"
    assert [(row.number, row.values) for row in table.rows] == [
        (2, ("SAP", 12.5)),
        (4, ("MES", 3)),
    ]
    assert table.rows[0].value(7) is None
    assert table.column("COST ") == 1
    assert table.column("nothing") is None


def test_formula_without_a_value_is_named():
    table = read_table(book(["Name", "Cost"], ["SAP", "=1+1"]))
    assert [problem.place for problem in table.problems] == ["Sheet!B2"]


def test_array_formulas_and_times_are_plain():
    file = openpyxl.Workbook()
    file.active.append(["A", "B"])
    file.active.append([dt.time(3, 4), None])
    file.active["B2"] = ArrayFormula("B2", "=SUM(1,2)")
    out = io.BytesIO()
    file.save(out)
    table = read_table(out.getvalue())
    assert table.rows[0].values == ("03:04:00",)
    assert [problem.place for problem in table.problems] == ["Sheet!B2"]


def test_workbook_writes_days_and_truth():
    data = write_workbook(Sheet("S", ["A", "B"], [[dt.date(2026, 1, 2), True]]))
    assert read_table(data).rows[0].values[1] is True


def test_workbook_written_here_has_no_formulas():
    data = write_workbook(
        Sheet("S", ["=A", "B"], [["=1+1", 2.5], ["@x", None]], [10], {1: ["yes"]}, {0: "note"})
    )
    table = read_table(data)
    assert table.head == ("=A", "B")
    assert table.rows[0].values == ("=1+1", 2.5)
    assert table.problems == ()


def test_csv_written_here_is_harmless_and_readable():
    data = write_csv(["Name", "Cost"], [["=cmd|x", Decimal("-1.5")], ["＝x", None]])
    table = read_table(data)
    assert [row.values for row in table.rows] == [("'=cmd|x", "-1.5"), ("'＝x",)]


@pytest.mark.parametrize(
    "data",
    [
        *UNREADABLE,
        (",".join(f"c{n}" for n in range(301)) + "\n1\n").encode(),
        b'Name\n"' + b"x" * 140_000 + b'"\n',
    ],
)
def test_unreadable_file_is_refused_with_a_reason(data):
    with pytest.raises(WorkbookError) as caught:
        read_table(data)
    assert caught.value.message


def test_doubled_head_matters_only_where_it_is_asked_for():
    table = read_table(b"Name,name,Cost\n1,2,3\n")
    assert table.column("cost") == 2
    with pytest.raises(WorkbookError, match="Two columns are named"):
        table.column("NAME")


def test_size_and_row_limits_refuse_instead_of_cutting():
    with pytest.raises(WorkbookError):
        read_table(b"a\n" + b"1\n" * 11, limits=FileLimits(rows=10))
    assert len(read_table(b"a\n" + b"1\n" * 10, limits=FileLimits(rows=10)).rows) == 10
    with pytest.raises(WorkbookError):
        read_table(b"a\n" + b"1\n" * 11, limits=FileLimits(file_bytes=10))


def test_bomb_is_refused_before_it_is_opened():
    bomb = repacked(book(["a"]), add={"xl/media/x.xml": b"0" * 60_000_000})
    assert len(bomb) < 200_000
    with pytest.raises(WorkbookError):
        read_table(bomb)
    ratio = repacked(book(["a"]), add={"xl/media/x.bin": b"0" * 3_000_000})
    with pytest.raises(WorkbookError):
        read_table(ratio)


@pytest.mark.parametrize(
    ("drop", "add"),
    STRANGE,
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_strange_workbook_is_refused(drop, add):
    with pytest.raises(WorkbookError):
        read_table(repacked(book(["a"], ["b"]), drop=drop, add=add))


def test_part_limits_are_kept():
    data = repacked(
        book(["a"]), drop=["xl/sharedStrings.xml"], add={"xl/sharedStrings.xml": b"<a/>"}
    )
    for limits in (FileLimits(parts=2), FileLimits(unpacked_bytes=10), FileLimits(strings_bytes=1)):
        with pytest.raises(WorkbookError):
            check_archive(data, limits)


def test_other_packing_and_a_false_size_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("[Content_Types].xml", "<a/>" * 99)
    with pytest.raises(WorkbookError):
        check_archive(out.getvalue())
    data = bytearray(book(["a"], ["b"]))
    place = data.rfind(b"PK\x01\x02")
    data[place + 24 : place + 28] = (5).to_bytes(4, "little")
    with pytest.raises(WorkbookError):
        check_archive(bytes(data))


def test_protected_part_is_refused():
    data = bytearray(book(["a"], ["b"]))
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    with pytest.raises(WorkbookError):
        check_archive(bytes(data))


def test_far_cells_cost_nothing():
    file = openpyxl.Workbook()
    file.active["A1"] = "Name"
    file.active["XFD1048576"] = "far"
    out = io.BytesIO()
    file.save(out)
    assert read_table(out.getvalue()).head == ("Name",)


def test_heads_are_compared_without_case_and_width():
    assert folded(" Ｎame  of\tit ") == "name of it"


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_reason(data):
    try:
        read_table(data)
    except WorkbookError as error:
        assert error.message


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ('period,value\n2026-01,3\n"2026-02,4\n2026-03,5\n', 3),
        ('period,value\n2026-01,3\n2026-02,"4\n', 3),
        ('"period,value\n2026-01,3\n', 1),
    ],
)
def test_quotation_mark_that_is_not_closed_is_named_with_its_row(text, row):
    with pytest.raises(WorkbookError, match=f"opens in row {row} and is not closed"):
        read_table(text.encode())


def test_closed_quotation_marks_are_read():
    table = read_table(b'a,b\n"two\nlines",1\n"say ""x""","2"\n5" pipe,3\n')
    assert [row.values[0] for row in table.rows] == ["two\nlines", 'say "x"', '5" pipe']
