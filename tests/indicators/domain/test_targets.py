from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RuleError
from indicators.domain import targets
from indicators.domain.baseline import compute
from indicators.domain.targets import Direction, Standing
from readings.domain.periods import PeriodStep
from tests.indicators.domain.test_baseline import YEAR, months

DEC_2025, DEC_2027 = dt.date(2025, 12, 1), dt.date(2027, 12, 1)


def test_twenty_percent_less_than_41_is_32_8():
    assert targets.changed_by_percent(Decimal(41), Decimal(-20)) == Decimal("32.8")


def test_percent_and_points_differ():
    assert targets.changed_by_percent(Decimal(64), Decimal(6)) == Decimal("67.84")
    assert targets.changed_by_points(Decimal(64), Decimal(6)) == 70


def test_zero_has_no_percentage():
    with pytest.raises(RuleError, match="zero"):
        targets.changed_by_percent(Decimal(0), Decimal(10))


def test_speed_up_and_time_cut_are_two_promises():
    assert round(targets.sped_up(Decimal(10), Decimal(30)), 2) == Decimal("7.69")
    assert targets.changed_by_percent(Decimal(10), Decimal(-30)) == 7


def test_standing_still_is_no_speed():
    with pytest.raises(RuleError):
        targets.sped_up(Decimal(10), Decimal(-100))


def test_half_way_to_the_benchmark():
    assert targets.towards_benchmark(Decimal(60), Decimal(80), targets.ONE_YEAR_SHARE) == 70
    assert targets.towards_benchmark(Decimal(60), Decimal(80), targets.THREE_YEAR_SHARE) == 76


@pytest.mark.parametrize(("month", "value"), [(7, "38.7"), (8, "38.4"), (9, "38.0"), (10, "37.7")])
def test_path_of_the_picture(month, value):
    found = targets.path_at(
        base=Decimal(41), base_last=DEC_2025, target=Decimal("32.8"), target_on=DEC_2027,
        period=dt.date(2026, month, 1),
    )  # fmt: skip
    assert round(found, 1) == Decimal(value)


@pytest.mark.parametrize(
    ("month", "value"),
    [
        (DEC_2025, None),
        (dt.date(2024, 1, 1), None),
        (DEC_2027, Decimal(30)),
        (dt.date(2030, 1, 1), Decimal(30)),
    ],
)
def test_path_has_a_beginning_and_an_end(month, value):
    found = targets.path_at(
        base=Decimal(40), base_last=DEC_2025, target=Decimal(30), target_on=DEC_2027, period=month
    )
    assert found == value


def test_target_before_the_baseline_has_no_path():
    found = targets.path_at(
        base=Decimal(40),
        base_last=DEC_2025,
        target=Decimal(30),
        target_on=DEC_2025,
        period=DEC_2027,
    )
    assert found is None


@pytest.mark.parametrize(
    ("direction", "value", "standing"),
    [
        ("down", "38.7", "behind"),  # path 38, half a MAD-sigma is 0.6
        ("down", "38.6", "on"),
        ("down", "37.4", "on"),
        ("down", "37.3", "ahead"),
        ("up", "37.3", "behind"),
        ("up", "38.7", "ahead"),
        ("target", "38.7", "behind"),
        ("target", "37.3", "ahead"),
        ("target", "38.0", "on"),
        ("target", "20.0", "behind"),
    ],
)
def test_standing_against_the_path(direction, value, standing):
    found = targets.standing(
        value=Decimal(value),
        path=Decimal(38),
        target=Decimal(33),
        mad_sigma=Decimal("1.2"),
        direction=Direction(direction),
    )
    assert found == standing


def test_target_inside_the_limits_needs_a_run():
    limits = compute(months(*YEAR)).limits
    assert targets.months_to_prove(limits, Decimal(34)) == 8
    assert targets.months_to_prove(limits, Decimal("32.8")) == 1
    assert targets.months_to_prove(limits, Decimal(50)) == 1
    for border in (limits.lower, limits.upper):
        assert targets.months_to_prove(limits, border) == 8


def check(value, on, direction):
    targets.check_target(
        target=Decimal(value), target_on=on, center=Decimal(41), base_last=DEC_2025,
        direction=Direction(direction),
    )  # fmt: skip


@pytest.mark.parametrize(("value", "direction"), [(30, "down"), (50, "up"), (30, "target")])
def test_sound_targets_pass(value, direction):
    check(value, DEC_2027, direction)


@pytest.mark.parametrize(
    ("value", "on", "direction", "field"),
    [
        (30, DEC_2025, "down", "target_on"),
        (42, DEC_2027, "down", "target_value"),
        (30, DEC_2027, "up", "target_value"),
    ],
)
def test_target_that_is_none_is_refused(value, on, direction, field):
    with pytest.raises(RuleError) as caught:
        check(value, on, direction)
    assert caught.value.field == field


@given(st.decimals(-100, 100, places=1), st.decimals(-100, 100, places=1), st.integers(1, 60))
def test_path_stays_between_its_ends(base, target, ahead):
    month = dt.date(2026 + (ahead - 1) // 12, (ahead - 1) % 12 + 1, 1)
    found = targets.path_at(
        base=base, base_last=DEC_2025, target=target, target_on=DEC_2027, period=month
    )
    slack = Decimal("1e-20")
    assert min(base, target) - slack <= found <= max(base, target) + slack


@given(st.decimals(0, 80, places=1))
def test_only_one_standing_is_better_than_behind_for_better_values(value):
    order = [Standing.BEHIND, Standing.ON, Standing.AHEAD]
    here, better = (
        targets.standing(
            value=v,
            path=Decimal(40),
            target=Decimal(30),
            mad_sigma=Decimal(2),
            direction=Direction.DOWN,
        )
        for v in (value, value - 1)
    )
    assert order.index(better) >= order.index(here)


def test_quarters_count_from_their_middle():
    # Two quarters to go and the line starts half a quarter before: 1.5 quarters from 10 to 4.
    found = targets.path_at(
        base=Decimal(10),
        base_last=dt.date(2025, 11, 3),
        target=Decimal(4),
        target_on=dt.date(2026, 6, 30),
        period=dt.date(2026, 1, 1),
        step=PeriodStep.QUARTER,
    )
    assert found == 8
