"""Whether a pilot changed what it was to change: before against after, with a control if there is.

Source of the parts: B. L. Welch, Biometrika 34 (1947); J. L. Hodges, E. L. Lehmann, Annals of
Mathematical Statistics 34 (1963); run rule of W. A. Shewhart's charts as in docs/method.md#signals.
How they are put together is own judgement: docs/method.md#pilot-proof.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.errors import RuleError
from indicators.domain.baseline import Baseline, compute, mean_of
from indicators.domain.signals import Side, runs
from planning.domain.quantiles import rank_of_shift, student
from readings.domain.points import SeriesPoint

FEWEST = 8  # readings of a phase; fewer are too early
Interval = tuple[Decimal, Decimal]


class Better(StrEnum):
    """Which way is an improvement."""

    LOWER = "lower"
    HIGHER = "higher"


class Verdict(StrEnum):
    """What the readings say."""

    PROVED = "proved"
    LIKELY = "likely"
    NOT_SHOWN = "not_shown"


@dataclass(frozen=True, slots=True)
class Phases:
    """Readings of one line or plant in order of time, before and after the change."""

    before: tuple[Decimal, ...]
    after: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class PilotProof:
    """What was found; None where readings are too few for a figure.

    Attributes:
        before, after: center and natural limits of each phase of the pilot.
        difference: mean after minus mean before.
        welch: 95 % interval of the difference.
        shift: median of all differences between a reading after and one before.
        shift_interval: its exact interval of at least 95 %.
        run: side on which 8 successive readings after lie beyond the old center.
        did: difference of the pilot minus that of the control; None without a control.
        did_interval: its 95 % interval.
        is_too_early: fewer than 8 readings in a phase of the pilot.
        label: the verdict; too early shows nothing.
    """

    before: Baseline
    after: Baseline
    difference: Decimal
    welch: Interval | None
    shift: Decimal
    shift_interval: Interval | None
    run: Side | None
    did: Decimal | None
    did_interval: Interval | None
    is_too_early: bool
    label: Verdict


def prove(pilot: Phases, control: Phases | None = None, better: Better | None = None) -> PilotProof:
    """Return whether a change is proved.

    Args:
        pilot: readings where the change was made; both phases have some.
        control: readings of the same time where it was not made; both phases have some.
        better: the way that counts; without it a change either way does.

    Raises:
        RuleError: a phase without readings.
    """
    for who, phases in (("pilot", pilot), ("control", control)):
        if phases is not None and not (phases.before and phases.after):
            raise RuleError(f"no readings of the {who} before, or none after", field=who)
    old, new = _stage(pilot.before), _stage(pilot.after)
    welch = contrast([(pilot.after, 1), (pilot.before, -1)])
    shift, shift_interval = hodges_lehmann(pilot.before, pilot.after)
    run = long_run(pilot)
    did, did_interval = _against(pilot, control)
    is_too_early = min(len(pilot.before), len(pilot.after)) < FEWEST
    wanted = _wanted(better, new.mean - old.mean)
    intervals = [welch, shift_interval, *([did_interval] if control else [])]
    is_beyond = all(_is_beyond(interval, wanted) for interval in intervals)
    control_run = long_run(control) if control else None
    has_run = run is not None and run is wanted and control_run is not wanted
    return PilotProof(
        before=old,
        after=new,
        difference=new.mean - old.mean,
        welch=welch,
        shift=shift,
        shift_interval=shift_interval,
        run=run,
        did=did,
        did_interval=did_interval,
        is_too_early=is_too_early,
        label=Verdict.NOT_SHOWN if is_too_early else _verdict(is_beyond, has_run),
    )


def _verdict(*evidence: bool) -> Verdict:
    if all(evidence):
        return Verdict.PROVED
    return Verdict.LIKELY if any(evidence) else Verdict.NOT_SHOWN


def _wanted(better: Better | None, difference: Decimal) -> Side:
    """Return the side of a change that counts: the better one, else the one of the means."""
    if better is None:
        return Side.ABOVE if difference > 0 else Side.BELOW
    return {Better.LOWER: Side.BELOW, Better.HIGHER: Side.ABOVE}[better]


def _is_beyond(interval: Interval | None, side: Side) -> bool:
    """Tell whether an interval lies on one side of 0."""
    if interval is None:
        return False
    low, high = interval
    return low > 0 if side is Side.ABOVE else high < 0


def _points(values: Sequence[Decimal]) -> list[SeriesPoint]:
    return [SeriesPoint(place, str(place), value) for place, value in enumerate(values, 1)]


def _stage(values: Sequence[Decimal]) -> Baseline:
    return compute(_points(values), label=str)


def long_run(phases: Phases) -> Side | None:
    """Return on which side of the old center 8 successive readings after lie, None if on none.

    A reading on the center ends a run, as on the chart. Of runs on both sides the last counts.
    """
    found = runs(_points(phases.after), _stage(phases.before).center)
    return found[-1].side if found else None


def contrast(samples: Sequence[tuple[Sequence[Decimal], int]]) -> Interval | None:
    """Return the 95 % interval of a sum of means, each with its sign, after Welch.

    Args:
        samples: readings and 1 or -1. Variances may differ; readings are taken as independent.

    Returns:
        The ends; None where a sample has one reading only. Samples without any spread give the
        difference twice.
    """
    if any(len(values) < 2 for values, _sign in samples):
        return None
    middle = sum((sign * mean_of(values) for values, sign in samples), Decimal(0))
    parts = [(statistics.variance(values) / len(values), len(values)) for values, _sign in samples]
    whole = sum((part for part, _n in parts), Decimal(0))
    if not whole:
        return middle, middle
    degrees = whole**2 / sum((part**2 / (n - 1) for part, n in parts), Decimal(0))
    width = Decimal(student(float(degrees))) * whole.sqrt()
    return middle - width, middle + width


def hodges_lehmann(
    before: Sequence[Decimal], after: Sequence[Decimal]
) -> tuple[Decimal, Interval | None]:
    """Return the median of all differences after minus before, and its exact interval."""
    differences = sorted(new - old for new in after for old in before)
    rank = rank_of_shift(len(before), len(after))
    interval = (differences[rank - 1], differences[-rank]) if rank else None
    return statistics.median(differences), interval


def _against(pilot: Phases, control: Phases | None) -> tuple[Decimal | None, Interval | None]:
    """Return the difference in differences and its interval."""
    if control is None:
        return None, None
    signed = [(pilot.after, 1), (pilot.before, -1), (control.after, -1), (control.before, 1)]
    value = sum((sign * mean_of(values) for values, sign in signed), Decimal(0))
    return value, contrast(signed)
