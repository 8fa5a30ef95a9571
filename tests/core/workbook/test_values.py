from __future__ import annotations

import datetime as dt

import pytest

from core.workbook.values import Percentage, to_date, to_text


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
