"""What may be placed: an accepted item of the catalog, whole or as a launch slice and its remainder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from launch.domain.costs import months_left, slice_cost
from planning.domain.durations import Duration
from planning.domain.plans import DaySpan


@dataclass(frozen=True, slots=True)
class SliceWish:
    """The part of an item that must stand before production starts.

    Attributes:
        need: key of the launch need that it meets.
        length: of the work.
        start: of production; the remainder begins with the first month after it.
        span: its days where its milestone has one (the end is exclusive); None: as early as it fits.
        after: ids of slices that must have ended before, where `span` does not say it.
    """

    need: str
    length: Duration
    start: date
    span: DaySpan | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An accepted item of the catalog.

    Attributes:
        id: catalog id.
        phase: digitize, integrate or optimize.
        months: duration [whole calendar months, at least 1].
        one_off: one-off cost [currency of the plan].
        yearly: cost of a year of use [currency of the plan].
        prerequisites: catalog ids that must have ended before.
        behind: catalog ids that stand before a prerequisite which is in place: where they are
            planned or accepted, they must have ended before, too; else they hold nobody up.
        slice: the part of it that must stand before production starts; None for none.
        is_governance: belongs to the beginning of a program.
    """

    id: str
    phase: str
    months: int
    one_off: Decimal
    yearly: Decimal
    prerequisites: tuple[str, ...] = ()
    is_governance: bool = False
    behind: tuple[str, ...] = ()
    slice: SliceWish | None = None

    @property
    def predecessors(self) -> tuple[str, ...]:
        """What comes before it, if it is in the plan."""
        return (*self.prerequisites, *self.behind)


def slice_id(name: str, need: str) -> str:
    """Return the name of a slice among planned items; it is never an id of the catalog."""
    return f"{name} {need}"


def halves(whole: Candidate, part: SliceWish) -> tuple[Candidate, Candidate]:
    """Return a slice and its remainder.

    Returns:
        The remainder takes the months that the slice leaves of the whole, rounded up, at least one.
        One-off and yearly cost are shared by duration, that of the slice to three digits; both
        together cost what the whole does.

    Source: docs/method.md#slice-placement.
    """
    days = part.length.length
    one_off, yearly = (
        slice_cost(amount, whole.months, days) for amount in (whole.one_off, whole.yearly)
    )
    return (
        replace(
            whole,
            id=slice_id(whole.id, part.need),
            one_off=one_off,
            yearly=yearly,
            prerequisites=part.after,
            behind=(),
        ),
        replace(
            whole,
            months=months_left(whole.months, days),
            one_off=whole.one_off - one_off,
            yearly=whole.yearly - yearly,
            slice=None,
        ),
    )
