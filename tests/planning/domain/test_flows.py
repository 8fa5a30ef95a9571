"""Cash flows of textbooks and of the documentation of spreadsheets, and two libraries as oracles."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import numpy_financial
import pytest
import pyxirr
from hypothesis import assume, given
from hypothesis import strategies as st

from core.errors import RuleError
from planning.domain import flows as rules
from planning.domain.flows import CashFlow, appraise, by_year, discounted, sign_changes

TEN = Decimal("0.1")


def years(*amounts: float) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(amount)) for amount in amounts)


def dated(*pairs: tuple[str, float]) -> list[CashFlow]:
    return [CashFlow(dt.date.fromisoformat(day), Decimal(str(amount))) for day, amount in pairs]


# E. F. Brigham, M. C. Ehrhardt, Financial Management: projects S and L at 10 %.
S = years(-1000, 500, 400, 300, 100)
L = years(-1000, 100, 300, 400, 600)
BRIGHAM = [
    (S, 78.82, 0.145, 0.121, 2.33, 2.95, 1.079),
    (L, 49.18, 0.118, 0.113, 3.33, 3.88, 1.049),
]


@pytest.mark.parametrize(("flow", "worth", "irr", "mirr", "payback", "later", "index"), BRIGHAM)
def test_projects_of_a_textbook(flow, worth, irr, mirr, payback, later, index):
    assert float(rules.npv(flow, TEN)) == pytest.approx(worth, abs=0.005)
    assert float(rules.irr(flow)) == pytest.approx(irr, abs=0.0005)
    assert float(rules.mirr(flow, TEN, TEN)) == pytest.approx(mirr, abs=0.0005)
    assert float(rules.payback(flow)) == pytest.approx(payback, abs=0.005)
    assert float(rules.payback(discounted(flow, TEN))) == pytest.approx(later, abs=0.005)
    assert float(rules.profitability_index(flow, TEN)) == pytest.approx(index, abs=0.0005)


@pytest.mark.parametrize(
    ("flow", "worth"),
    [
        # R. A. Brealey, S. C. Myers, F. Allen: projects A, B and C of the payback rule
        (years(-2000, 500, 500, 5000), 2624),
        (years(-2000, 500, 1800, 0), -58),
        (years(-2000, 1800, 500, 0), 50),
        # documentation of Excel's NPV, which discounts the first value by one more year
        (years(-10000, 3000, 4200, 6800), 1188.44 * 1.1),
    ],
)
def test_net_present_value(flow, worth):
    assert float(rules.npv(flow, TEN)) == pytest.approx(worth, abs=0.5)


@pytest.mark.parametrize(
    ("flow", "rate"),
    [
        (years(-70000, 12000, 15000, 18000, 21000, 26000), 0.0866309480365),  # Excel's IRR
        (years(-70000, 12000, 15000, 18000, 21000), -0.0212448482734),  # the same after four years
        (years(-100, 39, 59, 55, 20), 0.2809484),  # documentation of numpy-financial
        (years(-100, 0, 0, 74), -0.0954958),
        (years(100, -39, -59, -55, -20), 0.2809484),  # the lender's side
    ],
)
def test_internal_rate(flow, rate):
    assert float(rules.irr(flow)) == pytest.approx(rate, abs=1e-7)


@pytest.mark.parametrize(
    ("flow", "finance", "reinvest", "rate"),
    [
        (years(-120000, 39000, 30000, 21000, 37000, 46000), 0.1, 0.12, 0.126094130366),  # Excel
        (years(-120000, 39000, 30000, 21000), 0.1, 0.12, -0.048044655),  # after three years
        (years(-100, 50, -60, 70), 0.1, 0.12, -0.03909366594),  # numpy-financial
    ],
)
def test_modified_rate(flow, finance, reinvest, rate):
    found = rules.mirr(flow, Decimal(str(finance)), Decimal(str(reinvest)))
    assert float(found) == pytest.approx(rate, abs=1e-9)


def test_rates_by_days_are_those_of_the_documentation_of_excel():
    flow = dated(
        ("2008-01-01", -10000),
        ("2008-03-01", 2750),
        ("2008-10-30", 4250),
        ("2009-02-15", 3250),
        ("2009-04-01", 2750),
    )
    assert float(rules.xnpv(flow, Decimal("0.09"))) == pytest.approx(2086.647602, abs=1e-6)
    assert float(rules.xirr(flow)) == pytest.approx(0.373362535, abs=1e-8)


def test_several_changes_of_sign_give_a_profile_and_no_rate():
    """J. H. Lorie, L. J. Savage 1955: a pump with rates of 25 % and 400 %."""
    pump = dated(("2027-01-01", -1600), ("2028-01-01", 10000), ("2029-01-01", -10000))
    found = appraise(pump, TEN)
    assert (found.irr, found.xirr) == (None, None)
    assert rules.npv(found.years, Decimal("0.25")) == rules.npv(found.years, Decimal(4)) == 0
    assert [rate for rate, _worth in found.profile] == [Decimal(n) / 10 for n in range(-5, 11)]
    assert dict(found.profile)[Decimal("0.5")] == rules.npv(found.years, Decimal("0.5"))
    assert found.mirr is not None


def test_one_change_of_sign_needs_no_profile():
    assert appraise(dated(("2027-01-01", -1), ("2028-01-01", 2)), TEN).profile == ()


def test_changes_of_sign_within_a_year_leave_the_rate_of_years():
    flow = dated(("2027-01-01", -100), ("2027-06-01", 90), ("2027-12-01", -50), ("2028-06-01", 99))
    found = appraise(flow, TEN)
    assert float(found.irr) == pytest.approx(0.65)
    assert found.xirr is None
    assert found.profile


def test_flows_of_a_year_are_one_and_gaps_are_zero():
    flow = dated(("2030-05-01", 7), ("2027-12-31", -1), ("2027-01-01", -2), ("2029-01-01", 0))
    assert by_year(flow) == years(-3, 0, 0, 7)
    assert float(rules.payback(by_year(flow))) == pytest.approx(2 + 3 / 7)


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        (years(-100, 60, 60), Decimal(1) + Decimal(40) / 60),
        (years(-100, 60, 39), None),
        (years(-100, 100), Decimal(1)),
        (years(100, 5), Decimal(0)),
        (years(-100, 150, -80, 40), Decimal("2.75")),  # negative again: the last time counts
        (years(-100), None),
    ],
)
def test_payback(flow, expected):
    assert rules.payback(flow) == expected


@pytest.mark.parametrize(
    ("flow", "count"),
    [(years(0, 0), 0), (years(-1, 0, 1), 1), (years(-1, 1, 0, -1), 2), (years(3), 0)],
)
def test_changes_of_sign(flow, count):
    assert sign_changes(flow) == count


def test_figures_that_are_not_defined():
    only_out = appraise(dated(("2027-01-01", -5), ("2028-01-01", -5)), TEN)
    assert (only_out.irr, only_out.xirr, only_out.mirr, only_out.payback) == (None,) * 4
    one_year = appraise(dated(("2027-01-01", 5), ("2027-06-01", -2)), TEN)
    assert (one_year.mirr, one_year.irr, one_year.profitability_index) == (None, None, None)
    assert one_year.npv == 3
    beyond = appraise(dated(("2027-01-01", -1), ("2028-01-01", 12)), TEN)
    assert (beyond.irr, beyond.xirr) == (None, None)


@pytest.mark.parametrize("rate", ["-0.99", "-1", "10", "NaN"])
@pytest.mark.parametrize("name", ["finance", "reinvest"])
def test_rates_outside_of_the_range_are_refused(rate, name):
    flow = dated(("2027-01-01", -1), ("2028-01-01", 2))
    if rate != "NaN":
        with pytest.raises(RuleError, match="rate is a share"):
            appraise(flow, Decimal(rate))
        with pytest.raises(RuleError, match=name):
            appraise(flow, TEN, **{name: Decimal(rate)})


def test_no_flow_is_refused():
    with pytest.raises(RuleError, match="no cash flow"):
        appraise([], TEN)


# --- oracles ----------------------------------------------------------------------------------

AMOUNTS = st.integers(-100_000, 100_000).map(lambda cents: Decimal(cents) / 100)
RATES = st.integers(-40, 200).map(lambda percent: Decimal(percent) / 100)
FLOWS = st.lists(AMOUNTS, min_size=2, max_size=12)
DAYS = st.lists(st.integers(1, 4000), min_size=1, max_size=10, unique=True)


@given(FLOWS, RATES, RATES, RATES)
def test_years_agree_with_numpy_financial(flow, rate, finance, reinvest):
    plain = [float(amount) for amount in flow]
    size = sum(abs(amount) for amount in plain)
    worth = numpy_financial.npv(float(rate), plain)
    assert float(rules.npv(flow, rate)) == pytest.approx(
        worth, rel=1e-9, abs=1e-9 * size * max(1, float((1 + rate) ** -len(flow)))
    )
    mirr = rules.mirr(flow, finance, reinvest)
    other = numpy_financial.mirr(plain, float(finance), float(reinvest))
    assert math.isnan(other) if mirr is None else float(mirr) == pytest.approx(other, rel=1e-9)


@given(st.integers(1, 10_000), st.lists(st.integers(0, 5000), min_size=1, max_size=10))
def test_internal_rate_agrees_with_both(out, back):
    assume(any(back))
    flow = years(-out, *back)
    found = rules.irr(flow)
    other = pyxirr.irr([float(amount) for amount in flow])
    if found is None:
        assert other is None or not -0.99 < other < 10
    else:
        assert abs(rules.npv(flow, found)) <= Decimal("1e-9") * sum(abs(a) for a in flow) * max(
            1, (1 + found) ** -len(back)
        )
        assert float(found) == pytest.approx(other, rel=1e-9, abs=1e-9)


@given(
    st.integers(1, 10_000), st.lists(st.integers(1, 5000), min_size=10, max_size=10), DAYS, RATES
)
def test_days_agree_with_pyxirr(out, back, days, rate):
    first = dt.date(2027, 1, 1)
    flow = [CashFlow(first, Decimal(-out))]
    flow += [
        CashFlow(first + dt.timedelta(days=number), Decimal(amount))
        for number, amount in zip(days, back, strict=False)
    ]
    pairs = [(entry.day, float(entry.amount)) for entry in flow]
    worth = pyxirr.xnpv(float(rate), pairs)
    assert float(rules.xnpv(flow, rate)) == pytest.approx(worth, rel=1e-9, abs=1e-6)
    found, other = rules.xirr(flow), pyxirr.xirr(pairs)
    if found is None:
        assert other is None or not -0.99 < other < 10
    elif other is not None:
        assert float(found) == pytest.approx(other, rel=1e-8, abs=1e-9)
