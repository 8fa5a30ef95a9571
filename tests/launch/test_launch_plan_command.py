"""The command plans a launch from the pack and refuses what nobody can mean, by its name."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from packs.loader import DATA_DIR

PLANT = ("--kind", "leased_hall", "--country", "VN", "--start", "2027-11-15")
TODAY = ("--today", "2026-11-28")
FACTS = ("--closed", "2027-02-01..2027-02-15", "--facts", "bonded_regime=yes")


@pytest.fixture
def plan(capsys):
    def call(*options: str) -> dict:
        call_command("launch-plan", *PLANT, *TODAY, *options, "--json")
        return json.loads(capsys.readouterr().out)

    return call


def test_plan_of_a_leased_hall(plan):
    found = plan(*FACTS)
    assert [entry["id"] for entry in found["milestones"]] == [f"M{n}" for n in range(19)]
    assert found["milestones"][2]["date"] == "2027-02-22"
    assert len(found["needs"]) == 30
    fibre = next(row for row in found["needs"] if row["id"] == "K-05")
    assert (fibre["last_start"], fibre["last_start_brave"]) == ("2027-01-26", "2027-04-13")
    assert (fibre["float_days"], fibre["light"], fibre["due"]) == (-27, "red", "M7")
    assert fibre["initiatives"]["D05"]["en"] == "Second fibre and the drill of the redundancy"
    assert found["chain"] == {"needs": ["K-03", "K-13", "K-16"], "due": "M13", "slack_days": -46}
    assert found["missing_at_start"] is None
    assert "相差27天" in found["conflicts"][2]["text"]["zh-hans"]
    assert "slip" not in found


def test_lead_times_and_law_of_the_country(plan):
    needs = {row["id"]: row for row in plan("--country", "HU")["needs"]}
    assert needs["K-05"]["is_local"] == ["LT-01"]
    assert len(needs["K-05"]["lead_times"]["LT-01"]) == 2
    assert list(needs["K-19"]["orders"]) == ["eu-hearing"]
    assert needs["K-12"]["is_to_confirm"]
    assert needs["K-01"]["initiatives"]["D05"] is not None
    assert needs["K-30"]["initiatives"] == {"D09": None}


def test_own_days_what_stands_and_what_waits(plan):
    own = ("--days", "M2=2027-01-18", "M3=2027-02-16", "--waiting", "K-06")
    found = plan(*FACTS, *own, "--standing", "K-03", "K-13")
    assert found["milestones"][2]["date"] == "2027-01-18"
    assert found["conflicts"] == []
    assert "K-13" not in {row["id"] for row in found["needs"]}


def test_slip_of_six_weeks(plan):
    slip = plan(*FACTS, "--slip", "42")["slip"]
    assert slip["milestones"]["M2"] == ["2027-02-22", "2027-02-22"]
    assert slip["milestones"]["M7"] == ["2027-07-05", "2027-08-16"]
    assert slip["moves"]["K-04"]["days"] == 0
    assert slip["moves"]["K-05"] == {
        "last_start": ["2027-01-26", "2027-03-23"],
        "days": 56,
        "float_days": [-27, 29],
    }
    assert "25 by 42 days" in slip["text"]["en"]


def test_what_stands_if_nothing_begins_before_a_day(plan):
    found = plan(*FACTS, "--not-before", "2027-06-01")["standing_at_start"]
    assert found["brave"]["missing"] == ["K-16", "K-25"]
    assert found["safe"]["day"] == "2027-06-01"


def test_table_for_reading(capsys):
    late = ("--today", "2027-10-01", "--slip", "7", "--not-before", "2027-01-01")
    call_command("launch-plan", *PLANT, *late)
    shown = capsys.readouterr().out
    assert "K-05\t2027-02-09\t2027-04-13\t-234\tred\tM7 First fibre" in shown
    assert "decides: K-03 → K-13 → K-16 → M13" in shown
    assert "Missing at the start of production on 15\u00a0Nov\u00a02027: MES of line 1" in shown
    assert "Milestones that stay: M0, M1" in shown
    assert "if nothing begins before 2027-10-01, brave: K-01, " not in shown


def test_nothing_left_is_said(capsys, plan):
    every = [row["id"] for row in plan()["needs"]]
    call_command("launch-plan", *PLANT, *TODAY, "--standing", *every, "--not-before", "2027-01-01")
    assert "safe: nothing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--kind", "barn"), "unknown kind of plant: barn"),
        (("--country", "Vietnam"), "--country is two letters, not Vietnam"),
        (("--start", "15.11.2027"), "--start: a day is written"),
        (("--start", "1901-01-01"), "1900"),
        (("--today", "soon"), "--today: a day is written"),
        (("--closed", "2027-02-01"), "--closed: a day is written"),
        (("--closed", "2027-02-02..2027-02-01"), "opens again before it closes"),
        (("--facts", "moon=full"), "--facts: unknown fact moon"),
        (("--days", "M99=2027-01-01"), "--days: unknown milestone M99"),
        (("--days", "M2="), "--days: a day is written"),
        (("--facts", "bonded_regime=maybe"), "bonded_regime is yes, no, unknown, not maybe"),
        (("--facts", "bonded_regime"), "bonded_regime is yes, no, unknown, not empty"),
        (("--facts", "bonded_regime=yes", "bonded_regime=no"), "bonded_regime is given twice"),
        (("--days", "M7"), "--days is MILESTONE=DATE, M7=2027-01-31, not M7"),
        (("--days", "M7=2027-05-01", "M7=2027-06-01"), "--days: M7 is given twice"),
        (("--days", "M2=2222-01-01"), "--days: 2222-01-01 lies outside of 1900 to 2100"),
        (("--standing", "K-99"), "unknown need K-99"),
        (("--waiting", "K-99"), "unknown need K-99"),
        (("--slip", "99999"), "--slip: at most 3650 days"),
        (("--not-before", "x"), "--not-before: a day is written"),
        (("--pack", "nowhere"), "no pack.yaml in this folder"),
        (("--pack", str(DATA_DIR / "processes" / "1.0.0")), "is a pack of kind processes"),
    ],
)
def test_what_nobody_can_mean_is_refused(options, message):
    with pytest.raises(CommandError) as error:
        call_command("launch-plan", *PLANT, *TODAY, *options)
    assert error.value.returncode == 2
    assert message in str(error.value)
