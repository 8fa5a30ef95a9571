"""Targets: what a promise means as a number, the straight path there, and where a reading stands.

Percent and percentage point are never mixed: every way of setting a target has its own function.
Source: docs/method.md#targets.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from core.errors import RuleError
from indicators.domain.baseline import NaturalLimits
from readings.domain.periods import PeriodStep, position_of

ONE_YEAR_SHARE = Decimal("0.5")
THREE_YEAR_SHARE = Decimal("0.8")
HALF = Decimal("0.5")
RUN_TO_PROVE = 8


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    TARGET = "target"


class Standing(StrEnum):
    """Where a reading stands against the path to the target."""

    AHEAD = "ahead"
    ON = "on"
    BEHIND = "behind"


def changed_by_percent(base: Decimal, percent: Decimal) -> Decimal:
    """Return base changed by so many percent of itself.

    Args:
        base: the baseline.
        percent: signed, [%]; -20 makes 41.0 to 32.8.

    Raises:
        RuleError: the base is zero; only an absolute change says anything then.
    """
    if not base:
        raise RuleError("a baseline of zero has no percentage; set the value", field="change")
    return base * (1 + percent / 100)


def changed_by_points(base: Decimal, points: Decimal) -> Decimal:
    """Return base changed by so many percentage points (or units): 64 % + 6 points = 70 %."""
    return base + points


def sped_up(base: Decimal, percent: Decimal) -> Decimal:
    """Return the time left when the speed rises by so many percent: base / (1 + x).

    Raises:
        RuleError: -100 % or less; nothing moves then.
    """
    if percent <= -100:
        raise RuleError("the speed cannot fall to zero", field="change")
    return base / (1 + percent / 100)


def towards_benchmark(base: Decimal, benchmark: Decimal, share: Decimal) -> Decimal:
    """Return baseline + g (benchmark - baseline).

    Args:
        base: the baseline.
        benchmark: value of others, with a source.
        share: g, 0 to 1; 0.5 suits one year and 0.8 three (judgement).
    """
    return base + share * (benchmark - base)


def path_at(
    *,
    base: Decimal,
    base_last: dt.date,
    target: Decimal,
    target_on: dt.date,
    period: dt.date,
    step: PeriodStep = PeriodStep.MONTH,
) -> Decimal | None:
    """Return the value of the straight line from baseline to target in a month or quarter.

    A reading stands for the middle of its period, and the baseline holds until the end of its
    last period. So the line starts half a period before the first reading after the baseline and
    reaches the target with the reading of the period that holds the target date.

    Args:
        base: center of the baseline.
        base_last: any day of the last period of the baseline.
        target: the target value.
        target_on: any day of the target period.
        period: any day of the period asked for.
        step: months or quarters.

    Returns:
        The value; after the target period the target itself. None for periods of the baseline,
        and if the target period is not after the baseline.
    """
    start = position_of(base_last, step) + HALF
    end, here = position_of(target_on, step), position_of(period, step)
    if here < start or end < start:
        return None
    if here >= end:
        return target
    return base + (target - base) * (here - start) / (end - start)


def standing(
    *, value: Decimal, path: Decimal, target: Decimal, mad_sigma: Decimal, direction: Direction
) -> Standing:
    """Return whether a reading is on the path, ahead of it or behind.

    Args:
        value: the reading.
        path: the path's value in its month.
        target: where the path ends.
        mad_sigma: spread of the baseline; half of it is tolerated on either side.
        direction: which way is better; with a best value, nearer to the target is better.

    Returns:
        Behind: worse than the path by more than half a MAD-sigma. Ahead: better by more than that.
    """
    if direction is Direction.TARGET:
        lead = abs(path - target) - abs(value - target)
    else:
        lead = value - path if direction is Direction.UP else path - value
    if lead < -mad_sigma / 2:
        return Standing.BEHIND
    return Standing.AHEAD if lead > mad_sigma / 2 else Standing.ON


def months_to_prove(limits: NaturalLimits, target: Decimal) -> int:
    """Return how many successive months prove that the target is reached.

    Returns:
        1 if the target lies outside the natural limits; inside them a single month can be
        chance, so a run of 8 beyond the old center is needed.
    """
    return 1 if target < limits.lower or target > limits.upper else RUN_TO_PROVE


def check_target(
    *,
    target: Decimal,
    target_on: dt.date,
    center: Decimal,
    base_last: dt.date,
    direction: Direction,
    step: PeriodStep = PeriodStep.MONTH,
) -> None:
    """Refuse a target that lies on the wrong side of the baseline or not after it.

    Args:
        target: the value.
        target_on: the date.
        center: center of the baseline.
        base_last: any day of the last period of that baseline.
        direction: which way is better.
        step: months or quarters.

    Raises:
        RuleError: with the field at fault.
    """
    if position_of(target_on, step) <= position_of(base_last, step):
        raise RuleError("the target date must lie after the baseline", field="target_on")
    worse = {
        Direction.UP: target < center,
        Direction.DOWN: target > center,
        Direction.TARGET: False,
    }[direction]
    if worse:
        raise RuleError("this target is worse than the baseline", field="target_value")
