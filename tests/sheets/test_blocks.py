"""Columns of a table that write numbers in one way, in words for the person who checks them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from sheets.blocks import both_readings, mark_words, number_block
from sheets.numbers import DecimalMark
from sheets.reading import read_table

COMMA, POINT = DecimalMark.COMMA, DecimalMark.POINT


def table(text: str):
    return read_table(text.encode(), name="a.csv")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("1,5;0,875", "numbers read as 1.234,5 with decimal comma"),
        ("1.5;2", "numbers read as 1,234.5 with decimal point"),
        ("61.2 %;2", "numbers read as 1,234.5 with decimal point; percent cells as 61.2\u00a0%"),
        ("85%;2", "percent cells as 61.2\u00a0%"),
        ("1;2", "numbers without a decimal mark"),
    ],
)
def test_the_style_is_said(cells, words):
    first, second = cells.split(";")
    assert number_block(table(f"value;note\n{first};a\n{second};b\n"), 0).words == words


def test_the_style_is_said_in_chinese():
    with translation.override("zh-hans"):
        block = number_block(table("value;note\n61,2%;a\n"), 0)
        assert block.words == "数字按1.234,5读取，逗号为小数点；百分比按百分数读取，如61.2%"


def test_columns_of_one_kind_are_told_together():
    block = number_block(table("kpi;2026-01;2026-02\nA;1,5;41,125\nB;;2\n"), 1, 2)
    assert block.title == "2026-01 – 2026-02"
    assert block.style.mark is COMMA
    assert block.number(block.table.rows[0], 2) == Decimal("41.125")
    assert block.number(block.table.rows[1], 1) is None


def test_columns_without_a_head_have_no_title():
    block = number_block(table("kpi;2026-01;;2026-03\nA;1;2;3\n"), 1, 2, 3)
    assert block.title == "2026-01 – 2026-03"
    assert number_block(block.table, 2).title == ""


def test_a_question_names_the_number_and_its_readings():
    block = number_block(table("a;value\nx;998\ny;12.500\n"), 1)
    assert (block.title, block.question) == ("value", "12.500")
    assert both_readings(block.question) == {COMMA: "12,500", POINT: "12.5"}
    assert both_readings("41,125") == {POINT: "41,125", COMMA: "41.125"}
    chosen = number_block(block.table, 1, chosen=COMMA)
    assert (chosen.question, chosen.words) == ("", mark_words(COMMA))
    assert chosen.number(chosen.table.rows[1], 1) == 12500


def test_a_conflict_names_both_cells():
    block = number_block(table("a;value\nx;1,5\ny;3\nz;1.5\n"), 1)
    assert block.problem is not None
    assert block.problem.cell == "B4"
    assert block.problem.message == ("Two ways of writing numbers in one column: 1,5 in B2, 1.5.")
    assert number_block(block.table, 0).problem is None
