"""P50 and P80 of cost and end: seeds, spread, what is over, links, days that cannot be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from planning.domain.estimates import summed
from planning.domain.plans import PlanLink
from planning.domain.simulations import as_day
from returns.domain.ranges import ranges
from tests.returns.domain.pieces import entry, points

COSTS = [entry(name, cost=(800, 1000, 1600)) for name in "abcdef"]


def test_cost_lies_around_its_mean_and_the_seed_decides():
    found = ranges(COSTS, [], 7)
    mean, deviation = summed([points(800, 1000, 1600)] * 6)
    half, most = found.cost
    assert half.value == pytest.approx(float(mean), rel=0.02)
    assert most.value == pytest.approx(float(mean + Decimal("0.8416") * deviation), rel=0.02)
    assert half.low <= half.value <= half.high <= most.value
    assert ranges(COSTS, [], 7) == found
    assert ranges(COSTS, [], 8).cost != found.cost
    assert (found.costed, found.dated, found.open, found.end) == (6, 0, 6, ())


def test_what_has_no_ends_counts_as_planned_and_nothing_is_drawn_without_any():
    found = ranges([entry("a", cost=(800, 1000, 1600)), entry("b", one_off=500)], [], 1)
    assert found.costed == 1
    assert 1300 < found.cost[0].value < 2100
    bare = ranges([entry("a"), entry("b")], [], 1)
    assert (bare.cost, bare.end) == ((), ())


def test_end_follows_links_and_work_that_is_over_stays():
    first = entry("a", days=(300, 365, 500))
    second = entry("b", start=date(2028, 1, 1), end=date(2028, 3, 30))
    alone = ranges([first], [], 3).end
    both = ranges([first, second], [PlanLink("a", "b"), PlanLink("b", "gone")], 3).end
    assert both[1].value - alone[1].value == 90
    assert as_day(alone[0].value - 1) > date(2027, 12, 1)
    done = entry("a", days=(300, 365, 500), is_done=True)
    assert ranges([done], [], 3).end == ()
    held = ranges(
        [done, entry("b", start=date(2028, 1, 1), days=(60, 90, 91), end=date(2028, 3, 30))],
        [PlanLink("a", "b")],
        3,
    )
    assert (held.dated, held.open) == (1, 1)
    assert as_day(held.end[1].value - 1) <= date(2028, 3, 31)


def test_days_behind_the_calendar_are_no_answer():
    start = date(2094, 1, 1)
    chain = [
        entry(str(n), start=start, end=date(2094, 6, 1), days=(100, 152, 3660)) for n in range(9)
    ]
    links = [PlanLink(str(n), str(n + 1), lag_days=900) for n in range(8)]
    found = ranges(chain, links, 1)
    assert (found.end, found.dated) == ((), 9)
