"""The kit of columns: a list is declared once; cells are read, shown and written by it."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from core.errors import RuleError
from core.text import LocalizedText
from sheets.archive import WorkbookError
from sheets.columns import (
    Column,
    choice,
    day,
    known_as,
    money,
    needed,
    number,
    text,
    told,
    whole,
)
from sheets.exports import cell_of, in_words, sheet_of
from sheets.keeping import kept, taken_out
from sheets.mapping import known_columns, proposed, samples
from sheets.marking import marked_workbook
from sheets.reading import read_table
from sheets.rows import KeptWordError, RowReader, heads_of, placed, places_of
from sheets.writing import write_workbook

STATES = {"on": LocalizedText.of("in use", "在用"), "off": LocalizedText.of("retired", "停用")}
LIST = (
    needed(known_as(text("name", LocalizedText.of("Name", "名称"), 20), "System name", "系统名称")),
    choice("state", LocalizedText.of("State", "状态"), STATES),
    day("until", LocalizedText.of("Until", "截止")),
    money("cost", LocalizedText.of("Cost", "费用")),
    number("share", LocalizedText.of("Share", "份额")),
    whole(
        "users", LocalizedText.of("Users", "用户数"), (0, 99), LocalizedText.of("0 to 99", "0到99")
    ),
    told("hint", LocalizedText.of("Hint", "提示")),
)


def table_of(*lines: str):
    return read_table("\n".join(lines).encode(), name="list.csv", heads=heads_of(LIST))


def reader(table, **options) -> RowReader:
    return RowReader(placed(table, LIST, places_of(table, LIST)), "en", **options)


def test_each_kind_of_cell_is_read():
    table = table_of(
        "System name;State;截止;Cost;Share;Users;Hint",
        "A;在用;2027-03-31;1.234,50;0,123;12;x",
        "B;OFF;;-;;;",
    )
    read = reader(table)
    first, second = map(read.read, table.rows)
    assert first == {
        "name": "A",
        "state": "on",
        "until": dt.date(2027, 3, 31),
        "cost": Decimal("1234.50"),
        "share": Decimal("0.123"),
        "users": 12,
    }
    assert second == {"name": "B", "state": "off"}
    assert (read.problems, read.placed.ignored) == ([], [])


@pytest.mark.parametrize(
    ("head", "cell", "words"),
    [
        ("Name", "x" * 21, "Use at most 20 characters."),
        ("State", "asleep", "“asleep”; expected: in use, retired."),
        ("Until", "soon", "“soon”; expected: a date such as 2027-03-31."),
        ("Cost", "-1", "“-1”; expected: an amount from 0 with at most two decimals."),
        ("Cost", "5%", "“5%”; expected: an amount from 0 with at most two decimals."),
        ("Share", "0.1234567", "“0.1234567”; expected: a number with at most six decimals."),
        ("Users", "100", "“100”; expected: 0 to 99."),
        ("Users", "1.5", "“1.5”; expected: 0 to 99."),
    ],
)
def test_wrong_cell_says_what_is_expected(head, cell, words):
    table = table_of(f"{head};Hint", f"{cell};x")
    read = reader(table)
    assert read.read(table.rows[0]) == {}
    assert [(one.cell, one.message) for one in read.problems] == [("A2", words)]


def test_needed_cell_may_be_blank_unless_rows_are_whole():
    table = table_of("Name;State", "-;in use")
    assert reader(table).read(table.rows[0]) == {"state": "on"}
    whole_rows = reader(table, is_whole=True)
    whole_rows.read(table.rows[0])
    assert [one.cell for one in whole_rows.problems] == ["A2"]
    empty = table_of("Name;State", ";in use")
    blank = reader(empty, is_whole=True)
    blank.read(empty.rows[0])
    assert blank.problems[0].message == "Empty; expected: text."


def test_rows_of_a_column_that_writes_numbers_in_two_ways_are_unread():
    table = table_of("Name;Cost", "A;1,5", "B;1.5", "C;")
    read = reader(table)
    assert [read.read(row) for row in table.rows] == [{"name": "A"}, {"name": "B"}, {"name": "C"}]
    assert (read.unread, [one.cell for one in read.problems]) == ({2, 3}, ["B3"])


def test_an_app_reads_its_own_kinds_and_keeps_words():
    def state(column: Column, cell):
        if cell == "odd":
            raise KeptWordError
        return column.chosen(str(cell))

    def name(column: Column, cell):
        raise RuleError("Not this one.")

    table = table_of("Name;State", "A;odd", "B;在用")
    read = reader(table, readers={"choice": state})
    assert [read.read(row) for row in table.rows] == [{"name": "A"}, {"name": "B", "state": "on"}]
    assert [(column.field, word) for column, word in read.kept[2]] == [("state", "odd")]
    strict = reader(table, readers={"text": name})
    strict.read(table.rows[0])
    assert strict.problems[0].message == "Not this one."


def test_what_is_no_part_of_a_number_is_taken_off_before_the_column_is_understood():
    table = table_of("Name;Users", "A;about 5", "B;7")
    one = placed(
        table,
        LIST,
        places_of(table, LIST),
        {"integer": lambda cell: str(cell).removeprefix("about ")},
    )
    assert [RowReader(one, "en").read(row)["users"] for row in one.table.rows] == [5, 7]


def test_synonyms_name_a_choice():
    column = Column(
        "ok",
        LocalizedText.of("OK", "可"),
        "choice",
        LocalizedText.of("", ""),
        choices=STATES,
        synonyms={"on": ("√",)},
    )
    assert [column.chosen(word) for word in ("on", "IN USE", "停用", "√")] == [
        "on",
        "on",
        "off",
        "on",
    ]
    with pytest.raises(ValueError, match="list"):
        column.chosen("×")


def test_title_goes_before_alias_and_stands_once():
    table = table_of("System name;Name;Cost", "x;A;1")
    assert places_of(table, LIST)["name"] == 1
    with pytest.raises(WorkbookError):
        places_of(table_of("Name;名称", "a;b"), LIST)


def test_export_comes_back_with_its_choices_and_notes():
    rows = [["A", cell_of(LIST[1], "on", "zh-hans"), None, 1.5, None, 3, "x"]]
    sheet = sheet_of(LocalizedText.of("List", "清单"), LIST, rows, "zh-hans")
    assert (sheet.name, sheet.head[:2], sheet.choices) == (
        "清单",
        ["名称", "状态"],
        {1: ["在用", "停用"]},
    )
    assert 6 not in sheet.notes
    table = read_table(write_workbook(sheet), heads=heads_of(LIST))
    assert reader(table).read(table.rows[0]) == {
        "name": "A",
        "state": "on",
        "cost": Decimal("1.50"),
        "users": 3,
    }


def test_values_are_said_in_words():
    names = {"a": LocalizedText.of("Alpha", "甲")}
    said = [
        in_words(LIST[0], "", "en"),
        in_words(LIST[1], "off", "zh-hans"),
        in_words(LIST[2], dt.date(2027, 3, 31), "en"),
        in_words(LIST[3], Decimal("1200.50"), "en"),
        in_words(LIST[6], ["a", "b"], "en", names),
        in_words(LIST[6], ["a"], "en"),
        in_words(LIST[6], None, "en"),
    ]
    assert said == ["–", "停用", "31\u00a0Mar\u00a02027", "1,200.5", "Alpha; b", "a", "–"]


# --- heads ----------------------------------------------------------------------------------------


def test_heads_are_known_by_title_by_alias_and_as_remembered():
    table = table_of("序号;系统名称;Cost a month;Odd", "1;A;5;x")
    known = known_columns(table, LIST, {})
    assert (known.places["name"], known.unknown, known.is_asked) == (1, (2, 3), True)
    assert proposed(table, LIST, known) == {1: "name", 2: "cost"}
    assert samples(table, 2) == ["5"]
    again = known_columns(table, LIST, {"cost a month": "cost", "odd": ""})
    assert (again.places["cost"], again.unknown, again.is_asked) == (2, (), False)


def test_what_is_remembered_goes_before_a_title_but_not_a_field_that_is_gone():
    table = table_of("Name;Hint", "A;x")
    known = known_columns(table, LIST, {"name": "hint", "hint": "gone"})
    assert (known.places["name"], known.places["hint"], known.is_asked) == (None, 0, True)


def test_each_column_is_proposed_once_to_the_likest_head():
    table = table_of("Users in all;Userss;Zebra", "1;2;3")
    known = known_columns(table, LIST, {})
    assert proposed(table, LIST, known) == {1: "users"}


def test_heads_in_two_rows_are_one_head():
    table = table_of("Inventory;;;", "Name;Money;;", ";Cost;Users;Hint", "A;5;7;x")
    assert table.head == ("Name", "Cost", "Users", "Hint")
    assert [row.values for row in table.rows] == [("A", "5", "7", "x")]


def test_head_that_nobody_knows_is_the_row_with_most_words():
    table = table_of("Inventory 2026;;", "Bezeichnung;Art;Kosten", "A;B;5")
    assert table.head == ("Bezeichnung", "Art", "Kosten")


# --- a table that a page carries --------------------------------------------------------------------


def test_table_comes_back_as_it_was_read():
    book = openpyxl.Workbook()
    for row in (["Name", "Until", "Share"], ["A", dt.date(2027, 3, 31), 0.5], ["#REF!", "", 1]):
        book.active.append(row)
    book.active["C2"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    for data in (out.getvalue(), b"Name,Cost\nA,1,2\n"):
        table = read_table(data, name="t.csv", heads=heads_of(LIST))
        assert taken_out(kept(table)) == table


def test_marked_workbook_holds_the_rows_with_colored_and_explained_cells():
    table = table_of("Title;;", "Name;Cost", "A;5", "=B;many;x")
    read = reader(table)
    for row in table.rows:
        read.read(row)
    data = marked_workbook(table, [*read.problems, *read.problems])
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows == [["Name", "Cost", ""], ["A", "5", None], ["=B", "many", "x"]]
    assert page["A3"].data_type == "s"
    assert "expected: an amount" in page["B3"].comment.text
    assert page["B2"].comment is None
    assert [str(area.sqref) for area in page.conditional_formatting] == ["C3", "B3"]


def test_marked_workbook_of_an_odd_name_and_percentages_is_written():
    book = openpyxl.Workbook()
    book.active.append(["Name", "Share"])
    book.active.append(["A", 0.5])
    book.active["B2"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue(), heads=heads_of(LIST))
    page = openpyxl.load_workbook(io.BytesIO(marked_workbook(table, []))).active
    assert page["B2"].value == "50%"
    odd = read_table(b"Name\nA\n", name="[]:*", heads=heads_of(LIST))
    assert openpyxl.load_workbook(io.BytesIO(marked_workbook(odd, []))).sheetnames == ["Table"]
