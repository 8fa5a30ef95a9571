"""What can no longer be kept, and by how many days a milestone would have to move."""

from __future__ import annotations

from dataclasses import replace

from launch.domain.binds import binds
from launch.domain.outlook import conflicts, outlook, rows
from launch.domain.wording import conflict_told
from tests.launch.domain.cases import DAY, case


def test_the_pairs_of_the_launch_in_the_order_of_their_starts():
    found = outlook(case())
    listed = binds(found)
    assert [bind.needs[0] for bind in listed] == ["K-03", "K-13", "K-06", "K-05", "K-11"]
    told = {pair.collision.item: conflict_told(found.case, pair) for pair in conflicts(found)}
    assert {bind.needs[0]: bind.pair for bind in listed} == told


def test_each_need_whose_last_start_lies_before_its_first_hangs_on_one_pair():
    found = outlook(case(today=DAY("2027-05-01")))
    late = {row.entry.need.id for row in rows(found) if row.safe.float_days < 0}
    named = [name for bind in binds(found) for name in bind.needs]
    assert sorted(named) == sorted(late)
    assert any(len(bind.needs) > 1 for bind in binds(found))


def test_moving_the_milestone_by_the_days_named_keeps_the_need():
    whole = case()
    (fibre,) = [bind for bind in binds(outlook(whole)) if bind.needs[0] == "K-05"]
    # 27 calendar days are missing (see test_outlook), 14 of them closed for Tết
    assert (fibre.due, fibre.days, fibre.spans_closure) == ("M7", 13, True)
    for days, kept in ((fibre.days - 1, False), (fibre.days, True)):
        moved = whole.milestones["M7"].toordinal() + days
        stones = {**whole.milestones, "M7": DAY("2027-01-01").fromordinal(moved)}
        again = binds(outlook(replace(whole, milestones=stones)))
        assert ("K-05" not in {bind.needs[0] for bind in again}) is kept


def test_work_under_way_is_no_choice_any_more():
    begun = case(under_way={"K-05": DAY("2027-04-30")})
    assert "K-05" not in {name for bind in binds(outlook(begun)) for name in bind.needs}


def test_nothing_is_bound_where_all_can_be_kept():
    early = case(today=DAY("2026-01-05"), milestones={})
    assert binds(outlook(early)) == ()


def test_what_stands_on_its_day_with_less_reserve_is_told_from_what_misses_it():
    """The fault seen: "can no longer be kept" of a need that stood 4 days before its milestone."""
    found = outlook(case())
    due = {row.entry.need.id: (row.safe.early.end, row.due_on) for row in rows(found)}
    listed = binds(found)
    assert {bind.needs[0]: bind.keeps_day for bind in listed} == {
        "K-03": False,  # stands in January, but the items that wait for it miss the trial run
        "K-13": False,
        "K-06": False,
        "K-05": True,
        "K-11": True,
    }
    (fibre,) = [bind for bind in listed if bind.needs[0] == "K-05"]
    end, day = due["K-05"]
    assert fibre.days == 20 - (day - end).days  # of its reserve of 20 days


def test_what_misses_its_day_and_cannot_wait_stands_first():
    found = outlook(case())
    later = [bind.keeps_day or bool(bind.until) for bind in binds(found)]
    assert later == sorted(later)
    (second,) = [bind for bind in binds(found) if bind.needs[0] == "K-06"]
    assert second.until == "M13"
    waits = replace(found.case, waiting=frozenset({"K-06"}))
    assert not any(bind.until for bind in binds(outlook(waits)) if bind.needs[0] == "K-06")
