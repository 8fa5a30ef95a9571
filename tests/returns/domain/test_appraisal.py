"""What a case is worth, at home and abroad, against oracles; on what it hangs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy_financial
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.domain.flows import by_year
from planning.domain.inflation import Currencies
from returns.domain.appraisal import CaseRates, Driver, counted_from, tornado, value
from returns.domain.cases import frame_of, money
from tests.returns.domain.pieces import entry

FIRST = date(2027, 1, 1)
FRAME = frame_of(FIRST, [FIRST], 6)
GOOD = entry(gain=(300, 400, 500), cost=(900, 1000, 1300))
RATES = CaseRates(Decimal("0.1"))
ABROAD = CaseRates(
    Decimal("0.12"), group=Currencies(Decimal("1.7"), Decimal("0.02"), Decimal("0.05"))
)


def near(number):
    return pytest.approx(number, rel=1e-9)


def test_against_numpy_financial():
    found = value(money([GOOD], FRAME), RATES)
    flows = [-1000, 400, 400, 400, 400, 400]
    assert [float(year) for year in found.figures.years] == flows
    assert float(found.figures.npv) == near(numpy_financial.npv(0.1, flows))
    assert float(found.figures.irr) == near(numpy_financial.irr(flows))
    cents = {"abs": 0.05}  # each quarter is rounded
    low, high = [-1300] + [300] * 5, [-900] + [500] * 5
    assert float(found.low) == pytest.approx(numpy_financial.npv(0.1, low), **cents)
    assert float(found.high) == pytest.approx(numpy_financial.npv(0.1, high), **cents)
    assert found.home is None
    assert found.group_rate is None


def test_the_year_that_pays():
    found = value(money([GOOD], FRAME), RATES)
    assert found.figures.payback == Decimal("2.5")
    assert found.pays_in == 2030  # t = 2 is the end of 2029, half a year later is in 2030
    assert found.pays_in_discounted == 2031
    poor = value(money([entry(gain=(1, 1, 1))], FRAME), RATES)
    assert poor.pays_in is None


@pytest.mark.parametrize(
    ("payback", "pays_in", "first"),
    [("4.2", 2031, 2026), ("2.5", 2030, 2027), ("4", 2030, 2026), ("0", 2026, 2026)],
)
def test_years_of_a_payback_count_from_the_end_of_the_first_year(payback, pays_in, first):
    assert counted_from(Decimal(payback), pays_in) == first


def test_finance_and_reinvest_rates_reach_the_mirr():
    rates = CaseRates(Decimal("0.1"), Decimal("0.08"), Decimal("0.03"))
    found = value(money([GOOD], FRAME), rates)
    flows = [-1000, 400, 400, 400, 400, 400]
    assert float(found.figures.mirr) == near(numpy_financial.mirr(flows, 0.08, 0.03))


def test_group_value_is_the_plants_at_spot():
    found = value(money([GOOD], FRAME), ABROAD)
    assert found.home is not None
    assert float(found.home.converted) == near(float(found.home.abroad))
    assert float(found.home.converted) == near(float(found.home.real))
    assert float(found.home.local_rate) == near(0.12)
    assert float(found.home.converted) == near(1.7 * float(found.figures.npv))
    assert float(found.group_rate) == near(1.12 * 1.02 / 1.05 - 1)


def test_drivers_by_size_with_their_break_even():
    swings = {swing.driver: swing for swing in tornado([GOOD], FRAME, RATES)}
    npv = float(value(money([GOOD], FRAME), RATES).figures.npv)
    gains = npv + 1000
    benefits, cost = swings[Driver.BENEFITS], swings[Driver.COST]
    assert float(benefits.worst) == near(npv - 0.2 * gains)
    assert float(benefits.best) == near(npv + 0.2 * gains)
    assert float(benefits.break_even) == near(1000 / gains)
    assert float(cost.worst) == near(npv - 200)
    assert float(cost.break_even) == near(gains / 1000)
    late = entry(gain=(300, 400, 500), end=date(2028, 6, 30))
    assert swings[Driver.DELAY].worst == value(money([late], FRAME), RATES).figures.npv
    assert Driver.EXCHANGE not in swings
    sizes = [swing.size for swing in tornado([GOOD], FRAME, RATES)]
    assert sizes == sorted(sizes, reverse=True)


def test_exchange_rate_swings_group_money_either_way():
    for gain in ((300, 400, 500), (1, 1, 1)):
        item = entry(gain=gain)
        swings = {swing.driver: swing for swing in tornado([item], FRAME, ABROAD)}
        home = value(money([item], FRAME), ABROAD).home
        assert swings[Driver.EXCHANGE].worst < swings[Driver.EXCHANGE].best
        delay = swings[Driver.DELAY]  # what does not pay is the better for it
        assert delay.worst < delay.best
        planned = delay.best if gain[1] > 1 else delay.worst
        assert float(planned) == near(float(home.converted))


def test_finished_work_is_not_delayed_and_nothing_breaks_even_without_benefits():
    done = entry(is_done=True, gain=(300, 400, 500))
    swings = {swing.driver: swing for swing in tornado([done], FRAME, RATES)}
    assert swings[Driver.DELAY].size == 0
    bare = {swing.driver: swing for swing in tornado([entry()], FRAME, RATES)}
    assert bare[Driver.BENEFITS].break_even is None


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 40))
def test_low_base_high_are_in_order(cost, gain, percent):
    item = entry(one_off=cost, cost=(cost // 2, cost, cost * 2), gain=(gain // 2, gain, gain * 2))
    found = value(money([item], FRAME), CaseRates(Decimal(percent) / 100))
    assert found.low <= found.figures.npv <= found.high
    assert found.figures.years == by_year(money([item], FRAME).flows(lambda q: q.net))


def test_benefit_cost_ratio_is_that_of_the_present_values():
    found = value(money([GOOD], FRAME), RATES)
    assert float(found.ratio) == near((float(found.figures.npv) + 1000) / 1000)
    free = value(money([entry(gain=(1, 1, 1), one_off=0)], FRAME), RATES)
    assert free.ratio is None


def test_a_delay_of_what_does_not_pay_is_the_better_side():
    poor = entry(gain=(1, 1, 1), yearly=100)
    swing = next(one for one in tornado([poor], FRAME, RATES) if one.driver is Driver.DELAY)
    base = value(money([poor], FRAME), RATES).figures.npv
    assert swing.worst == base < swing.best
