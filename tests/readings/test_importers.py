from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from indicators.exporters import readings_csv
from indicators.selectors.series import plant_indicators
from readings.domain.entries import settled
from readings.exporters import template
from readings.importers.columns import named_rows
from readings.importers.drafts import draft_of, read_readings, reading_table
from readings.importers.understood import Draft
from sheets.numbers import DecimalMark
from sheets.writing import Sheet, write_workbook
from tests.factories.indicators import record

TODAY = dt.date(2026, 11, 22)


def by_code(rows, code):
    return next(row for row in rows if row.indicator.code == code)


def read(rows, text: str | bytes, only: str = "") -> Draft:
    data = text if isinstance(text, bytes) else text.encode()
    chosen = by_code(rows, only) if only else None
    return read_readings(
        data, rows=rows, today=TODAY, only=chosen, name="r.csv", encoding="gb18030"
    )


def told(draft: Draft) -> list[tuple[str, str, Decimal]]:
    return [
        (line.entry.row.indicator.code, f"{line.entry.period:%Y-%m}", line.entry.value)
        for line in draft.lines
    ]


def test_columns_that_nobody_knows_are_left_out_and_named(rows):
    draft = read(rows, "month,ISO-06,Remarks,Target\n2026-01,71.2,ok,80\n2026-02,69.8,,80\n")
    assert told(draft) == [
        ("ISO-06", "2026-01", Decimal("71.2")),
        ("ISO-06", "2026-02", Decimal("69.8")),
    ]
    assert draft.ignored == ("Remarks", "Target")
    wide = read(rows, "indicator,2026-01,Remarks\nISO-06,71.2,ok\n")
    assert (wide.problems, wide.ignored) == ((), ("Remarks",))
    long = read(rows, "indicator,period,value,Remarks\nISO-06,2026-01,71.2,ok\n")
    assert long.ignored == ("Remarks",)


@pytest.mark.parametrize(
    "head", ["设备综合效率（OEE）", "设备综合效率", "OEE", "overall equipment effectiveness index"]
)
def test_short_forms_of_a_title_are_known(rows, head):
    draft = read(rows, f"month,{head}\n2026-01,71.2\n".encode("gb18030"))
    assert told(draft) == [("ISO-06", "2026-01", Decimal("71.2"))]


def test_a_short_form_of_two_titles_is_nobodys(rows):
    for row in rows[:2]:
        row.indicator.title = {"en": f"Time to ship ({row.indicator.code} x)"}
    assert "time to ship" not in named_rows(rows)


def test_table_without_any_known_indicator_names_each_column(rows):
    draft = read(rows, "month,Scrap,Yield\n2026-01,1,2\n")
    assert [problem.cell for problem in draft.problems] == ["B1", "C1"]


@pytest.mark.parametrize("blank", ["-", "—", "n/a", "N/A", "", "无"])
def test_dashes_and_their_like_are_no_reading(rows, blank):
    draft = read(rows, f"month,ISO-06\n2026-01,71.2\n2026-02,{blank}\n")
    assert told(draft) == [("ISO-06", "2026-01", Decimal("71.2"))]
    assert draft.problems == ()
    many = read(rows, f"indicator,period,value\nISO-06,2026-01,{blank}\n")
    assert (many.lines, many.problems) == ((), ())


@pytest.mark.parametrize("month", ["Jan-26", "Jan 2026", "January 2026", "2026-Jan", "31-Jan-2026"])
def test_month_names_are_read(rows, month):
    assert told(read(rows, f"month,ISO-06\n{month},71.2\n")) == [
        ("ISO-06", "2026-01", Decimal("71.2"))
    ]


def test_days_are_read_by_the_order_that_their_column_tells(rows):
    draft = read(rows, "month,ISO-06\n01/02/2026,71\n31/01/2026,70\n")
    assert [line.entry.period.month for line in draft.lines] == [2, 1]
    unclear = read(rows, "month,ISO-06\n01/02/2026,71\n")
    assert [problem.cell for problem in unclear.problems] == ["A2"]


