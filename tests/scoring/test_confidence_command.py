from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

WORKED = """item,weight,roles,voices,evidence
one,1,cio;it_lead,cio:4,accepted
two,1,cio;it_lead,cio:4;it_lead:4,unreviewed
three,2,cio;it_lead;business_lead,cio:2;it_lead:3;business_lead:4,
silent,1,cio,,none
cut,9,cio,na,
"""


@pytest.fixture
def told(tmp_path: Path, capsys):
    def run(text: str, *options: str, as_json: bool = True):
        file = tmp_path / "voices.csv"
        file.write_text(text, encoding="utf-8")
        given = ("--levels=0:5", *options)
        if "--unordered" in options:
            given = tuple(option for option in options if option != "--unordered")
        call_command("confidence", str(file), *given, *(["--json"] if as_json else []))
        out = capsys.readouterr().out
        return json.loads(out) if as_json else out

    return run


def test_worked_examples(told) -> None:
    data = told(WORKED, "--score=2.4")
    found = {entry["item"]: entry for entry in data["questions"]}
    values = {name: entry["confidence"]["value"] for name, entry in found.items()}
    assert values == {
        "one": 0.3,
        "two": 0.7,
        "three": pytest.approx(9.2 / 35),
        "silent": 0,
        "cut": None,
    }
    assert {name: entry["level"] for name, entry in found.items()} == {
        "one": 4,
        "two": 4,
        "three": 3,
        "silent": None,
        "cut": None,
    }
    assert [name for name, entry in found.items() if entry["must_moderate"]] == ["three"]
    assert found["one"]["band"] == [3.3, 4.7]
    assert found["one"]["r_wg"]["reason"] == "few_voices"
    assert (found["silent"]["r_wg"], found["silent"]["band"]) == (None, None)
    assert (found["one"]["priority_factor"], found["silent"]["priority_factor"]) == (0.65, 0.5)
    assert found["cut"]["confidence"]["reason"] == "not_applicable"
    assert found["cut"]["priority_factor"] is None
    whole = data["confidence"]["value"]
    assert whole == pytest.approx((0.3 + 0.7 + 2 * 9.2 / 35) / 5)
    assert data["band"] == [pytest.approx(2.4 - (1 - whole)), pytest.approx(2.4 + (1 - whole))]
    assert data["levels"] == [0, 5]


def test_table_for_reading(told) -> None:
    lines = told(WORKED, "--score", "1.1:1.7", as_json=False).splitlines()
    assert lines[0] == "one\t0.300000  level 4  between 3.30 and 4.70"
    assert lines[2].endswith("  to be moderated")
    assert lines[3:5] == ["silent\t0.000000", "cut\t–  does not apply"]
    assert lines[5] == "all\t0.305143  between 0.41 and 2.39"


def test_without_ordered_levels_there_is_no_confidence(told) -> None:
    lines = told(WORKED, "--unordered", "--score=60", as_json=False).splitlines()
    assert lines[0] == "one\t–  the framework has no ordered levels"
    assert lines[-1] == "all\t–  the framework has no ordered levels"


def test_what_does_not_apply_has_no_band(told) -> None:
    data = told("item,voices\na,不适用\n", "--score=2")
    assert (data["confidence"]["reason"], data["band"]) == ("nothing_applies", None)


def test_weights_of_voices(told) -> None:
    data = told('item,voices\na,"cio:1; it_lead：4:3；"\n')
    assert data["questions"][0]["level"] == 4


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",cio:1", "line 2, column item: empty"),
        ("a,cio:1\na,cio:1", "line 3, column item: a stands there twice"),
        ("a,4", "line 2, column voices: a voice is written role:level, not 4"),
        ("a,cio:", "line 2, column voices: not a number: "),
        ("a,cio:high", "line 2, column voices: not a number: high"),
        ("a,cio:80%", "line 2, column voices: not a number: 80%"),
        ("a,cio:6", "line 2, column voices: 6 is not a level from 0 to 5"),
        ("a,cio:1e90", "line 2, column voices: a number lies between 1e-18 and 1e12, unlike 1e90"),
        ("a,cio:2.5", "line 2, column voices: 2.5 is not a whole level"),
        ("a,cio:2:-1", "line 2, column voices: -1 is no weight"),
        ("a,cio:2,-1", "line 2, column weight: -1 is no weight"),
        ("a,cio:2,1e-19", "line 2, column weight: a number lies between"),
        ("a,cio:2,inf", "line 2, column weight: not a number: inf"),
        (
            "a,cio:2,1,rumour",
            "line 2, column evidence: evidence is accepted, unreviewed, none, not rumour",
        ),
    ],
)
def test_hostile_tables_are_refused_with_their_place(told, row, message) -> None:
    with pytest.raises(CommandError, match=message) as refused:
        told(f"item,voices,weight,evidence\n{row}\n")
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--levels=five", "--levels: not a number: five"),
        ("--levels=3", "--levels: not a number: "),
        ("--levels=3:3", "--levels: a scale has two levels or more"),
        ("--levels=0:2.5", "--levels: 2.5 is not a whole level"),
        ("--score=1e60", "--score: a number lies between 1e-18 and 1e12, unlike 1e60"),
        ("--score=3:2", "--score: the lower end comes first: 3:2"),
        ("--score=high", "--score: not a number: high"),
    ],
)
def test_options_of_another_form_are_refused(told, option, message) -> None:
    with pytest.raises(CommandError, match=message) as refused:
        told(WORKED, option)
    assert refused.value.returncode == 2
