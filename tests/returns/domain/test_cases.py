"""The money of a case by quarter: nothing lost, ends of cost and benefit, inflation, what is over."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returns.domain.cases import by_years, counted, frame_of, money
from tests.returns.domain.pieces import entry, points

FIRST = date(2027, 1, 1)


def frame(years=4, inflation="0", starts=(FIRST,)):
    return frame_of(FIRST, starts, years, Decimal(inflation))


def test_frame_begins_with_the_earliest_work_and_ends_by_the_plan():
    found = frame_of(date(2027, 2, 1), [date(2026, 8, 20)], 3)
    assert found.periods[0].start == date(2026, 7, 1)
    assert found.periods[-1].end == date(2030, 1, 1)
    assert found.first_year == 2026
    assert len(frame_of(FIRST, [], 3).periods) == 12


def test_cost_then_benefit_by_year():
    found = money([entry(gain=(300, 400, 500), cost=(900, 1000, 1300), yearly=100)], frame())
    rows = by_years(found)
    assert [row.year for row in rows] == [2027, 2028, 2029, 2030]
    assert [row.one_off for row in rows] == [1000, 0, 0, 0]
    assert [row.running for row in rows] == [0, 100, 100, 100]
    assert [row.gain for row in rows] == [0, 400, 400, 400]
    assert [row.net for row in rows] == [-1000, 300, 300, 300]
    assert [row.total for row in rows] == [-1000, -700, -400, -100]
    first, last = found.quarters[0], found.quarters[-1]
    assert first.cash_out == points("-320.55", "-246.58", "-221.92")
    assert last.gain == points("75.62", "100.82", "126.03")
    assert last.last_day == date(2030, 12, 31)
    assert last.net == last.gain.likely - last.cost
    assert (found.one_off, found.gains, found.beyond) == (1000, 1200, 0)


def test_prices_grow_but_for_what_was_ordered():
    found = by_years(money([entry(gain=(400, 400, 400), yearly=100)], frame(inflation="0.1")))
    assert [row.one_off for row in found] == [1000, 0, 0, 0]
    cents = {"abs": 0.02}  # each quarter is rounded
    assert [float(row.running) for row in found] == pytest.approx([0, 110, 121, 133.1], **cents)
    assert [float(row.gain) for row in found] == pytest.approx([0, 440, 484, 532.4], **cents)


def test_stopped_work_costs_what_was_spent_and_brings_nothing():
    over = entry(gain=(1, 400, 900), cost=(1, 1000, 3000), spent=70, is_stopped=True, yearly=9)
    found = money([over], frame())
    assert (found.one_off, found.gains) == (70, 0)
    assert found.quarters[0].one_off.low == found.quarters[0].one_off.high
    assert over.yearly_gain == 0
    assert not over.is_open


def test_done_work_has_no_ends_any_more():
    done = entry(cost=(1, 1000, 3000), is_done=True, gain=(10, 20, 30))
    assert done.cost == points(1000, 1000, 1000)
    assert done.yearly_gain == 20
    assert entry(cost=(1, 1000, 3000)).cost == points(1, 1000, 3000)


def test_cost_behind_the_years_is_named():
    late = entry(start=date(2029, 7, 1), end=date(2030, 6, 30))
    found = money([late], frame(3))
    assert found.one_off + found.beyond == 1000
    assert found.beyond > 0


def test_a_cost_of_nothing_may_have_a_high_end():
    found = money([entry(one_off=0, cost=(0, 0, 100))], frame())
    assert sum(quarter.one_off.high for quarter in found.quarters) == 100


def test_haircut():
    assert counted(points(10, 20, 30), Decimal("0.5")) == points(5, 10, 15)


@given(
    st.lists(
        st.tuples(
            st.dates(date(2026, 1, 1), date(2029, 12, 1)),
            st.integers(0, 900),
            st.integers(0, 10**9),
        ),
        max_size=6,
    )
)
def test_no_cent_of_one_off_cost_is_lost(rows):
    entries = []
    for number, (start, days, cost) in enumerate(rows):
        end = date.fromordinal(start.toordinal() + days)
        entries.append(entry(str(number), start=start, end=end, one_off=cost))
    found = money(entries, frame(starts=[one.item.starts_on for one in entries]))
    assert found.one_off + found.beyond == sum(cost for _start, _days, cost in rows)
    assert all(q.cash_out.low <= q.cash_out.likely <= q.cash_out.high for q in found.quarters)
