from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.scoring.domain.test_agreement import RELIG
from tests.scoring.domain.test_alpha import RATERS

UNITS = range(12)


@pytest.fixture
def told(tmp_path: Path, capsys):
    def run(text: str, *options: str, encoding: str = "utf-8", as_json: bool = True):
        file = tmp_path / "ratings.csv"
        file.write_bytes(text.encode(encoding))
        given = options or ("--options=5",)
        call_command("agreement", str(file), *given, *(["--json"] if as_json else []))
        out = capsys.readouterr().out
        return json.loads(out) if as_json else out

    return run


def published() -> str:
    rows = [
        f"u{unit + 1},{name},{'' if row[unit] is None else row[unit]}"
        for name, row in zip("ABCD", RATERS, strict=True)
        for unit in UNITS
    ]
    return "unit,rater,value\n" + "\n".join(rows)


def test_published_ratings(told) -> None:
    data = told(published())
    assert (data["options"], data["units"], data["raters"], data["values"]) == (5, 12, 4, 41)
    assert {name: found["value"] for name, found in data["alpha"].items()} == {
        "nominal": pytest.approx(113 / 152, abs=1e-15),
        "ordinal": pytest.approx(0.815388, abs=5e-7),
        "interval": pytest.approx(951 / 1120, abs=1e-15),
        "ratio": pytest.approx(0.797403, abs=5e-7),
    }
    order = data["kendall_w"]
    assert (order["value"], order["reason"], order["df"]) == (None, "incomplete", None)
    assert order["text"] == {"en": "a value is missing", "zh-hans": "有缺失的评分"}
    first, last = data["r_wg"][0], data["r_wg"][-1]
    assert (first["unit"], first["item"], first["n"], first["value"]) == ("u1", None, 3, 1)
    assert (last["n"], last["value"], last["reason"]) == (1, None, "few_values")
    (joint,) = data["r_wg_joint"]
    assert (joint["unit"], joint["items"], joint["reason"]) == (None, 12, "few_values")


def test_published_item(told) -> None:
    rows = "".join(f"RELIG,{place},{value}\n" for place, value in enumerate(RELIG))
    data = told("unit,rater,value\n" + rows)
    (found,) = data["r_wg"]
    assert round(found["value"], 8) == 0.11046172
    assert [found[name] for name in ("n", "median", "lower", "upper", "iqr", "range")] == [
        59,
        3,
        2,
        4,
        2,
        4,
    ]
    assert data["r_wg_joint"][0]["value"] == found["value"]
    assert {found["reason"] for found in data["alpha"].values()} == {"few_pairs"}
    assert data["kendall_w"]["reason"] == "few_units"


ITEMS = """item;unit;rater;value;备注
a;x;甲;3;
a;x;乙;4;
b;x;甲;2;现场
b;x;乙;2;
a;y;甲;1;
a;y;乙;1;
"""


def test_joint_agreement_is_told_over_the_items_of_each_unit(told) -> None:
    data = told(ITEMS)
    joint = {found["unit"]: (found["items"], found["value"]) for found in data["r_wg_joint"]}
    assert joint == {"x": (2, pytest.approx(14 / 15)), "y": (1, 1)}
    assert [(found["unit"], found["item"]) for found in data["r_wg"]] == [
        ("x", "a"),
        ("x", "b"),
        ("y", "a"),
    ]
    assert data["units"] == 2
    order = data["kendall_w"]
    assert (order["value"], order["chi_square"], order["df"]) == (1, 4, 2)


def test_table_for_reading(told) -> None:
    out = told(ITEMS, as_json=False)
    assert out.startswith("2 units, 2 raters, 6 values\nalpha nominal\t0.")
    assert "Kendall's W\t1.000000  chi² 4.0000, df 2\n" in out
    middle = "  n 2, median 3.5, middle half 3.25 to 3.75, range 1\n"
    assert f"r_wg x a\t0.750000{middle}" in out
    assert out.endswith("r_wg(J) x\t0.933333  of 2\nr_wg(J) y\t1.000000  of 1\n")


def test_order_of_raters_in_the_file_does_not_matter(told) -> None:
    rows = "u1,A,1\nu1,B,2\nu2,B,3\nu2,A,2\nu3,A,3\nu3,B,4\n"
    assert told(f"unit,rater,value\n{rows}")["kendall_w"]["value"] == 1


