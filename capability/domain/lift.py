"""The lift rule: what an initiative does to the level of a dimension."""

from __future__ import annotations

from decimal import Decimal

LIFT_STEPS = Decimal(4)


def lifted(level: Decimal, lift: Decimal, cap: Decimal) -> Decimal:
    """Return a score after one initiative.

    Args:
        level: score before [levels, 0-5].
        lift: face value of the lift [levels, 0-4].
        cap: highest level the initiative's phase can reach.

    Returns:
        level + max(0, cap - level) x lift / 4; never above the cap, never below `level`.

    Source: methods, section 15 (docs/method.md#lift).
    """
    return level + max(Decimal(0), cap - level) * lift / LIFT_STEPS
