"""Goals as a tree: horizon against date, parents, and how far a figure has come.

Which dates suit which horizon is own judgment. See docs/method.md#goals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.domain.targets import Direction

HORIZONS = ("short", "mid", "long")  # from the nearest to the farthest
SPANS = {"short": (0, 1), "mid": (1, 3), "long": (3, 5)}  # years, both ends included
HUNDRED = Decimal(100)


class Misfit(StrEnum):
    """Why a goal cannot serve another one."""

    CIRCLE = "circle"
    HORIZON = "horizon"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Place:
    """A goal as the tree sees it.

    Attributes:
        key: of the row; 0 for one that is not stored yet.
        parent: key of the goal it serves; None for none.
        horizon: short, mid or long.
        due_on: its date.
    """

    key: int
    parent: int | None
    horizon: str
    due_on: date


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 28 February for a 29 that is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def agrees(horizon: str, due_on: date, since: date) -> bool:
    """Tell whether a date lies in a horizon.

    Args:
        horizon: short (up to 1 year), mid (1 to 3) or long (3 to 5); both ends belong to it.
        due_on: when the goal is due.
        since: the day from which the years count. A date before it suits the short term.
    """
    nearest, farthest = SPANS[horizon]
    is_late_enough = nearest == 0 or due_on >= years_after(since, nearest)
    return is_late_enough and due_on <= years_after(since, farthest)


def misfit(child: Place, parent: Place, above: Mapping[int, int | None]) -> Misfit | None:
    """Return why a goal cannot serve another one, None if it can.

    Args:
        child: the goal that is to serve; a stored one has a key.
        parent: the goal it is to serve.
        above: key of each goal of the plant -> key of the goal it serves.

    Returns:
        A circle, a horizon longer than the parent's, or a date after the parent's.
    """
    if child.key and child.key in (parent.key, *ancestors(parent.key, above)):
        return Misfit.CIRCLE
    if HORIZONS.index(child.horizon) > HORIZONS.index(parent.horizon):
        return Misfit.HORIZON
    return Misfit.DATE if child.due_on > parent.due_on else None


def ancestors(key: int, above: Mapping[int, int | None]) -> tuple[int, ...]:
    """Return the goals that a goal serves, the nearest first; a circle is walked once."""
    found: list[int] = []
    step = above.get(key)
    while step is not None and step not in found:
        found.append(step)
        step = above.get(step)
    return tuple(found)


def in_tree(places: Sequence[Place]) -> list[tuple[int, int]]:
    """Return keys with their depth, every goal below the one it serves.

    Args:
        places: in the order in which brothers stand; a parent that is not among them is none.

    Returns:
        Every key once, roots at depth 0.
    """
    known = {place.key for place in places}
    below: dict[int | None, list[int]] = {}
    for place in places:
        below.setdefault(place.parent if place.parent in known else None, []).append(place.key)
    found: list[tuple[int, int]] = []
    waiting = [(key, 0) for key in reversed(below.get(None, []))]
    while waiting:
        key, depth = waiting.pop()
        found.append((key, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(key, []))]
    return found


def progress(
    baseline: Decimal, target: Decimal, current: Decimal | None, direction: Direction
) -> Decimal | None:
    """Return how much of the way from baseline to target is gone [%].

    Args:
        baseline: where it began [unit of the indicator].
        target: where it is to be, in the same unit.
        current: where it is, in the same unit; None without a reading.
        direction: with a best value, what counts is how much nearer to it the figure is.

    Returns:
        100 at the target, more beyond it, below 0 where it is worse than the baseline; None
        without a reading, or where the target is the baseline.
    """
    if current is None or target == baseline:
        return None
    if direction is Direction.TARGET:
        return HUNDRED * (1 - abs(current - target) / abs(baseline - target))
    return HUNDRED * (current - baseline) / (target - baseline)


def is_worse(baseline: Decimal, target: Decimal, direction: Direction) -> bool:
    """Tell whether a target lies on the wrong side of its baseline."""
    if direction is Direction.TARGET:
        return False
    return target < baseline if direction is Direction.UP else target > baseline


def is_measurable(pairs: Iterable[tuple[Decimal | None, Decimal | None]]) -> bool:
    """Tell whether an indicator has both a baseline and a target, which is another value."""
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)
