"""Real and nominal money, at home and abroad: three ways to one value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from planning.domain.flows import npv
from planning.domain.inflation import (
    Currencies,
    home_rate,
    home_value,
    in_prices_of_today,
    real_rate,
)

SHARES = st.integers(-5, 40).map(lambda percent: Decimal(percent) / 100)


def test_real_rate_of_a_textbook():
    """Brealey, Myers, Allen: 10 % nominal with 6 % inflation is 3.774 % real."""
    assert float(real_rate(Decimal("0.10"), Decimal("0.06"))) == pytest.approx(0.03774, abs=1e-5)


def test_nominal_flows_at_the_nominal_rate_are_real_flows_at_the_real_rate():
    """Brealey, Myers, Allen, nominal and real: 100, 35, 50, 30 real at 10 % = 5.5 (thousands)."""
    real = [Decimal(a) for a in (-100, 35, 50, 30)]
    inflation, rate = Decimal("0.10"), Decimal("0.15")
    nominal = [amount * (1 + inflation) ** t for t, amount in enumerate(real)]
    assert [float(a) for a in in_prices_of_today(nominal, inflation)] == pytest.approx(
        [float(a) for a in real]
    )
    assert float(npv(nominal, rate)) == pytest.approx(5.5, abs=0.05)
    assert npv(real, real_rate(rate, inflation)) == pytest.approx(npv(nominal, rate))


def test_mixing_local_flows_with_the_home_rate_overstates():
    flow = [Decimal(a) for a in (-1000, 600, 700, 800)]
    money = Currencies(Decimal("0.003"), Decimal("0.02"), Decimal("0.08"))
    value = home_value(flow, Decimal("0.1"), money)
    assert money.spot * npv(flow, Decimal("0.1")) > value.converted
    assert float(value.local_rate) == pytest.approx(1.1 * 1.08 / 1.02 - 1)


@given(st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=15), SHARES, SHARES, SHARES)
def test_three_ways_agree(amounts, rate, home, local):
    flow = [Decimal(amount) for amount in amounts]
    value = home_value(flow, rate, Currencies(Decimal("1.7"), home, local))
    near = Decimal(10) ** -15 * sum(abs(amount) for amount in flow)
    assert abs(value.converted - value.abroad) <= near
    assert abs(value.converted - value.real) <= near
    assert value.real_rate == real_rate(rate, home)
    back = home_rate(value.local_rate, Currencies(Decimal("1.7"), home, local))
    assert abs(back - rate) < Decimal("1e-20")


@pytest.mark.parametrize(
    ("spot", "home", "local", "field"),
    [(0, 0, 0, "spot"), (-1, 0, 0, "spot"), (1, -1, 0, "inflation"), (1, 0, -2, "inflation")],
)
def test_money_that_cannot_be_is_refused(spot, home, local, field):
    with pytest.raises(RuleError) as refused:
        home_value([Decimal(1)], Decimal(0), Currencies(*map(Decimal, (spot, home, local))))
    assert refused.value.field == field
