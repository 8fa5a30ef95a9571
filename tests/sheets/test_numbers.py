"""How a column writes its numbers, told from all of its cells."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.numbers import (
    DecimalMark,
    NumberStyle,
    TwoReadingsError,
    number_style,
    read_number,
    read_typed,
    readings_of,
)
from sheets.values import Percentage

COMMA, POINT = DecimalMark.COMMA, DecimalMark.POINT


@pytest.mark.parametrize(
    ("cells", "mark", "values"),
    [
        # the values of the finding: one column, three cells
        (["41,125", "0,875", "1,5"], COMMA, ["41.125", "0.875", "1.5"]),
        (["85,3", "86,125", "0,875"], COMMA, ["85.3", "86.125", "0.875"]),
        (["0,975", "1,024", "12,5"], COMMA, ["0.975", "1.024", "12.5"]),
        (["61,5", "1.234,5", "0,875"], COMMA, ["61.5", "1234.5", "0.875"]),
        (["1.234,5", "2.000"], COMMA, ["1234.5", "2000"]),
        (["1,234.5", "2,000"], POINT, ["1234.5", "2000"]),
        (["1,234", "1,234,567"], POINT, ["1234", "1234567"]),
        (["1.234", "1.234.567"], COMMA, ["1234", "1234567"]),
        (["1 234,567"], COMMA, ["1234.567"]),
        (["1\u00a0234.567", "1'234"], POINT, ["1234.567", "1234"]),
        (["1234,567"], COMMA, ["1234.567"]),
        (["-,5", "+3"], COMMA, ["-0.5", "3"]),
        (["1,5e3"], COMMA, ["1500"]),
        (["＋3", "４５．５", "－1", "−2"], POINT, ["3", "45.5", "-1", "-2"]),
        (["４５．５％", "61.2 %"], POINT, ["45.5", "61.2"]),
        (["12", "998"], None, ["12", "998"]),
        ([7, 0.1, Decimal("2.50"), None, " "], None, ["7", "0.1", "2.50", None, None]),
        ([0.612, "0,875"], COMMA, ["0.612", "0.875"]),
        (["many", "1,5"], COMMA, None),
    ],
)
def test_the_column_tells_its_mark(cells, mark, values):
    style = number_style(cells)
    assert (style.mark, style.question, style.conflict) == (mark, None, None)
    if values is not None:
        wanted = [None if value is None else Decimal(value) for value in values]
        assert [read_number(cell, style.used) for cell in cells] == wanted


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        (["41,125"], 0),
        (["998", "1.234", "12.500"], 1),
        (["1,234", "1.234"], 0),
        (["１，２３４"], 0),
        (["85", "61,200 %"], 1),
    ],
)
def test_what_no_cell_tells_is_asked(cells, place):
    style = number_style(cells)
    assert (style.mark, style.question) == (None, place)
    assert number_style(cells, chosen=COMMA) == NumberStyle(COMMA, has_percent="%" in cells[-1])
    assert number_style(cells, chosen=POINT).question is None


def test_a_choice_never_outweighs_the_cells():
    assert number_style(["41,125", "1,5"], chosen=POINT).mark is COMMA
    assert number_style(["41", "2"], chosen=COMMA).mark is None


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (["1,5", "2", "1.5"], (0, 2)),
        (["1.5", "0,875"], (0, 1)),
        (["1.234,5", "1,234.5"], (0, 1)),
        (["1,234,567", "1,5"], (0, 1)),
    ],
)
def test_two_ways_of_writing_are_a_conflict_of_two_cells(cells, places):
    assert number_style(cells).conflict == places


def test_a_mark_before_three_digits_groups_where_no_number_has_so_many_decimals():
    style = number_style(["1,234", "12"], has_few_places=True)
    assert (style.mark, style.question) == (POINT, None)
    assert read_number("1,234", style.used) == 1234
    assert number_style(["1.234", "1.5"], has_few_places=True).conflict == (0, 1)
    assert number_style(["1.234", "1,5"], has_few_places=True).mark is COMMA


def test_readings_by_the_chosen_mark():
    assert read_number("41,125", COMMA) == Decimal("41.125")
    assert read_number("41,125", POINT) == 41125
    assert readings_of("41,125") == (Decimal(41125), Decimal("41.125"))
    assert readings_of("-12.500") == (Decimal(-12500), Decimal("-12.500"))


def test_percentages_count_in_percent():
    cells = [Percentage.of(0.612), "85%", 87]
    style = number_style(cells)
    assert style.has_percent
    assert [read_number(cell, style.used) for cell in cells] == [Decimal("61.2"), 85, 87]
    assert str(Percentage.of(0.07)) == "7%"
    assert not number_style(["87"]).has_percent


@pytest.mark.parametrize(
    "cell",
    ["abc", "1,2,3", "1.2.3", "--1", "nan", "inf", "1,23.4,5", "12,34.5", "1,5%%", True, "1e101",
     float("nan"), dt.date(2026, 1, 1), "=1", ".", ",", "1,234.5,6", "12 34"],
)  # fmt: skip
def test_no_number_is_an_error(cell):
    with pytest.raises(ValueError):
        read_number(cell, POINT)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12.5", "12.5"), ("12,5", "12.5"), ("1.234", "1.234"), ("60.425", "60.425"), ("45 %", "45"),
     ("1.234,5", "1234.5"), ("1,234,567", "1234567"), ("＋3", "3"), ("", None), (" ", None)],
)  # fmt: skip
def test_a_typed_number_is_a_column_of_one(text, value):
    assert read_typed(text) == (None if value is None else Decimal(value))


def test_a_typed_number_with_two_readings_is_refused_with_both():
    with pytest.raises(TwoReadingsError) as caught:
        read_typed("41,125")
    assert caught.value.readings == (Decimal(41125), Decimal("41.125"))
    assert read_typed("41,125", has_few_places=True) == 41125
    with pytest.raises(ValueError):
        read_typed("many")


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=3, allow_nan=False), min_size=1),
    st.sampled_from(DecimalMark),
)
def test_a_column_written_in_one_way_reads_back(numbers, mark):
    swap = str.maketrans(",.", ".,") if mark is COMMA else {}
    cells = [f"{number:,.3f}".translate(swap) for number in [Decimal("0.125"), *numbers]]
    style = number_style(cells)
    assert style.mark is mark
    assert [read_number(cell, style.used) for cell in cells[1:]] == numbers


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["3000万", "1.2亿", "５０万"], ["30000000", "120000000", "500000"]),
        (["1,5 M", "250k", "2 bn"], ["1500000", "250000", "2000000000"]),
    ],
)
def test_a_number_may_carry_the_word_it_is_counted_in(cells, values):
    style = number_style(cells, has_few_places=True)
    assert style.conflict is None
    assert [read_number(cell, style.used) for cell in cells] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,200万", 12_000_000), ("1,234 万", 12_340_000), ("１，２００万", 12_000_000), ("1.200亿", 120_000_000),
     ("12,345,678万", 123_456_780_000), ("0,5亿", 50_000_000), ("1,2亿", 120_000_000), ("1 200,5万", 12_005_000),
     ("1,234.5万", 12_345_000), ("-1,200百万", -1_200_000_000)],
)  # fmt: skip
def test_beside_a_chinese_word_a_comma_groups(text, value):
    assert read_typed(text) == read_typed(text, has_few_places=True) == value
    style = number_style([text, "12"])
    assert (style.question, read_number(text, style.used)) == (None, value)


@pytest.mark.parametrize(
    ("text", "both"),
    [("12,00万", (12_000_000, 120_000)), ("1,25亿", (12_500_000_000, 125_000_000))],
)
def test_a_comma_that_neither_groups_nor_parts_is_asked_about(text, both):
    for has_few_places in (True, False):
        with pytest.raises(TwoReadingsError) as caught:
            read_typed(text, has_few_places=has_few_places)
        assert caught.value.readings == both
    assert number_style(["7", text]).question == 1
    assert number_style([text, "0,5"]).mark is COMMA
    assert read_number(text, COMMA) == both[1]


def test_beside_another_word_a_comma_before_three_digits_is_asked_about():
    assert read_typed("1.200M", has_few_places=True) == 1_200_000
    assert read_typed("1,234,567k", has_few_places=True) == 1_234_567_000
    with pytest.raises(TwoReadingsError):
        read_typed("1,200M", has_few_places=True)
    assert read_typed("1,5M") == read_typed("1.5M") == 1_500_000
    with pytest.raises(TwoReadingsError):
        read_typed("1,200M")
    assert number_style(["1.200M"], has_few_places=True).question == 0


def test_a_small_m_is_no_million():
    with pytest.raises(ValueError, match="not a number"):
        read_typed("5m")
    assert readings_of("1,234万") == (Decimal(12_340_000), Decimal(12_340))
