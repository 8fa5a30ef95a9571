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
    assert [bind.latest for bind in listed] == sorted(bind.latest for bind in listed)
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
