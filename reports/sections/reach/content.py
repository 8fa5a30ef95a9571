"""What the plan reaches: capability by year beside the target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from capability.domain.reach import Climb
from core.text import LocalizedText


@dataclass(frozen=True, slots=True)
class ReachLine:
    """One dimension, or the whole plant where `title` is None."""

    title: LocalizedText | None
    climb: Climb


@dataclass(frozen=True, slots=True)
class Reach:
    """The expected scores at the end of each year by the lift rule.

    Attributes:
        run: the run it starts from.
        days: last day of each year that is reckoned with.
        lines: the dimensions, then the whole plant.
        late: initiatives that should be over and are not; they lift nothing until re-dated.
        without_lift: initiatives that name no lift.
        holding: topics of vetoes that hold the plant's level and that nothing in the plan answers.
    """

    run: str
    days: tuple[date, ...]
    lines: tuple[ReachLine, ...]
    late: int
    without_lift: int
    holding: tuple[LocalizedText, ...] = ()

    @property
    def total(self) -> Climb:
        """The way of the whole plant."""
        return self.lines[-1].climb


@dataclass(frozen=True, slots=True)
class ReachChapter:
    """The chapter; without a plan or a score it says so."""

    reach: Reach | None
