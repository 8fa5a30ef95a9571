"""Last responsible starts of a launch, its lights, pairs, gaps and what is missing at the start."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from core.errors import RuleError
from launch.domain.outlook import (
    Light,
    chain,
    conflicts,
    gaps,
    light,
    missing_at_start,
    outlook,
    rows,
    standing_at_start,
)
from launch.domain.plans import Pace, work_plan
from launch.domain.wording import conflict_told, missing_told
from tests.launch.domain.cases import BONDED, DAY, SOP, TODAY, case, days

# A leased hall in Viet Nam, closed 2027-02-01 to 02-14; found by
# walking back day by day, without the planner.
# need: safe and brave last responsible start
STARTS = {
    "K-01": ("2026-12-21", "2027-01-04"),
    "K-02": ("2026-12-28", "2027-01-18"),
    "K-03": ("2026-10-13", "2027-01-26"),
    "K-04": ("2027-03-26", "2027-04-16"),
    "K-05": ("2027-01-26", "2027-04-13"),
    "K-06": ("2027-01-22", "2027-04-23"),
    "K-07": ("2027-02-28", "2027-04-11"),
    "K-08": ("2027-03-28", "2027-04-25"),
    "K-09": ("2027-03-28", "2027-05-09"),
    "K-10": ("2027-04-14", "2027-04-28"),
    "K-11": ("2027-03-09", "2027-04-20"),
    "K-12": ("2027-04-06", "2027-05-04"),
    "K-13": ("2026-11-24", "2027-03-09"),
    "K-14": ("2027-04-20", "2027-06-01"),
    "K-15": ("2027-06-11", "2027-07-09"),
    "K-16": ("2027-05-11", "2027-06-29"),
    "K-17": ("2027-07-06", "2027-08-03"),
    "K-18": ("2027-07-06", "2027-08-03"),
    "K-19": ("2027-03-25", "2027-06-03"),
    "K-20": ("2027-02-18", "2027-05-13"),
    "K-21": ("2027-09-12", "2027-09-19"),
    "K-22": ("2027-08-17", "2027-08-31"),
    "K-23": ("2027-10-22", "2027-10-29"),
    "K-24": ("2027-08-27", "2027-09-24"),
    "K-25": ("2027-07-11", "2027-08-22"),
    "K-26": ("2027-10-01", "2027-10-15"),
    "K-27": ("2027-08-31", "2027-09-28"),
    "K-28": ("2027-10-08", "2027-10-22"),
    "K-29": ("2028-01-17", "2028-02-14"),
    "K-30": ("2028-01-31", "2028-02-28"),
}


@pytest.fixture(scope="module")
def found():
    return outlook(case())


def row(found, name):
    return next(row for row in rows(found) if row.entry.need.id == name)


@pytest.mark.parametrize("name", STARTS)
def test_last_responsible_start_of_both_paces(found, name):
    dates = row(found, name)
    assert (dates.safe.late.start, dates.brave.late.start) == tuple(map(DAY, STARTS[name]))


def test_rows_stand_by_their_last_responsible_start(found):
    starts = [entry.safe.late.start for entry in rows(found)]
    assert starts == sorted(starts)
    assert [entry.entry.need.id for entry in rows(found)][:4] == ["K-03", "K-13", "K-01", "K-02"]


@pytest.mark.parametrize(
    ("float_days", "expected"),
    [(-1, Light.RED), (0, Light.AMBER), (13, Light.AMBER), (14, Light.GREEN)],
)
def test_light(float_days, expected):
    assert light(float_days, 14) is expected


def test_light_of_a_row(found):
    assert row(found, "K-11").light is Light.RED
    assert row(found, "K-25").light is Light.GREEN  # 15 days
    later = outlook(case(today=DAY("2026-12-10")))
    assert row(later, "K-01").light is Light.AMBER  # 11 days


def test_carrier_waits_for_the_company(found):
    pairs = {pair.collision.item: pair for pair in conflicts(found)}
    assert list(pairs) == ["K-03", "K-06", "K-05", "K-11", "K-13"]
    fibre = pairs["K-05"]
    assert (fibre.collision.other, fibre.collision.days, fibre.is_certain) == ("M2", 27, False)
    said = conflict_told(found.case, fibre)
    assert said.en == (
        "“First fibre” cannot start before 22\u00a0Feb\u00a02027 (it waits for “Company registered”), but "
        "must start on 26\u00a0Jan\u00a02027 so that it stands 20 days before “Network on”: 27 days are "
        "missing. With the shortest lead times it holds."
    )
    assert said.zh_hans == (
        "“第一条光纤专线”最早只能于2027-02-22开始（须待“公司注册”完成），但为使其在“网络开通”前20天"
        "就绪，最迟须于2027-01-26开始：相差27天。按工期下限则来得及。"
    )


def test_second_fibre_may_wait_for_the_trial_run(found):
    (second,) = [pair for pair in conflicts(found) if pair.collision.item == "K-06"]
    assert conflict_told(found.case, second).en.endswith(
        "It can follow by “Trial run” at the latest."
    )
    patient = case(waiting=frozenset({"K-06", "K-05"}))
    assert patient.due_of(row(found, "K-05").entry.need) == "M7"  # the pack lets it not
    again = outlook(patient)
    assert row(again, "K-06").due_on == patient.milestones["M13"]
    assert "K-06" not in [pair.collision.item for pair in conflicts(again)]


def test_pair_that_the_low_values_do_not_save():
    late = case(today=DAY("2027-07-20"), waiting=frozenset({"K-06"}))
    found = outlook(late)
    pairs = {pair.collision.item: pair for pair in conflicts(found)}
    assert pairs["K-19"].is_certain
    assert "Not even the low values help." in conflict_told(late, pairs["K-19"]).en
    assert "即使按工期下限也来不及" in conflict_told(late, pairs["K-19"]).zh_hans
    tardy = outlook(case(today=DAY("2027-08-01"), waiting=frozenset({"K-06"})))
    (second,) = [p for p in conflicts(tardy) if p.collision.item == "K-06"]
    assert "may follow" not in conflict_told(tardy.case, second).en  # it waits already


def test_chain_that_decides(found):
    decides = chain(found)
    assert (decides.items, decides.due, decides.slack_days) == (
        ("K-03", "K-13", "K-16"),
        "M13",
        -46,
    )
    assert chain(outlook(case(standing=frozenset(STARTS)))) is None


def test_gaps_by_milestone(found):
    by_milestone = {gap.milestone: gap for gap in gaps(found)}
    assert list(by_milestone) == ["M7", "M9", "M13"]
    assert [entry.entry.need.id for entry in by_milestone["M7"].missing] == ["K-06"]
    assert [entry.entry.need.id for entry in by_milestone["M7"].thin] == ["K-05"]
    thin = [entry.entry.need.id for entry in by_milestone["M9"].thin]
    assert thin == ["K-13", "K-11"]
    assert by_milestone["M9"].on == found.case.milestones["M9"]


def test_nothing_is_missing_at_the_start_if_work_begins_today(found):
    assert missing_at_start(found) is None


def test_first_missing_follows_the_order_of_the_pack():
    late = outlook(case(today=DAY("2027-06-01")))
    missing = missing_at_start(late)
    assert (missing.row.entry.need.id, missing.is_certain) == ("K-19", False)
    assert missing_told(late.case, missing).en == (
        "Missing at the start of production on 15\u00a0Nov\u00a02027: MES of line 1, ready on 4\u00a0Jan\u00a02028, "
        "50 days late (in time only with the low value)."
    )
    without = outlook(replace(late.case, standing=frozenset({"K-19", "K-20"})))
    assert missing_at_start(without).row.entry.need.id == "K-27"


def test_missing_even_with_the_low_value():
    late = outlook(case(today=DAY("2027-10-01")))
    missing = missing_at_start(late)
    assert missing.is_certain
    said = missing_told(late.case, missing)
    assert "(11\u00a0Feb\u00a02028 with the low value)" in said.en
    assert "2027-11-15投产时缺少：1号线MES，预计2028-05-05就绪，晚172天" in said.zh_hans
    assert "按工期下限也要到2028-02-11" in said.zh_hans


def test_one_day_late_is_said_in_the_singular():
    first = outlook(case(today=DAY("2027-04-13")))
    assert missing_at_start(first).row.safe.early.end == SOP + dt.timedelta(days=1)
    assert " 1 day late " in missing_told(first.case, missing_at_start(first)).en


def test_what_stands_if_nothing_begins_before_a_day():
    safe = standing_at_start(case(), DAY("2027-06-01"), Pace.SAFE)
    assert safe.missing == ("K-13", "K-16", "K-19", "K-25", "K-27")
    assert len(safe.standing) == 25
    assert standing_at_start(case(), DAY("2027-06-01"), Pace.BRAVE).missing == ("K-16", "K-25")
    assert standing_at_start(case(), DAY("2020-01-01"), Pace.SAFE).day == TODAY


def test_what_stands_already_stands_whenever_work_begins():
    known = case(standing=frozenset({"K-19"}))
    assert "K-19" in standing_at_start(known, SOP, Pace.SAFE).standing


def test_fewer_needs_stand_the_later_work_begins():
    counts = [
        len(standing_at_start(case(), TODAY + dt.timedelta(days=step), Pace.SAFE).standing)
        for step in range(0, 420, 14)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == 30


def test_need_without_a_day_is_not_planned():
    dated = {name: day for name, day in days().items() if name not in ("M2", "M9")}
    known = case(milestones=dated)
    assert [entry.need.id for entry in known.undated] == [
        "K-02",
        "K-04",
        "K-05",
        "K-06",
        "K-11",
        "K-12",
        "K-13",
    ]
    found = outlook(known)
    assert "K-05" not in found.safe.dates
    assert row(found, "K-16").safe.early.start == TODAY  # waits for nothing that is not planned
    assert missing_at_start(found) is None
    assert "K-13" in standing_at_start(known, TODAY, Pace.SAFE).missing


def test_without_a_start_there_is_nothing_to_miss():
    dated = {name: day for name, day in days().items() if name != "M16"}
    found = outlook(case(milestones=dated))
    with pytest.raises(RuleError, match="the start of production has no day"):
        missing_at_start(found)


def test_followers_of_what_stands_wait_no_longer():
    plan = work_plan(case(standing=frozenset({"K-13"})), Pace.SAFE)
    waits = {item.id: item.after for item in plan.items}
    assert "K-13" not in waits
    assert waits["K-16"] == waits["K-27"] == ()


def test_facts_without_cameras_have_one_need_less():
    facts = {**BONDED, "bonded_regime": "no", "camera_surveillance": "no"}
    assert len(rows(outlook(case(facts)))) == 29
