"""What the plan reaches: capability at the end of each year by the lift rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from capability.domain.lift import lifted, uplift


@dataclass(frozen=True, slots=True)
class PlannedLift:
    """What one initiative of the plan lifts.

    Attributes:
        id: stable name of the initiative.
        ends_on: last day; from the next one on its lift counts.
        cap: highest level its phase can lift to.
        lifts: face value by dimension [levels].
    """

    id: str
    ends_on: date
    cap: Decimal
    lifts: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class CapabilityScores:
    """Where a plant stands.

    Attributes:
        dimensions: score by dimension [levels].
        total: overall score [levels].
    """

    dimensions: Mapping[str, Decimal]
    total: Decimal


@dataclass(frozen=True, slots=True)
class YearReached:
    """What is expected at the end of a year.

    Attributes:
        on: the last day of the year, or of the plan in it.
        standing: the expected scores.
        finished: initiatives whose lift counts by then.
    """

    on: date
    standing: CapabilityScores
    finished: int


def reach(
    start: CapabilityScores,
    weights: Mapping[str, Decimal],
    lifts: Iterable[PlannedLift],
    days: Sequence[date],
) -> tuple[YearReached, ...]:
    """Return the expected scores on some days.

    Args:
        start: the scores of the run.
        weights: share of each dimension in the overall score [0-1].
        lifts: initiatives whose effect is not in the run's answers yet.
        days: last days of the years, in order.

    Returns:
        One entry a day. Lifts are applied in the order of completion (then of ids), each bounded
        by the cap of its phase; a dimension that the run has no score for is passed over. The
        overall score grows by the sum of the gains times the weights.

    Source: docs/method.md#reach.
    """
    waiting = sorted(lifts, key=lambda entry: (entry.ends_on, entry.id))
    scores = dict(start.dimensions)
    reached = []
    finished = 0
    for day in days:
        while finished < len(waiting) and waiting[finished].ends_on <= day:
            entry = waiting[finished]
            for name, lift in entry.lifts.items():
                if name in scores:
                    scores[name] = lifted(scores[name], lift, entry.cap)
            finished += 1
        changes = {name: (start.dimensions[name], score) for name, score in scores.items()}
        gain = uplift(changes, weights)
        reached.append(
            YearReached(day, CapabilityScores(dict(scores), start.total + gain), finished)
        )
    return tuple(reached)
