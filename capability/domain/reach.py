"""What the plan reaches: capability at the end of each year by the lift rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from capability.domain.lift import NONE, lifted, uplift
from scoring.domain.matrix import Figures, Level
from scoring.domain.types import ScoreRange


@dataclass(frozen=True, slots=True)
class PlannedLift:
    """What one initiative of the plan lifts.

    Attributes:
        id: stable name of the initiative.
        ends_on: last day; from the next one on its lift counts.
        cap: highest level it can lift to: that of its phase, of a launch slice a lower one.
        lifts: face value by dimension [levels].
        floor: of a remainder, the cap of its launch slice; else 0.
    """

    id: str
    ends_on: date
    cap: Decimal
    lifts: Mapping[str, Decimal]
    floor: Decimal = NONE


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


@dataclass(frozen=True, slots=True)
class Expected:
    """An expected score [levels]: one figure, or a range where open questions leave its ends apart."""

    low: Decimal
    high: Decimal

    def beside(self, target: Decimal | None) -> Level:
        """Return the score beside its target; a range has no gap."""
        ends = ScoreRange(self.low, self.high) if self.low < self.high else None
        return Level(self.low, target, ends=ends)

    @property
    def shown(self) -> str:
        """The score in writing, with two places; a range with one, "1.2–3.0"."""
        return self.beside(None).shown_finely.now


@dataclass(frozen=True, slots=True)
class Climb:
    """The way of one dimension, or of the whole: now, at the end of each year, and wanted [levels]."""

    start: Expected
    values: tuple[Expected, ...]
    target: Decimal | None

    @property
    def end(self) -> Expected:
        """What the whole plan reaches."""
        return self.values[-1] if self.values else self.start

    @property
    def figures(self) -> Figures:
        """What the plan reaches and the target with two places; the gap is what is missing."""
        return self.end.beside(self.target).shown_finely


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
                    scores[name] = lifted(scores[name], lift, entry.cap, entry.floor)
            finished += 1
        changes = {name: (start.dimensions[name], score) for name, score in scores.items()}
        gain = uplift(changes, weights)
        reached.append(
            YearReached(day, CapabilityScores(dict(scores), start.total + gain), finished)
        )
    return tuple(reached)
