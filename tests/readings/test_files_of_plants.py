"""Eleven shapes of files in which plants keep their figures: each loads after at most one step."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from indicators.selectors.series import plant_rows
from tests.factories.indicators import follow
from tests.readings.test_importers import read, told


def book(*sheets: list[list[object]], share: bool = False) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        page = made.create_sheet(f"S{number}")
        for row in rows:
            page.append(row)
        if share:
            for cell in page["B"]:
                cell.number_format = "0.0%"
        if rows[0][-1] is None:
            page.merge_cells("A1:B1")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


FILES = {
    "semicolon, comma": ("period;value\n2024-01;85,3\n2024-03;0,875\n", ["85.3", "0.875"]),
    "tab, comma": ("period\tvalue\n2024-01\t85,3\n2024-02\t86,125\n", ["85.3", "86.125"]),
    "months": ("Month,Value\nMar-24,85\n24-Apr,86\nJune 2024,88\n07/2024,90\n2024.08,91\n", 5),
    "percent": ("period,value\n2024-01,85%\n2024-03,87\n", ["85", "87"]),
    "totals": ("period,value\n2024-01,85\nAverage,85.5\n,\nSource: MES,\n", ["85"]),
    "dashes": ("period,value\n2024-01,-\n2024-02,n/a\n2024-03,无\n2024-04,85\n", ["85"]),
    "titles": (
        book([["2024年 OEE 月报", None], ["单位：%", None], ["月份", "数值"], ["2024年1月", 61.2]]),
        ["61.2"],
    ),
    "percent cells": (
        book([["period", "value"], [dt.date(2024, 1, 1), 0.612]], share=True),
        ["61.2"],
    ),
    "two sheets": (book([["Read me", "x"]], [["period", "value"], ["2024-01", 61]]), ["61"]),
    "numbers as text": (
        book([["period", "value"], ["2024-01", "61,5"], ["2024-02", "1.234,5"]]),
        ["61.5", "1234.5"],
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_one_series_loads_when_its_indicator_is_chosen(scoped, name):
    data, values = FILES[name]
    follow(scoped.plant, "SC-01", by=scoped.people["cio"])
    draft = read(list(plant_rows([scoped.plant])), data, "SC-01")
    assert (draft.is_sound, draft.question) == (True, None)
    found = [f"{value:f}" for _code, _period, value in told(draft)]
    assert found == values or len(found) == values


def test_table_of_months_in_chinese_names_its_indicators(scoped):
    follow(scoped.plant, "ISO-06", "ISO-15", by=scoped.people["cio"])
    rows = list(plant_rows([scoped.plant]))
    names = {row.indicator.title["zh-hans"]: row.indicator.code for row in rows}
    yields = next((name for name in names if name.startswith("一次合格率")), "")
    text = "指标,2024年1月,2024年2月\n设备综合效率（OEE）,61.2,62.0\n一次合格率,95.1,95.3\n"
    draft = read(rows, text.encode("gb18030"))
    assert (yields != "", draft.is_sound, len(draft.lines)) == (True, True, 4)