def test_raters_of_different_units_have_no_common_order(told) -> None:
    found = told("unit,rater,value\nu1,A,1\nu1,B,2\nu2,C,3\nu2,D,2\n")
    assert found["kendall_w"]["reason"] == "incomplete"
    many = "".join(f"u{place},r{place},1\n" for place in range(20_000))
    assert told(f"unit,rater,value\n{many}")["kendall_w"]["reason"] == "incomplete"


def test_nothing_is_told_of_an_empty_table(told) -> None:
    out = told("unit,rater,value\nu1,A,\n", as_json=False)
    assert "alpha ratio\t–  fewer than two units with two values\n" in out
    assert "Kendall's W\t–  fewer than two units\n" in out
    assert out.endswith(
        "r_wg u1\t–  fewer than two values\nr_wg(J)\t–  fewer than two values  of 1\n"
    )
    assert told("unit,rater,value\n")["r_wg_joint"][0]["reason"] == "no_items"


@pytest.mark.parametrize("value", ["3", " 3 ", "３", "3.0", "+3", "3e0"])
def test_numbers_are_read_as_people_write_them(told, value) -> None:
    data = told(f"unit,rater,value\nu,A,{value}\nu,B,3\n")
    assert data["r_wg"][0]["value"] == 1


@pytest.mark.parametrize(("encoding", "options"), [("utf-16", ()), ("gb18030", ("gb18030",))])
def test_tables_of_other_spreadsheets(told, encoding, options) -> None:
    named = [f"--encoding={page}" for page in options]
    assert told(ITEMS, "--options=5", *named, encoding=encoding)["raters"] == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("u,A,0", "line 2, column value: 0 is not a whole number from 1 to 5"),
        ("u,A,6", "line 2, column value: 6 is not a whole number from 1 to 5"),
        ("u,A,1\nu,B,-1", "line 3, column value: -1 is not"),
        ("u,A,2.5", "line 2, column value: 2.5 is not"),
        ("u,A,high", "line 2, column value: high is not"),
        ("u,A,nan", "line 2, column value: nan is not"),
        ("u,A,inf", "line 2, column value: inf is not"),
        ("u,A,3%", "line 2, column value: 3% is not"),
        ("u,A,1e90", "line 2, column value: 1e90 is not"),
        ("u,A,1e999999", "line 2, column value: 1e999999 is not"),
        (f"u,A,{'9' * 5000}", "line 2, column value: 999"),
        ('u,A,"1,200"', "line 2, column value: 1,200 is not"),
        ("u,A,=1+1", "line 2, column value: =1.1 is not"),
        (",A,1", "line 2, column unit: empty"),
        ("u,,1", "line 2, column rater: empty"),
        ("u,A,1\nu,A,2", "line 3, column rater: A rates u twice"),
        ("u,A,\nu,A,2", "line 3, column rater: A rates u twice"),
        ("u,A,1,2", "line 2: more cells than columns"),
        ('u,"A,1', "line 2: unexpected end of data"),
        ("u,A,1\n" * 20_001, "more than 20000 rows"),
    ],
)
def test_hostile_tables_are_refused_with_their_place(told, rows, message) -> None:
    with pytest.raises(CommandError, match=message) as refused:
        told(f"unit,rater,value\n{rows}\n")
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: missing column unit, rater, value"),
        ("unit,value\nu,1\n", "line 1: missing column rater"),
        ("unit,rater,value,item,item\n", "line 1: two columns named item"),
        ("unit,rater,value,item\nu,A,1,\n", "line 2, column item: empty"),
        ("unit,rater,value,item\nu,A,1\n", "line 2, column item: empty"),
        ("unit,rater,value,item\nu,A,1,a\nu,A,1,a\n", "A rates u a twice"),
    ],
)
def test_tables_of_another_form_are_refused(told, text, message) -> None:
    with pytest.raises(CommandError, match=message) as refused:
        told(text)
    assert refused.value.returncode == 2


@pytest.mark.parametrize("options", ["1", "0", "-3", "101"])
def test_options_are_counted(told, options) -> None:
    with pytest.raises(CommandError, match="options are 2 to 100, not") as refused:
        told("unit,rater,value\n", f"--options={options}")
    assert refused.value.returncode == 2


def test_file_that_is_not_there_and_one_that_is_no_text(told) -> None:
    with pytest.raises(CommandError, match="No such file") as refused:
        call_command("agreement", "/nowhere.csv", "--options=5")
    assert refused.value.returncode == 2
    with pytest.raises(CommandError, match="--encoding gb18030: ") as refused:
        told(ITEMS, encoding="gb18030")
    assert refused.value.returncode == 2
