from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from core.workbook.writing import Sheet, write_workbook
from indicators.exporters import readings_csv
from indicators.selectors.series import plant_indicators, plant_rows
from readings.exporters import template
from readings.importers.drafts import Draft, read_readings
from tests.factories.indicators import follow, record

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def rows(scoped):
    follow(scoped.plant, "SC-12", "ISO-06", "DIG-05", by=scoped.people["cio"])
    return list(plant_rows([scoped.plant]))


def by_code(rows, code):
    return next(row for row in rows if row.indicator.code == code)


def read(rows, text: str | bytes, only: str = "") -> Draft:
    data = text if isinstance(text, bytes) else text.encode()
    chosen = by_code(rows, only) if only else None
    return read_readings(data, rows=rows, today=TODAY, only=chosen, name="r.csv")


def told(draft: Draft) -> list[tuple[str, str, Decimal]]:
    return [
        (line.entry.row.indicator.code, f"{line.entry.period:%Y-%m}", line.entry.value)
        for line in draft.lines
    ]


SIX = [("SC-12", "2026-01", Decimal(41)), ("ISO-06", "2026-01", Decimal("62.5"))]


@pytest.mark.parametrize(
    "text",
    [
        "indicator,period,value\nSC-12,2026-01,41\nISO-06,2026-01,62.5\n",
        "指标;期间;数值\nSC-12;2026年1月;４１\nISO-06;01/2026;62,5\n".encode("gb18030"),
        "period,SC-12,ISO-06 Overall equipment\n2026-01,41,62.5\n",
        "indicator,2026-01\nunplanned downtime,41\nISO-06,62.5\n",
        "indicator\t2026-01\n非计划停机\t41\nISO-06\t62.5\n".encode("utf-16"),
    ],
    ids=["rows", "rows in Chinese", "months down", "months across", "utf-16"],
)
def test_every_form_gives_the_same_readings(rows, text):
    draft = read(rows, text)
    assert draft.problems == ()
    assert told(draft) == SIX
    assert draft.is_sound


def test_workbook_with_dates_and_quality(rows):
    sheet = Sheet(
        "Readings", ["indicator", "period", "value", "quality"],
        [["SC-12", dt.date(2026, 1, 31), 41, 97.5]],
    )  # fmt: skip
    draft = read(rows, write_workbook(sheet))
    assert told(draft) == SIX[:1]
    assert draft.lines[0].entry.quality == Decimal("97.5")


def test_two_columns_belong_to_the_chosen_indicator(rows):
    assert told(read(rows, "period,value\n2026-01,41\n", only="SC-12")) == SIX[:1]


def test_quarterly_indicator_takes_any_month_of_its_quarter(rows):
    draft = read(rows, "period,value\n2026-02,50\n2026Q2,60\n", only="DIG-05")
    assert [period for _code, period, _value in told(draft)] == ["2026-01", "2026-04"]


@pytest.mark.parametrize(
    ("text", "cell", "message"),
    [
        ("indicator,period,value\nXX-1,2026-01,1\n", "A2", "XX-1"),
        ("indicator,period,value\nSC-12,2026-13,1\n", "B2", "2026-13"),
        ("indicator,period,value\nSC-12,2026W03,1\n", "B2", "2026W03"),
        ("indicator,period,value\nSC-12,2026-01,x\n", "C2", "x"),
        ("indicator,period,value\nSC-12,2026-01,101\n", "C2", "100"),
        ("indicator,period,value\nSC-12,2027-01,1\n", "C2", "begun"),
        ("indicator,period,value\nSC-12,2026-01,1\nSC-12,2026-01,2\n", "C3", "C2"),
        ("indicator,period,value,quality\nSC-12,2026-01,1,101\n", "D2", "100"),
        ("indicator,period,value,quality\nSC-12,2026-01,1,x\n", "D2", "x"),
        ("period,SC-12,Nonsense\n2026-01,1,2\n", "C1", "Nonsense"),
        ("period,SC-12\nsoon,1\n", "A2", "soon"),
        ("indicator,2026-01,soon\nSC-12,1,2\n", "C1", "soon"),
        ("indicator,2026-01\nXX-1,1\n", "A2", "XX-1"),
        ("name,amount\nSC-12,1\n", "A1", "period"),
    ],
)
def test_wrong_cell_is_named(rows, text, cell, message):
    draft = read(rows, text)
    assert [problem.cell for problem in draft.problems] == [cell]
    assert message in draft.problems[0].message
    assert not draft.is_sound


def test_every_wrong_cell_is_named_at_once(rows):
    draft = read(rows, "indicator,period,value\nSC-12,x,1\nSC-12,2026-01,y\nXX,2026-01,1\n")
    assert [problem.cell for problem in draft.problems] == ["B2", "C3", "A4"]


def test_lines_say_what_storing_would_do(rows):
    record(by_code(rows, "SC-12"), [41, 42], start=dt.date(2026, 1, 1))
    draft = read(rows, "period,value\n2026-01,41\n2026-02,40\n2026-03,39\n2026-04,\n", "SC-12")
    assert [line.effect for line in draft.lines] == ["same", "changed", "new"]
    assert [draft.count(name) for name in ("new", "changed", "same")] == [1, 1, 1]


def test_export_reads_back_as_no_change(rows, scoped):
    record(by_code(rows, "SC-12"), [41, "42.5"], start=dt.date(2026, 1, 1))
    draft = read(rows, readings_csv(plant_indicators(scoped.plant)))
    assert draft.problems == ()
    assert {line.effect for line in draft.lines} == {"same"}


def test_template_can_be_filled_and_read(rows):
    draft = read(rows, template(rows, TODAY))
    assert draft.problems == ()
    assert draft.lines == ()
    assert draft.columns[0] == "period"


def test_template_of_a_plant_without_indicators_explains_the_columns(scoped):
    draft = read_readings(template([], TODAY), rows=[], today=TODAY)
    assert draft.columns == ("indicator", "period", "value", "quality")
