"""What a plan reaches: the lift rule in the order of completion, year by year."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from capability.domain.reach import CapabilityScores, PlannedLift, reach

D = Decimal
ENDS = [date(2027, 12, 31), date(2028, 12, 31), date(2029, 12, 31)]
WEIGHTS = {"SA": D("0.6"), "DG": D("0.4")}
START = CapabilityScores({"SA": D(1), "DG": D(2)}, D("1.4"))


def lift(name, end, cap, **lifts):
    return PlannedLift(name, end, D(cap), {key: D(value) for key, value in lifts.items()})


def test_worked_example():
    lifts = [
        lift("n", date(2028, 6, 30), 4, DG="2"),
        lift("d", date(2027, 12, 31), 3, SA="1", DG="1", XX="1"),
        lift("late", date(2030, 1, 31), 3, SA="4"),
    ]
    one, two, three = reach(START, WEIGHTS, lifts, ENDS)
    # 2027: SA 1 + (3-1)x1/4 = 1.5, DG 2 + (3-2)x1/4 = 2.25; 1.4 + 0.5x0.6 + 0.25x0.4 = 1.8
    assert one.standing == CapabilityScores({"SA": D("1.5"), "DG": D("2.25")}, D("1.80"))
    # 2028: DG 2.25 + (4-2.25)x2/4 = 3.125; 1.4 + 0.3 + 1.125x0.4 = 2.15
    assert two.standing == CapabilityScores({"SA": D("1.5"), "DG": D("3.125")}, D("2.150"))
    assert three.standing == two.standing
    assert [entry.finished for entry in (one, two, three)] == [1, 2, 2]


def test_without_lifts_the_plant_stays_where_it_is():
    assert [entry.standing for entry in reach(START, WEIGHTS, [], ENDS)] == [START] * 3


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.sampled_from([3, 4, 5]),
            st.decimals(0, 4, places=2),
            st.sampled_from(["SA", "DG"]),
        ),
        max_size=12,
    )
)
def test_reach_never_falls_and_stays_below_the_highest_cap(entries):
    lifts = [
        lift(str(n), date(2027 + month // 12, month % 12 + 1, 1), cap, **{name: value})
        for n, (month, cap, value, name) in enumerate(entries)
    ]
    years = reach(START, WEIGHTS, lifts, ENDS)
    standings = [START, *(entry.standing for entry in years)]
    top = max([D(2), *(D(cap) for _, cap, _, _ in entries)])
    for before, after in itertools.pairwise(standings):
        assert before.total <= after.total
        assert all(before.dimensions[k] <= after.dimensions[k] <= top for k in WEIGHTS)
        weighted = sum(after.dimensions[k] * WEIGHTS[k] for k in WEIGHTS)
        assert abs(after.total - weighted) < D("1e-20")
