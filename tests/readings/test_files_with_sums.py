"""Totals below a series, months written with the year first, errors of formulas, cover sheets."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import call_command

from readings.domain.periods import PeriodStep, TwoPeriodsError, named_years, read_period
from readings.importers.columns import ReadingFileError
from readings.importers.series import read_series
from tests.readings.test_importers import read, told

SERIES = "period,ISO-06\n2025-01,61\n2025-02,62\n"


@pytest.mark.parametrize(
    "word", ["Average", "TOTAL:", "合计", "平均", "Summe", "Átlag", "Grand total"]
)
def test_row_that_sums_up_is_left_out_and_named(rows, word):
    draft = read(rows, f"{SERIES}{word},61.5\n")
    assert draft.problems == ()
    assert len(draft.lines) == 2
    assert draft.notes == (f"Row 4 “{word}” is no reading and is left out.",)
    long = f"period,indicator,value\n2025-01,ISO-06,61\n{word},ISO-06,61\n2025-01,{word},61\n"
    assert (len(read(rows, long).lines), len(read(rows, long).notes)) == (1, 2)
    wide = f"indicator,2025-01,2025-02,Total\nISO-06,61,62,123\n{word},61,62,123\n"
    draft = read(rows, wide)
    assert (len(draft.lines), draft.ignored, len(draft.notes)) == (2, ("Total",), 1)


def test_line_of_text_below_the_series_is_left_out_and_named(rows):
    draft = read(rows, "period,value\n2025-01,61\nSource: MES,\n", "ISO-06")
    assert (len(draft.lines), draft.problems) == (1, ())
    assert draft.notes == ("Row 3 “Source: MES” is no reading and is left out.",)
    draft = read(rows, "period,value\n2025-01,61\nsoon,5\n24-Feb,\n", "ISO-06")
    assert [problem.cell for problem in draft.problems] == ["A3", "A4"]


@pytest.mark.parametrize("text", ["2024-01,80\n2024-02,81\n", "80;Jan 2024\n81;Feb 2024\n"])
def test_first_row_of_a_series_without_a_head_is_a_reading(text):
    points = read_series(text.encode()).points
    assert [(one.label, one.value) for one in points] == [("2024-01", 80), ("2024-02", 81)]


def test_month_with_the_year_first_is_told_from_the_others(rows):
    draft = read(rows, "Month,ISO-06\nMar-24,85\n24-Apr,86\nJune 2024,88\n")
    assert draft.problems == ()
    assert told(draft)[1] == ("ISO-06", "2024-04", Decimal(86))
    assert draft.notes == ("“24-Apr” is read as 2024-04, as the other periods tell.",)


def test_month_with_the_year_first_is_asked_where_nothing_tells(rows):
    draft = read(rows, "Month,ISO-06\n24-Apr,86\n24-May,87\n")
    assert [problem.cell for problem in draft.problems] == ["A2", "A3"]
    words = "“24-Apr” can be the month 2024-04 or a day without its year. Write 2024-04."
    assert draft.problems[0].message == words


def test_periods_with_the_year_first():
    assert named_years(["Mar-24", "24-Apr", "2025-01", "x", "2023Q1"]) == {2024, 2025}
    period = read_period("24 Apr", None, frozenset({2024}))
    assert (period.step, period.position) == (PeriodStep.MONTH, 2024 * 12 + 3)
    with pytest.raises(TwoPeriodsError, match="2023-04 or a day"):
        read_period("23-Apr", None, frozenset({2024}))


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#DIV/0!"])
def test_error_of_a_formula_is_one_problem_of_its_cell(rows, text):
    draft = read(rows, f"period,ISO-06\n{text},61\n2025-02,{text}\n")
    assert [problem.cell for problem in draft.problems] == ["A2", "B3"]
    assert all("error of the formula" in problem.message for problem in draft.problems)
    draft = read(rows, f"period,indicator,value\n2025-01,{text},61\n")
    assert len(draft.problems) == 1
    draft = read(rows, f"period,ISO-06,Remarks\n2025-01,61,{text}\n")
    assert draft.is_sound  # nobody reads that column


def test_cover_sheet_before_the_readings_is_passed_over(rows):
    file = openpyxl.Workbook()
    file.active.title = "Cover"
    for row in (["Date", dt.date(2026, 10, 1)], ["Plant", "Johor Bahru"]):
        file.active.append(row)
    sheet = file.create_sheet("OEE")
    for row in (["Month", "ISO-06"], ["2025-01", 61]):
        sheet.append(row)
    out = io.BytesIO()
    file.save(out)
    draft = read(rows, out.getvalue())
    assert len(draft.lines) == 1
    assert draft.source == "Sheet “OEE”; not read: Cover"


def test_baseline_leaves_totals_out_and_says_so(tmp_path, capsys):
    file = tmp_path / "a.csv"
    lines = [f"2024-{month:02},{80 + month}" for month in range(1, 13)]
    file.write_text("\n".join(["period,value", *lines, "Average,86", ","]))
    call_command("baseline", str(file))
    said = capsys.readouterr()
    assert "Row 14 “Average” is no reading and is left out." in said.err
    assert len(read_series(file.read_bytes()).points) == 12
    with pytest.raises(ReadingFileError, match="B2: “#REF!” is an error of the formula"):
        read_series(b"period,value\n2024-01,#REF!\n", "")