def test_title_above_the_head_is_no_matter(rows):
    draft = read(rows, "OEE of line 2;\nas of;2026-03\n\nmonth;ISO-06\n2026-01;71.2\n")
    assert [line.place for line in draft.lines] == ["B5"]


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
        ("period,SC-12\nsoon,1\n", "A2", "soon"),
        ("indicator,2026-01\nXX-1,1\n", "A2", "XX-1"),
        ("indicator,2026-01,,2026-03\nSC-12,1,2,3\n", "C1", "This column has no head"),
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
    assert draft.columns[0] == "Period"


def test_template_of_a_plant_without_indicators_explains_the_columns(scoped):
    draft = read_readings(template([], TODAY), rows=[], today=TODAY)
    assert draft.columns == ("Indicator", "Period", "Value", "Data quality, %")


# --- how numbers are written --------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'period,value\n2026-01,"41,125"\n2026-02,"0,875"\n2026-03,"1,5"\n',
        "period;value\n2026-01;41,125\n2026-02;0,875\n2026-03;1,5\n",
        "period\tvalue\n2026-01\t41,125\n2026-02\t0,875\n2026-03\t1,5\n",
    ],
)
def test_a_decimal_comma_is_told_from_the_whole_column(rows, text):
    draft = read(rows, text, "DIG-05" if "Q" in text else "SC-12")
    assert [value for _code, _period, value in told(draft)] == [
        Decimal("41.125"),
        Decimal("0.875"),
        Decimal("1.5"),
    ]
    assert draft.styles == (("value", "numbers read as 1.234,5 with decimal comma"),)


def test_numbers_in_two_ways_name_both_cells(rows):
    draft = read(rows, "period;value\n2026-01;1,5\n2026-02;2\n2026-03;1.5\n", "SC-12")
    assert [problem.cell for problem in draft.problems] == ["B4"]
    assert "1,5 in B2, 1.5" in draft.problems[0].message


def test_undecidable_numbers_are_asked_about(rows):
    follow_rows = [row for row in rows if row.indicator.code == "DIG-05"]
    text = "period;value\n2026Q1;1.234\n2026Q2;12.500\n2026Q3;998\n"
    unbounded = follow_rows[0]
    unbounded.indicator.upper_bound = unbounded.indicator.lower_bound = None
    draft = read_readings(text.encode(), rows=[unbounded], today=TODAY, only=unbounded)
    assert draft.lines == ()
    assert not draft.is_sound
    question = draft.question
    assert (question.text, question.column) == ("1.234", "value")
    assert dict(question.readings) == {"comma": "1,234", "point": "1.234"}
    table = reading_table(text.encode(), rows=[unbounded])

    def values(mark):
        draft = draft_of(table, rows=[unbounded], today=TODAY, only=unbounded, mark=mark)
        return [line.entry.value for line in draft.lines]

    assert values(DecimalMark.COMMA) == [1234, 12500, 998]
    assert values(DecimalMark.POINT) == [Decimal("1.234"), Decimal("12.500"), 998]


def test_what_only_one_answer_allows_is_not_asked(rows):
    draft = read(rows, 'period,value\n2026-01,"41,125"\n', "SC-12")  # of a share, at most 100
    assert draft.question is None
    assert [value for _code, _period, value in told(draft)] == [Decimal("41.125")]


def test_what_neither_answer_allows_is_an_error(rows):
    draft = read(rows, 'period,value\n2026-01,"241,125"\n', "SC-12")
    assert draft.question is None
    assert [problem.cell for problem in draft.problems] == ["B2"]


