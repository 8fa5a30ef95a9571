"""The command reads what other people's spreadsheets write and says exactly what is wrong."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from tests.indicators.domain.test_baseline import YEAR

PLAIN = "period,value\n" + "".join(f"2025-{n:02},{v}\n" for n, v in enumerate(YEAR, 1))
CHINESE = "期间;数值\n" + "".join(f"2025年{n}月;{v},0\n" for n, v in enumerate(YEAR, 1))


@pytest.fixture
def run(tmp_path, capsys):
    def call(content: str | bytes, *options: str) -> dict:
        path = tmp_path / "readings.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("baseline", str(path), "--json", *options)
        return json.loads(capsys.readouterr().out)

    return call


def test_worked_example(run):
    found = run(PLAIN)
    assert found["n"] == 12
    assert found["mean"] == found["median"] == 41
    assert found["limits"]["lower"] == pytest.approx(33.503636363636, abs=1e-9)
    assert found["limits"]["upper"] == pytest.approx(48.496363636364, abs=1e-9)
    assert (found["grade"], found["signals"]) == ("usable", [])


@pytest.mark.parametrize(
    "content",
    [
        "\ufeff" + PLAIN,
        CHINESE.encode("gb18030"),
        CHINESE.encode("utf-16"),
        PLAIN.replace("39", "３９"),
        PLAIN.replace(",", "\t"),
        "\n".join([PLAIN.splitlines()[0], *reversed(PLAIN.splitlines()[1:])]),
    ],
    ids=["mark", "gb18030", "utf-16", "full-width", "tabs", "unsorted"],
)
def test_other_spellings_give_the_same_result(run, content):
    assert run(content, "--encoding", "gb18030")["sha256"] == run(PLAIN)["sha256"]


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.replace("period,value", "Month,Downtime (h)"),
        PLAIN.replace("period,value", "Zeitraum,Wert"),
        "Line 1 downtime\n\n" + PLAIN,
        "".join(f"{line.split(',')[1]},{line.split(',')[0]}\n" for line in PLAIN.splitlines()),
        PLAIN.replace("2025-01", "Jan-25").replace("2025-02", "Feb 2025"),
    ],
    ids=["other value head", "other heads", "title", "value first", "month names"],
)
def test_series_of_two_columns_needs_no_certain_heads(run, content):
    assert run(content)["sha256"] == run(PLAIN)["sha256"]


def test_slashed_days_are_read_where_the_column_tells_their_order(run):
    days = "".join(f"{n:02}/{m:02}/2025,{n}\n" for m, n in ((1, 31), (2, 28), (3, 31), (4, 30)))
    assert run("Date,Value\n" + days)["n"] == 4


def test_code_page_is_asked_with_its_letters(run):
    with pytest.raises(CommandError) as refused:
        run(CHINESE.encode("gb18030"))
    assert "--encoding gb18030: 期间;数值" in str(refused.value)


def test_many_wrong_cells_are_counted_and_the_first_are_told(run):
    rows = "".join(f"2025-01,x{n}\n" for n in range(500))
    with pytest.raises(CommandError) as refused:
        run("period,value\n" + rows)
    lines = str(refused.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "... 500 cells need a change"


def test_reading_outside_the_limits_is_named(run):
    found = run("period,value\n" + "".join(f"{n},{v}\n" for n, v in enumerate([*YEAR, 90], 1)))
    assert found["step"] == "number"
    outside = [signal for signal in found["signals"] if signal["rule"] == "outside_limits"]
    assert [signal["periods"] for signal in outside] == [["13"]]


def test_short_series_has_odd_readings_and_no_grade(run):
    found = run("period,value\n1,9\n2,10\n3,11\n4,10\n5,60\n")
    assert found["grade"] == "none"
    assert found["signals"][-1]["rule"] == "modified_z"


def test_bounds_clip_the_limits(run):
    found = run(PLAIN, "--lower", "40", "--upper", "42")
    assert (found["limits"]["lower"], found["limits"]["upper"]) == (40, 42)


def test_empty_value_is_a_missing_period(run):
    found = run("period,value\n2025-01,1\n2025-02,\n2025-03,3\n")
    assert found["missing"] == ["2025-02"]
    assert found["limits"] is None


def test_days_follow_each_other(run):
    found = run("period,value\n2025-01-02,1\n2025-01-03,3\n2025-01-06,2\n")
    assert (found["step"], found["moving_ranges"], found["missing"]) == ("day", [2, 1], [])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("period,value\n2025-01,1\n2025-02,x\n", "B3: not a number: x"),
        ("period,value\n2025-13,1\n", "A2: no such period"),
        ("period,value\n2025-01,1\n2025-01,2\n", "A3: 2025-01 stands in row 2 already"),
        ("month,amount,n\n2025-01,1,2\n", "“value” is missing; found: month, amount, n"),
        ("a,b\nx,y\n", "“period” is missing; found: a, b"),
        ("period,value\n2025-01,1\n2025Q1,2\n", "different lengths"),
        ("period,value\n", "no reading"),
        ("", "empty"),
    ],
)
def test_bad_file_ends_with_status_2_and_its_row(run, content, message):
    with pytest.raises(CommandError, match=message) as caught:
        run(content)
    assert caught.value.returncode == 2


def test_missing_file_and_bad_bound_end_with_status_2(run, tmp_path):
    with pytest.raises(CommandError):
        call_command("baseline", str(tmp_path / "none.csv"))
    with pytest.raises(CommandError, match="not a number: x"):
        run(PLAIN, "--lower", "x")


def test_short_table_for_reading(tmp_path, capsys):
    path = tmp_path / "readings.csv"
    path.write_text(PLAIN)
    call_command("baseline", str(path))
    assert "limits.center\t41.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        ("period,value\n2025-01,1e400\n", (), "B2: not a number: 1e400"),
        ("period,value\n2025-01," + "9" * 500 + "\n", (), "B2: not a number"),
        ("period,value\n2025-01,85,5\n", (), "C2: A value without a column head"),
        ("period,value\n2025-01,1\n2025-02-15,2\n", (), "A3: periods of different lengths"),
        (PLAIN, ("--lower=5", "--upper=5"), "the lower bound 5 does not lie below 5"),
        (PLAIN, ("--lower=100", "--upper=0"), "the lower bound 100 does not lie below 0"),
        (PLAIN, ("--upper=1e400",), "not a number: 1e400"),
    ],
)
def test_what_cannot_be_computed_is_refused(run, content, options, message):
    with pytest.raises(CommandError, match=message) as caught:
        run(content, *options)
    assert caught.value.returncode == 2


@pytest.mark.parametrize(
    ("periods", "step", "missing"),
    [
        (("2025-01-31", "2025-02-28", "2025-04-30"), "month", ["2025-03"]),
        (("2025-01-15", "2025-02-15", "2025-04-15"), "month", ["2025-03"]),
        (("9999-12-31",), "month", []),
        (("2025-01-15",), "week", []),
        (("1899", "1900", "1902"), "number", ["1901"]),
    ],
)
def test_how_periods_are_understood(run, periods, step, missing):
    found = run("period,value\n" + "".join(f"{period},1\n" for period in periods))
    assert (found["step"], found["missing"]) == (step, missing)


def test_a_reading_a_year_holds_no_season(run):
    years = "".join(f"{year},{year % 7}\n" for year in range(2000, 2025))
    assert run("period,value\n" + years)["seasonality"] == "too_short"


def test_published_individuals_chart(run):
    """Flow rates of ten batches: NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2."""
    flow = (49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1)
    found = run("period,value\n" + "".join(f"{n},{v}\n" for n, v in enumerate(flow, 1)))
    assert found["mean"] == 50.81
    assert found["mean_range"] == pytest.approx(1.8778, abs=5e-5)
    assert found["classic"]["upper"] == pytest.approx(55.8041, abs=1e-3)
    assert found["classic"]["lower"] == pytest.approx(45.8159, abs=1e-3)


# --- how numbers are written ---------------------------------------------------------------------


def test_a_decimal_comma_is_told_from_the_column(run):
    found = run('period,value\n1,"41,125"\n2,"0,875"\n3,"1,5"\n')
    assert found["mean"] == 14.5  # (41.125 + 0.875 + 1.5) / 3


@pytest.mark.parametrize(("mark", "mean"), [("comma", 4910.667), ("point", 337.245)])
def test_undecidable_values_are_asked_for(run, capsys, mark, mean):
    text = "period;value\n1;1.234\n2;12.500\n3;998\n"
    with pytest.raises(CommandError) as caught:
        run(text)
    assert caught.value.returncode == 2
    assert "1.234 is 1.234 (--decimal point) or 1,234 (--decimal comma)" in str(caught.value)
    assert run(text, "--decimal", mark)["mean"] == pytest.approx(mean, abs=0.001)


def test_two_ways_of_writing_end_with_both_cells(run):
    with pytest.raises(CommandError, match=r"readings\.csv!B3: Two ways .* 1,5 in B2, 1\.5"):
        run("period;value\n1;1,5\n2;1.5\n3;2\n")


def test_percent_and_full_width_signs_are_read(run):
    found = run("period,value\n1,85%\n2,４５．５％\n3,＋3\n4,－1\n")
    assert found["mean"] == 33.125  # (85 + 45.5 + 3 - 1) / 4


def test_a_bound_with_two_readings_is_refused(run):
    with pytest.raises(CommandError, match="not a number: 41,125"):
        run(PLAIN, "--upper", "41,125")
