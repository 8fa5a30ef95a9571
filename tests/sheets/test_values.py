from __future__ import annotations

import datetime as dt

import pytest

from sheets.values import DayOrder, Percentage, day_order, is_blank, to_date, to_last_day, to_text


def test_empty_cells_are_none():
    assert to_date("") is None
    assert to_text(None) == ""


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10-02",
        "2026/10/2",
        "2026年10月2日",
        "02.10.2026",
        "２０２６－１０－０２",
        "2026.10.02.",
        dt.date(2026, 10, 2),
        dt.datetime(2026, 10, 2, 5),  # noqa: DTZ001 -- a workbook knows no zone
    ],
)
def test_day_is_read(cell):
    assert to_date(cell) == dt.date(2026, 10, 2)


@pytest.mark.parametrize("cell", ["02/10/2026", "2026-13-01", "soon", 46000])
def test_no_day_is_an_error(cell):
    with pytest.raises(ValueError):
        to_date(cell)


def test_text_is_clean():
    assert to_text(" a\x00b\r\nc ") == "ab\nc"
    assert to_text(3.0) == "3"
    assert to_text(True) == "yes"
    assert to_text(False) == "no"
    assert to_text(Percentage.of(0.612)) == "61.2%"
    assert to_text(dt.datetime(2026, 1, 2)) == "2026-01-02"  # noqa: DTZ001 -- a workbook knows no zone
    assert to_text(dt.datetime(2026, 1, 2, 3, 4)) == "2026-01-02 03:04:00"  # noqa: DTZ001 -- a workbook knows no zone


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["31/12/2027", "03/04/2027"], DayOrder.DAY),
        (["12/31/2027"], DayOrder.MONTH),
        (["03/04/2027"], None),
        (["31/12/2027", "12/31/2027"], None),
        ([dt.date(2027, 1, 2), None, "soon"], None),
    ],
)
def test_the_order_of_day_and_month_is_told_from_the_column(cells, order):
    assert day_order(cells) is order


@pytest.mark.parametrize("cell", [None, "", " - ", "—", "N/A", "n/a", "无", "－"])
def test_ways_to_say_nothing(cell):
    assert is_blank(cell)
    assert not is_blank(0)
    assert not is_blank("-1")


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("31-Dec-2027", None, dt.date(2027, 12, 31)),
        ("31 December 27", None, dt.date(2027, 12, 31)),
        ("Dec 31, 2027", None, dt.date(2027, 12, 31)),
        ("03/04/2027", DayOrder.DAY, dt.date(2027, 4, 3)),
        ("03/04/2027", DayOrder.MONTH, dt.date(2027, 3, 4)),
        ("05/05/2027", None, dt.date(2027, 5, 5)),
    ],
)
def test_days_as_people_write_them(text, order, day):
    assert to_date(text, order) == day


@pytest.mark.parametrize("text", ["03/04/2027", "1-Foo-2027", "0001-01-01", "31.12.2101"])
def test_days_that_are_not_clear_or_far_away(text):
    with pytest.raises(ValueError, match=r"day|date|month"):
        to_date(text)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024年3月", dt.date(2024, 3, 31)),
        ("2024-02", dt.date(2024, 2, 29)),
        ("2026年12月", dt.date(2026, 12, 31)),
        ("45292", dt.date(2024, 1, 1)),
        (45292, dt.date(2024, 1, 1)),
        ("20240305", dt.date(2024, 3, 5)),
        ("2025/12/31 00:00:00", dt.date(2025, 12, 31)),
        ("", None),
    ],
)
def test_end_of_something_is_the_last_day_of_its_month(cell, day):
    assert to_last_day(cell) == day


@pytest.mark.parametrize("cell", ["2024年13月", "2024-00", "95292", "soon"])
def test_what_is_no_end_is_refused(cell):
    with pytest.raises(ValueError, match=r"mont|da[yt]"):
        to_last_day(cell)
