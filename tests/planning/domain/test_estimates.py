"""Three-point estimates: the textbook's mean and deviation, sums, draws and their spread."""

from __future__ import annotations

import statistics
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.domain.estimates import (
    DRAWS,
    Percentile,
    ThreePoint,
    joined,
    percentile,
    summed,
    sums,
)
from planning.domain.network import PlanError
from planning.domain.simulations import as_day, simulate
from tests.planning.domain.networks import START, day, network

# Wikipedia, Program evaluation and review technique: optimistic, likely, pessimistic, expected
PERT = {
    "A": (2, 4, 6, 4.00),
    "B": (3, 5, 9, 5.33),
    "C": (4, 5, 7, 5.17),
    "D": (4, 6, 10, 6.33),
    "E": (4, 5, 7, 5.17),
    "F": (3, 4, 8, 4.50),
    "G": (3, 5, 8, 5.17),
}


def three(low, likely, high) -> ThreePoint:
    return ThreePoint(Decimal(low), Decimal(likely), Decimal(high))


@pytest.mark.parametrize(("low", "likely", "high", "mean"), PERT.values())
def test_expected_times(low, likely, high, mean):
    assert float(three(low, likely, high).mean) == pytest.approx(mean, abs=0.005)


def test_sum_of_independent_parts():
    """The critical path A, C, E, G: 19.5; deviations 4/6, 3/6, 3/6, 5/6."""
    mean, deviation = summed([three(*PERT[name][:3]) for name in "ACEG"])
    assert float(mean) == pytest.approx(19.5)
    assert float(deviation) == pytest.approx((4**2 + 3**2 + 3**2 + 5**2) ** 0.5 / 6)


def test_parts_that_move_together_add_their_deviations():
    parts = [three(1, 2, 6), three(10, 20, 40)]
    assert joined(parts).deviation == parts[0].deviation + parts[1].deviation
    assert joined(parts).mean == parts[0].mean + parts[1].mean
    assert summed(parts)[1] < joined(parts).deviation


def test_draws_have_the_mean_and_stay_within_the_ends():
    drawn = list(sums([three(10, 20, 60)], seed=7))
    assert len(drawn) == DRAWS
    assert all(10 <= value <= 60 for value in drawn)
    assert statistics.fmean(drawn) == pytest.approx(25, abs=1)


def test_same_seed_draws_the_same():
    parts = [three(1, 2, 4), three(5, 5, 5)]
    assert list(sums(parts, 3)) == list(sums(parts, 3)) != list(sums(parts, 4))


def test_certain_value_is_drawn_as_it_is():
    assert set(sums([three(5, 5, 5)], 1)) == {5.0}


def test_drawn_percentiles_hold_those_of_the_sum():
    """Of many parts the sum is nearly normal: P80 = mean + 0.8416 deviations."""
    parts = [three(80, 100, 120) for _ in range(40)]
    mean, _deviation = summed(parts)
    drawn = sorted(sums(parts, 11))
    assert percentile(drawn, 0.5).low <= float(mean) <= percentile(drawn, 0.5).high
    spread = statistics.stdev(drawn)
    assert percentile(drawn, 0.8).value == pytest.approx(float(mean) + 0.8416 * spread, rel=0.002)


@given(st.integers(1, 200), st.sampled_from([0.2, 0.5, 0.8]))
def test_percentile_is_a_rank_with_its_spread(n, share):
    found = percentile([float(value) for value in range(1, n + 1)], share)
    assert found.low <= found.value <= found.high
    assert found.value - 1 < n * share <= found.value + 1e-9


def test_spread_of_a_thousand_draws():
    """Binomial ranks: 500 ± 1.96 √250 = 469 … 531."""
    found = percentile([float(value) for value in range(1, 1001)], 0.5)
    assert found == Percentile(0.5, 500.0, 469.0, 532.0)


def test_end_of_a_plan_with_uncertain_durations():
    plan = network({"A": (10, ""), "B": (20, "A"), "C": (5, "")})
    found = simulate(plan, {"A": three(5, 10, 30), "B": three(20, 20, 50)}, seed=1)
    assert list(found) == ["A", "B", "C"]
    middle, late = found["B"]
    assert day(30) < as_day(middle.low) <= as_day(middle.value) <= as_day(middle.high)
    assert as_day(middle.high) < as_day(late.value) < day(80)
    assert {as_day(part.value) for part in found["C"]} == {day(5)}
    assert simulate(plan, {"A": three(5, 10, 30), "B": three(20, 20, 50)}, seed=1) == found


def test_certain_plan_is_drawn_as_it_is():
    plan = network({"A": (10, ""), "B": (20, "A")})
    assert [as_day(part.value) for part in simulate(plan, {}, 1)["B"]] == [day(30), day(30)]


def test_plan_in_a_circle_is_not_drawn():
    plan = network({"A": (1, "B"), "B": (1, "A")})
    with pytest.raises(PlanError):
        simulate(replace(plan, today=START), {}, 1)
