"""Pilot proof: published intervals, the run rule, the control, and what they add up to."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from indicators.domain.signals import Side
from planning.domain.proof import (
    Better,
    Phases,
    Verdict,
    contrast,
    hodges_lehmann,
    long_run,
    prove,
)
from planning.domain.quantiles import incomplete_beta, rank_of_shift, student


def values(*numbers: float) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(number)) for number in numbers)


# A. R. Cushny, A. R. Peebles 1905, the data set `sleep` of R: t.test(extra ~ group)
SLEEP = (
    values(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    values(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)
# M. Hollander, D. A. Wolfe 1973, 69f.: permeability of a membrane at term and early
TERM = values(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46)
EARLY = values(1.15, 0.88, 0.90, 0.74, 1.21)
# Cross Validated, "Question on confidence interval and Wilcoxon test"; R's wilcox.test
UNTREATED = values(2388, 210, 380, 345, 1130, 260, 665, 1157)
TREATED = values(323, 421, 578, 300, 256, 640, 912, 370)


@pytest.mark.parametrize(
    ("degrees", "t"),
    # tables of Student's distribution, two-sided 95 %
    [(1, 12.706), (2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_students_quantile(degrees, t):
    assert student(degrees) == pytest.approx(t, abs=0.0006)


def test_students_quantile_becomes_the_normal_one():
    assert student(1000) == pytest.approx(1.9623390808, abs=1e-9)
    assert student(1e6) == pytest.approx(1.959963985, abs=1e-5)


@given(st.floats(0, 1), st.floats(0.5, 50))
def test_incomplete_beta_of_whole_powers(x, a):
    """I(x; a, 1) = x^a and I(x; 1, a) = 1 - (1 - x)^a."""
    assert incomplete_beta(x, a, 1) == pytest.approx(x**a, abs=1e-12)
    assert incomplete_beta(x, 1, a) == pytest.approx(1 - (1 - x) ** a, abs=1e-12)


def test_welch_interval_of_the_sleep_data():
    low, high = contrast([(SLEEP[0], 1), (SLEEP[1], -1)])
    assert (float(low), float(high)) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)


@pytest.mark.parametrize(
    ("m", "n", "critical"),
    # critical values of U at 5 % two-sided, from published tables; 0 where there is none
    [(3, 3, None), (4, 4, 0), (5, 5, 2), (8, 8, 13), (10, 10, 23), (15, 15, 64), (20, 20, 127)],
)
def test_rank_is_one_above_the_tabled_critical_value(m, n, critical):
    assert rank_of_shift(m, n) == (0 if critical is None else critical + 1)
    assert rank_of_shift(n, m) == rank_of_shift(m, n)


def test_rank_of_large_samples_goes_on_where_the_exact_one_ends():
    exact, normal = rank_of_shift(49, 49), rank_of_shift(50, 50)
    assert exact < normal < exact + 50
    assert rank_of_shift(1, 50) == 0


def test_shift_of_hollander_and_wolfe():
    shift, interval = hodges_lehmann(EARLY, TERM)
    assert (shift, interval) == (Decimal("0.305"), values(-0.15, 0.76))


def test_shift_of_treated_against_untreated():
    shift, interval = hodges_lehmann(UNTREATED, TREATED)
    assert (shift, interval) == (Decimal("-83.5"), values(-807, 198))


def test_too_few_readings_have_a_shift_without_interval():
    assert hodges_lehmann(values(1, 2, 3), values(4, 5, 6)) == (3, None)


def test_difference_in_differences():
    """D. Card, A. B. Krueger 1994: employment 23.33 to 21.17, New Jersey 20.44 to 21.03: 2.76."""
    pilot = Phases(values(20.44), values(21.03))
    control = Phases(values(23.33), values(21.17))
    proof = prove(pilot, control)
    assert float(proof.did) == pytest.approx(2.75, abs=0.011)
    assert proof.did_interval is None
    assert proof.welch is None


OLD = values(50, 52, 49, 51, 50, 48, 53, 51)
NEW = values(44, 45, 43, 46, 44, 45, 43, 44)


def test_clear_change_is_proved():
    proof = prove(Phases(OLD, NEW), better=Better.LOWER)
    assert proof.label is Verdict.PROVED
    assert proof.run is Side.BELOW
    assert proof.difference == Decimal("-6.25")
    assert proof.welch[1] < 0
    assert (proof.before.center, proof.did) == (Decimal("50.5"), None)


def test_change_for_the_worse_is_not_shown():
    assert prove(Phases(OLD, NEW), better=Better.HIGHER).label is Verdict.NOT_SHOWN
    assert prove(Phases(NEW, OLD), better=Better.LOWER).label is Verdict.NOT_SHOWN
    assert prove(Phases(NEW, OLD), better=Better.HIGHER).label is Verdict.PROVED


def test_without_a_better_way_a_change_either_way_counts():
    assert prove(Phases(OLD, NEW)).label is prove(Phases(NEW, OLD)).label is Verdict.PROVED


def test_seven_readings_are_too_early():
    proof = prove(Phases(OLD, NEW[:7]), better=Better.LOWER)
    assert (proof.is_too_early, proof.label) == (True, Verdict.NOT_SHOWN)
    assert prove(Phases(OLD[:7], NEW), better=Better.LOWER).is_too_early
    assert not prove(Phases(OLD, NEW)).is_too_early


def test_broken_run_leaves_it_likely():
    proof = prove(Phases(OLD, (*NEW[:4], Decimal("50.5"), *NEW[4:])), better=Better.LOWER)
    assert proof.run is None
    assert proof.label is Verdict.LIKELY


def test_run_within_wide_noise_is_likely():
    old = values(20, 80, 30, 90, 10, 70, 40, 60)
    proof = prove(Phases(old, values(49, 48, 49, 48, 49, 48, 49, 48)), better=Better.LOWER)
    assert proof.run is Side.BELOW
    assert proof.welch[0] < 0 < proof.welch[1]
    assert proof.label is Verdict.LIKELY


def test_same_readings_show_nothing():
    proof = prove(Phases(OLD, OLD))
    assert (proof.label, proof.difference, proof.shift) == (Verdict.NOT_SHOWN, 0, 0)


def test_what_the_control_does_too_is_no_effect_of_the_pilot():
    proof = prove(Phases(OLD, NEW), Phases(OLD, NEW), Better.LOWER)
    assert proof.did == 0
    assert proof.run is Side.BELOW
    assert proof.label is Verdict.NOT_SHOWN


def test_control_that_stays_leaves_the_proof():
    proof = prove(Phases(OLD, NEW), Phases(OLD, OLD[::-1]), Better.LOWER)
    assert proof.did == proof.difference
    assert proof.did_interval[1] < 0
    assert proof.label is Verdict.PROVED


def test_control_of_one_reading_proves_nothing():
    proof = prove(Phases(OLD, NEW), Phases(OLD, NEW[:1]), Better.LOWER)
    assert proof.did_interval is None
    assert proof.label is Verdict.LIKELY


def test_readings_without_spread():
    same = prove(Phases(values(*[5] * 8), values(*[4] * 8)), better=Better.LOWER)
    assert same.welch == same.shift_interval == values(-1, -1)
    assert same.label is Verdict.PROVED


def test_last_run_counts():
    old = values(9, 11, 9, 11, 9, 11, 9, 11)
    assert long_run(Phases(old, values(*[12] * 8, *[8] * 8))) is Side.BELOW
    assert long_run(Phases(old, values(*[12] * 7, *[8] * 7))) is None


@pytest.mark.parametrize(
    ("pilot", "control", "who"),
    [
        (Phases((), NEW), None, "pilot"),
        (Phases(OLD, ()), None, "pilot"),
        (Phases(OLD, NEW), Phases(OLD, ()), "control"),
    ],
)
def test_phase_without_readings_is_refused(pilot, control, who):
    with pytest.raises(RuleError, match=who):
        prove(pilot, control)


@given(st.lists(st.integers(0, 99), min_size=8, max_size=12), st.integers(1, 60))
def test_verdict_does_not_depend_on_the_unit(numbers, by):
    old = values(*numbers)
    new = tuple(value - by for value in old)
    plain = prove(Phases(old, new), better=Better.LOWER)
    scaled = prove(
        Phases(tuple(9 - 7 * value for value in old), tuple(9 - 7 * value for value in new)),
        better=Better.HIGHER,
    )
    assert plain.label is scaled.label
    assert math.isclose(plain.shift, -by)
