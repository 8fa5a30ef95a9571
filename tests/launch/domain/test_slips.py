"""A later start of production: two plans side by side; contracts and building stay."""

from __future__ import annotations

import datetime as dt

import pytest

from launch.domain.needs import PlantNeed
from launch.domain.outlook import LaunchOutlook, conflicts, outlook, rows
from launch.domain.plans import LaunchCase
from launch.domain.slips import launch_slip
from launch.domain.wording import moved_told, slip_told
from packs.schema.launch import LaunchNeed
from planning.domain.passes import timetable
from tests.launch.domain.cases import BONDED, DAY, SOP, TODAY, case, pack
from tests.planning.domain.launch import OFFSETS, TABLE, WORK, launch, milestones

SIX_WEEKS = 42
# The worked example with the start of production on 2027-12-27: latest end, last responsible start.
LATER = {
    "C0": ("2027-03-17", "2027-02-15"),
    "W0": ("2027-04-01", "2027-03-12"),
    "F1": ("2027-07-15", "2027-03-17"),
    "W1": ("2027-07-20", "2027-04-01"),
    "N0": ("2027-05-21", "2027-04-21"),
    "N1": ("2027-07-25", "2027-04-21"),
    "W2": ("2027-04-19", "2027-03-25"),
    "B1": ("2027-07-25", "2027-05-11"),
    "G0": ("2027-06-05", "2027-05-11"),
    "C1": ("2027-07-25", "2027-05-16"),
    "O1": ("2027-08-14", "2027-05-21"),
    "X1": ("2027-11-02", "2027-06-05"),
    "H1": ("2027-09-08", "2027-06-30"),
    "E1": ("2027-10-13", "2027-07-15"),
    "G1": ("2027-10-18", "2027-07-30"),
    "Q1": ("2027-10-18", "2027-08-19"),
    "K1": ("2027-11-07", "2027-09-28"),
    "T1": ("2027-12-14", "2027-10-30"),
}


def need(name: str) -> PlantNeed:
    words = {"en": name, "zh-hans": name}
    texts = dict.fromkeys(("title", "why", "scope"), words)
    due = WORK[name][0] or "M16"
    data = {"id": name, "due": due, "initiatives": ["D01"], "weeks": [1, 1], "buffer_days": 0}
    return PlantNeed(
        LaunchNeed.model_validate({**texts, **data, "basis": "judgement"}),
        is_to_confirm=False,
        leads=(),
        orders=(),
    )


def example() -> LaunchOutlook:
    """Return the worked example, whose lengths in days no pack can hold, as if a pack held it."""
    table = timetable(launch())
    needs = tuple(need(name) for name in WORK)
    return LaunchOutlook(LaunchCase(pack(), needs, milestones(), TODAY), table, table)


@pytest.mark.parametrize("name", LATER)
def test_worked_example_at_both_days(name):
    (move,) = [m for m in launch_slip(example(), SIX_WEEKS).needs if m.entry.need.id == name]
    end, start, _left = TABLE[name]
    assert (move.before.late.end, move.before.late.start) == (DAY(end), DAY(start))
    assert (move.after.late.end, move.after.late.start) == tuple(map(DAY, LATER[name]))
    assert move.days == {"W0": 56, "F1": 56, "C0": 56, "W2": 0}.get(name, SIX_WEEKS)


def test_worked_example_stands_in_the_order_of_its_table():
    assert [row.entry.need.id for row in rows(example())] == list(TABLE)
    assert [move.entry.need.id for move in launch_slip(example(), 1).needs] == list(TABLE)


def test_pack_moves_the_milestones_of_the_worked_example():
    found = launch_slip(example(), SIX_WEEKS)
    assert {move.milestone: move.after for move in found.milestones} == milestones(
        SOP + dt.timedelta(days=SIX_WEEKS)
    )
    stay = [move.milestone for move in found.milestones if move.before == move.after]
    assert stay == ["M1", "M2", "M3", "M5", "M6"]
    assert len(found.milestones) == len(OFFSETS)


def test_slip_frees_the_carrier_contract():
    found = launch_slip(example(), SIX_WEEKS)
    assert [pair.collision.days for pair in conflicts(found.before)] == [19]
    assert conflicts(found.after) == ()
    (contract,) = [move for move in found.needs if move.entry.need.id == "W0"]
    assert (contract.before.float_days, contract.after.float_days) == (-19, 37)


def test_slip_is_said():
    said = slip_told(launch_slip(example(), SIX_WEEKS))
    assert said.en == (
        "Last responsible starts move: 14 by 42 days, 3 by 56 days, 1 by 0 days. "
        "Milestones that stay: M1, M2, M3, M5, M6."
    )
    assert said.zh_hans == (
        "最迟启动日：14项推迟42天，3项推迟56天，1项不动。不动的里程碑：M1、M2、M3、M5、M6。"
    )


def test_earlier_start_is_said_too():
    said = slip_told(launch_slip(example(), -1))
    assert "by -1 day" in said.en
    assert "提前1天" in said.zh_hans


def test_slip_of_a_plant_with_nothing_left_to_do():
    done = outlook(case(standing=frozenset(entry.need.id for entry in case().needs), milestones={}))
    assert slip_told(launch_slip(done, 7)).en == (
        "Last responsible starts move: none. Milestones that stay: none."
    )


def test_slip_is_the_plan_of_the_later_date():
    before = outlook(case(BONDED))
    found = launch_slip(before, SIX_WEEKS)
    moved = {move.milestone: move.after for move in found.milestones}
    assert found.after == outlook(case(BONDED, milestones=moved))
    assert launch_slip(before, 0).after == before


@pytest.mark.parametrize(
    ("weeks", "english", "chinese"),
    [
        (6, "SOP moved by 6 weeks", "投产推迟6周"),
        (1, "SOP moved by 1 week", "投产推迟1周"),
        (-1, "SOP moved 1 week earlier", "投产提前1周"),
        (-3, "SOP moved 3 weeks earlier", "投产提前3周"),
    ],
)
def test_a_move_of_the_start_says_by_how_many_weeks(weeks, english, chinese):
    assert moved_told(weeks).as_dict() == {"en": english, "zh-hans": chinese}
