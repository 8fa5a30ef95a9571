"""The command computes documented formulas and refuses what cannot be."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command


def said(capsys, *arguments: str) -> str:
    call_command("kpi-formula", *arguments)
    return capsys.readouterr().out.strip()


def test_value_with_its_unit(capsys):
    assert said(capsys, "sc-06", "defects=3", "units=12,5") == "SC-06\t240,000\tppm"
    assert said(capsys, "SC-02", "actual=100;300", "forecast=90; 330") == "SC-02\t5\t%"


def test_json_repeats_what_was_given(capsys):
    found = json.loads(said(capsys, "ISO-10", "GQ=9", "PQ=10", "--json"))
    assert found == {
        "id": "ISO-10",
        "value": 90.0,
        "unit": "%",
        "amounts": {"GQ": [9.0], "PQ": [10.0]},
    }


def test_list_names_what_each_asks_for(capsys):
    lines = said(capsys).splitlines()
    assert len(lines) == 44
    assert "SC-01\tactual forecast" in lines


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["XX-1"], "no formula for XX-1"),
        (["SC-06", "defects=3"], "units is missing"),
        (["SC-06", "defects"], "NAME=VALUE"),
        (["SC-06", "defects=three", "units=1"], "defects: not a number: three"),
        (["SC-06", "defects=1", "units=0"], "the divisor is zero"),
    ],
)
def test_refusal_has_status_two_and_says_why(arguments, words):
    with pytest.raises(CommandError, match=words) as error:
        call_command("kpi-formula", *arguments)
    assert error.value.returncode == 2
