"""Readings that ask a question: outside the limits, long runs, crowding near a limit, odd values.

A signal is a reason to ask, not an alarm. Rules run over neighbors in time; a missing or left-out
period ends a run. Source: docs/method.md#signals and #anomalies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.domain.baseline import NaturalLimits, modified_z
from readings.domain.points import SeriesPoint

RUN_LENGTH = 8
WINDOW = 4
CROWD = 3
Z_THRESHOLD = Decimal("3.5")
Z_FEWEST = 5
Z_MOST = 11


class Rule(StrEnum):
    """Why a reading asks a question."""

    OUTSIDE = "outside_limits"
    RUN = "run_on_one_side"
    NEAR_LIMIT = "near_a_limit"
    ODD = "modified_z"


class Side(StrEnum):
    """On which side of the center."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Signal:
    """One finding.

    Attributes:
        rule: which rule was met.
        side: where the readings lie.
        points: the readings concerned, in order of time.
        figure: the limit passed, the center of a run, or the modified z.
    """

    rule: Rule
    side: Side
    points: tuple[SeriesPoint, ...]
    figure: Decimal


def stretches(points: Sequence[SeriesPoint]) -> Iterator[tuple[SeriesPoint, ...]]:
    """Yield the readings in unbroken stretches of neighbors, in order of time."""
    stretch: list[SeriesPoint] = []
    for point in sorted(points, key=lambda item: item.position):
        if stretch and point.position - stretch[-1].position != 1:
            yield tuple(stretch)
            stretch = []
        stretch.append(point)
    if stretch:
        yield tuple(stretch)


def outside(points: Sequence[SeriesPoint], limits: NaturalLimits) -> list[Signal]:
    """Return a signal for every reading beyond a limit; on the limit is inside."""
    signals = []
    for point in sorted(points, key=lambda item: item.position):
        if point.value > limits.upper:
            signals.append(Signal(Rule.OUTSIDE, Side.ABOVE, (point,), limits.upper))
        elif point.value < limits.lower:
            signals.append(Signal(Rule.OUTSIDE, Side.BELOW, (point,), limits.lower))
    return signals


def _side(value: Decimal, center: Decimal) -> Side | None:
    if value == center:
        return None
    return Side.ABOVE if value > center else Side.BELOW


def runs(points: Sequence[SeriesPoint], center: Decimal) -> list[Signal]:
    """Return a signal for every run of at least 8 on one side; a value on the center ends it."""
    signals = []
    for stretch in stretches(points):
        run: list[SeriesPoint] = []
        side: Side | None = None
        for point in stretch:
            here = _side(point.value, center)
            if here != side:
                signals += _run(run, side, center)
                run, side = [], here
            run.append(point)
        signals += _run(run, side, center)
    return signals


def _run(run: list[SeriesPoint], side: Side | None, center: Decimal) -> list[Signal]:
    long = side is not None and len(run) >= RUN_LENGTH
    return [Signal(Rule.RUN, side, tuple(run), center)] if long and side else []


def near_limits(points: Sequence[SeriesPoint], limits: NaturalLimits) -> list[Signal]:
    """Return a signal for 3 of 4 successive readings closer to one limit than to the center.

    The limits before clipping count: half way to a clipped limit would be too near the center.
    Windows that overlap make one signal.
    """
    signals = []
    sides = ((Side.ABOVE, limits.raw_upper), (Side.BELOW, limits.raw_lower))
    for stretch in stretches(points):
        for side, limit in sides:
            close = {
                point
                for point in stretch
                if _side(point.value, limits.center) is side
                and abs(point.value - limit) < abs(point.value - limits.center)
            }
            signals += _crowds(stretch, close, side, limit)
    return signals


def _crowds(
    stretch: Sequence[SeriesPoint], close: set[SeriesPoint], side: Side, limit: Decimal
) -> list[Signal]:
    groups: list[list[SeriesPoint]] = []
    last_window = -WINDOW
    for start in range(len(stretch) - WINDOW + 1):
        here = [point for point in stretch[start : start + WINDOW] if point in close]
        if len(here) < CROWD:
            continue
        if start - last_window < WINDOW:
            groups[-1] += [point for point in here if point not in groups[-1]]
        else:
            groups.append(here)
        last_window = start
    return [Signal(Rule.NEAR_LIMIT, side, tuple(group), limit) for group in groups]


def find_signals(points: Sequence[SeriesPoint], limits: NaturalLimits) -> list[Signal]:
    """Return every signal of a series against limits, in the order of the rules."""
    signals = outside(points, limits)
    return signals + runs(points, limits.center) + near_limits(points, limits)


def is_current(signal: Signal, newest: int) -> bool:
    """Return whether a signal still holds at the newest reading.

    Args:
        signal: a finding of the series.
        newest: position of its newest reading that counts.

    Returns:
        For readings near a limit whether 3 of the last 4 are; else whether it ends at the newest.
    """
    if signal.rule is Rule.NEAR_LIMIT:
        return len(last_window(signal, newest)) >= CROWD
    return signal.points[-1].position == newest


def last_window(signal: Signal, newest: int) -> tuple[SeriesPoint, ...]:
    """Return the readings of a signal that are among the last 4 of the series."""
    return tuple(point for point in signal.points if newest - point.position < WINDOW)


def odd_readings(points: Sequence[SeriesPoint]) -> list[Signal]:
    """Return readings whose modified z is beyond 3.5, for short series of 5 to 11 readings."""
    if not Z_FEWEST <= len(points) <= Z_MOST:
        return []
    ordered = sorted(points, key=lambda item: item.position)
    scores = modified_z([point.value for point in ordered])
    return [
        Signal(Rule.ODD, Side.ABOVE if score > 0 else Side.BELOW, (point,), score)
        for point, score in zip(ordered, scores, strict=True)
        if abs(score) > Z_THRESHOLD
    ]
