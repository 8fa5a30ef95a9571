"""The lift rule: what an initiative does to the level of a dimension, and that to the whole."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

LIFT_STEPS = Decimal(4)
NONE = Decimal(0)


def lifted(level: Decimal, lift: Decimal, cap: Decimal, floor: Decimal = NONE) -> Decimal:
    """Return a score after one initiative.

    Args:
        level: score before [levels, 0-5].
        lift: face value of the lift [levels, 0-4].
        cap: highest level the initiative's phase can reach.
        floor: level up to which a launch slice lifts in its place; 0 for a whole initiative.

    Returns:
        level + max(0, cap - max(level, floor)) x lift / 4; never above the cap, never below `level`.
        A slice that is capped where its remainder begins lifts, together with it, as the whole does.

    Source: docs/method.md#lift
    """
    return level + max(NONE, cap - max(level, floor)) * lift / LIFT_STEPS


def uplift(lifts: Mapping[str, tuple[Decimal, Decimal]], weights: Mapping[str, Decimal]) -> Decimal:
    """Return the gain of the overall score [levels]: the gains times the dimensions' weights.

    Args:
        lifts: dimension -> score before and after [levels].
        weights: dimension -> share in the overall score of this run [0-1].

    Source: docs/method.md#lift
    """
    return sum(
        (
            (after - before) * weights.get(name, Decimal(0))
            for name, (before, after) in lifts.items()
        ),
        NONE,
    )
