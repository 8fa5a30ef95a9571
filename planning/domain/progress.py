"""Planned and actual progress of a plan, weighted by cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from planning.domain.plans import PlannedInitiative

WHOLE = 100
# The progress that each state allows [%]; the database holds the same (`Initiative.Meta`).
ALLOWED = {
    "planned": range(1),
    "active": range(WHOLE),
    "done": range(WHOLE, WHOLE + 1),
    "stopped": range(WHOLE + 1),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the plan is [0-1]: by the calendar, and as people say."""

    planned: Decimal
    actual: Decimal

    @property
    def lag(self) -> Decimal:
        """How far the work is behind the calendar; negative if it is ahead."""
        return self.planned - self.actual


def elapsed(item: PlannedInitiative, today: date) -> Decimal:
    """Return the share of an item's days that are over at the end of a day [0-1]."""
    whole = (item.ends_on - item.starts_on).days + 1
    gone = (today - item.starts_on).days + 1
    return Decimal(min(max(gone, 0), whole)) / whole


def progress(items: Iterable[PlannedInitiative], today: date) -> Progress | None:
    """Return planned and actual progress of a plan.

    Args:
        items: initiatives in one currency; stopped ones do not count.
        today: the day of the reading.

    Returns:
        Means weighted by one-off cost; where no item has a cost, by days. None without items.

    Source: docs/method.md#progress.
    """
    counted = [item for item in items if not item.is_stopped]
    if not counted:
        return None
    weights = [item.one_off for item in counted]
    if not any(weights):
        weights = [Decimal((item.ends_on - item.starts_on).days + 1) for item in counted]
    whole = sum(weights, Decimal(0))
    pairs = list(zip(weights, counted, strict=True))
    planned = sum((w * elapsed(item, today) for w, item in pairs), Decimal(0)) / whole
    actual = sum((w * item.progress for w, item in pairs), Decimal(0)) / whole
    return Progress(planned=min(planned, Decimal(1)), actual=min(actual, Decimal(1)))


def agrees(status: str, done: int) -> bool:
    """Return whether a state and a progress can both be true.

    Args:
        status: planned, active, done or stopped.
        done: progress [%].

    Source: docs/method.md#progress.
    """
    return done in ALLOWED[status]


def follow(status: str, done: int) -> int | None:
    """Return the progress that a new state brings with it [%]; None if a person must say it.

    What is planned has not begun and what is done is done wholly; work under way keeps what it
    had, unless that was all of it.
    """
    allowed = ALLOWED[status]
    if done in allowed:
        return done
    return allowed[0] if len(allowed) == 1 else None


def state_of(status: str, done: int) -> str:
    """Return the state that a new progress brings with it: planned work that has begun is under way."""
    return "active" if status == "planned" and 0 < done < WHOLE else status
