"""What the plan reaches: capability by year beside the target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import LocalizedText
from scoring.domain.matrix import Figures, Level


@dataclass(frozen=True, slots=True)
class ReachLine:
    """One dimension, or the whole plant where `title` is None [levels]."""

    title: LocalizedText | None
    start: Decimal
    values: tuple[Decimal, ...]
    target: Decimal | None

    @property
    def end(self) -> Decimal:
        """What the whole plan reaches."""
        return self.values[-1] if self.values else self.start

    @property
    def figures(self) -> Figures:
        """What the plan reaches and the target as they are written; the gap is what is missing."""
        return Level(self.end, self.target).shown

    @property
    def figures_finely(self) -> Figures:
        """The same with two places, for the table."""
        return Level(self.end, self.target).shown_finely


@dataclass(frozen=True, slots=True)
class Reach:
    """The expected scores at the end of each year by the lift rule.

    Attributes:
        run: the run it starts from.
        days: last day of each year that is reckoned with.
        lines: the dimensions, then the whole plant.
        late: initiatives that should be over and are not; they lift nothing until re-dated.
        without_lift: initiatives that name no lift.
    """

    run: str
    days: tuple[date, ...]
    lines: tuple[ReachLine, ...]
    late: int
    without_lift: int

    @property
    def total(self) -> ReachLine:
        """The whole plant."""
        return self.lines[-1]


@dataclass(frozen=True, slots=True)
class ReachChapter:
    """The chapter; without a plan or a score it says so."""

    reach: Reach | None