def percent_book(*rows_of_cells):
    file = openpyxl.Workbook()
    for row in rows_of_cells:
        file.active.append([cell for cell, _format in row])
        for column, (_cell, shown) in enumerate(row, 1):
            file.active.cell(file.active.max_row, column).number_format = shown
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def test_percent_cells_count_in_percent(rows):
    book = percent_book(
        [("month", "General"), ("ISO-06", "General")],
        [(dt.date(2026, 1, 1), "mmm-yy"), (0.612, "0.0%")],
        [(dt.date(2026, 2, 1), "mmm-yy"), (0.698, "0.0 %")],
        [(dt.date(2026, 3, 1), "mmm-yy"), ("85%", "General")],
        [(dt.date(2026, 4, 1), "mmm-yy"), ("４５．５％", "General")],
        [(dt.date(2026, 5, 1), "mmm-yy"), (70, "General")],
    )
    draft = read(rows, book)
    assert draft.problems == ()
    values = [value for _code, _period, value in told(draft)]
    assert values == [Decimal("61.2"), Decimal("69.8"), 85, Decimal("45.5"), 70]
    assert draft.source == "Sheet “Sheet”"


def test_a_percentage_for_another_unit_is_refused_and_of_a_ratio_is_a_share(rows):
    row = by_code(rows, "SC-12")
    row.unit, row.deviation = {"en": "h", "zh-hans": "小时"}, "hours"
    draft = read_readings(b"period,value\n2026-01,85%\n", rows=[row], today=TODAY, only=row)
    assert [problem.message for problem in draft.problems] == [
        "“85%” is a percentage, but SC-12 is counted in h."
    ]
    row.unit = {}
    row.indicator.unit_kind = "ratio"
    draft = read_readings(b"period,value\n2026-01,85%\n", rows=[row], today=TODAY, only=row)
    assert [line.entry.value for line in draft.lines] == [Decimal("0.85")]
    row.indicator.unit_kind, row.unit = "count", {"en": "% of lines", "zh-hans": "占产线%"}
    draft = read_readings(b"period,value\n2026-01,85%\n", rows=[row], today=TODAY, only=row)
    assert [line.entry.value for line in draft.lines] == [85]


# --- values far from their series ----------------------------------------------------------------


def test_a_value_far_from_the_stored_series_is_marked(rows):
    record(by_code(rows, "ISO-06"), [57, 58, 59, 60, 61, 62], start=dt.date(2025, 1, 1))
    draft = read(rows, "period,ISO-06\n2026-01,0.612\n2026-02,60.5\n2026-03,75\n")
    assert [bool(line.doubt) for line in draft.lines] == [True, False, True]
    assert draft.doubts == 2
    assert draft.lines[0].doubt == "far from the series, usually 57 to 62"


def test_a_fraction_among_percentages_is_marked(rows):
    draft = read(rows, "period,ISO-06\n2026-01,85%\n2026-02,0.86\n2026-03,87\n")
    assert [bool(line.doubt) for line in draft.lines] == [False, True, False]


def test_shares_of_one_in_a_column_of_percent_are_marked(rows):
    draft = read(rows, "period,ISO-06\n2026-01,0.85\n2026-02,0.86\n")
    assert {line.doubt for line in draft.lines} == {
        "all at most 1: shares of one in a column of percent?"
    }


def test_what_is_stored_already_is_no_news(rows):
    record(by_code(rows, "ISO-06"), [57, 58, 59, 60, 61, 5], start=dt.date(2025, 1, 1))
    draft = read(rows, "period,ISO-06\n2025-06,5\n")
    assert [(line.effect, line.doubt) for line in draft.lines] == [("same", "")]


def test_more_digits_than_a_database_keeps_read_back_as_they_were(rows):
    row = by_code(rows, "DIG-05")
    row.indicator.upper_bound = None
    text = b"period,value\n2026Q1,123456789012.123456\n"
    draft = read_readings(text, rows=[row], today=TODAY, only=row)
    record(row, [str(settled(draft.lines[0].entry.value))], start=dt.date(2026, 1, 1))
    again = read_readings(text, rows=[row], today=TODAY, only=row)
    assert again.lines[0].before == Decimal("123456789012.123")
    assert again.lines[0].effect == "same"
