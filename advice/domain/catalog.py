"""An initiative of the catalog as the rules see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from capability.domain.lift import lifted


@dataclass(frozen=True, slots=True)
class CatalogItem:
    """What the rules need to know of one initiative of the catalog.

    Attributes:
        id: catalog id.
        phase: digitize, integrate or optimize.
        cap: highest level the phase can lift to.
        lifts: face value of the lift by dimension [levels, done alone from level 1].
        prerequisites: ids that must be in place or planned.
        conditions: level that a question must have before the start, by question id.
        cost: one-off cost, low and high, for the plant's size [USD].
        duration: low and high [calendar months].
        run_cost_percent: yearly cost as a share of the middle of `cost` [%].
        is_governance: part of how the program is led; it comes first or is in place.
        roles: who works on it.
    """

    id: str
    phase: str
    cap: Decimal
    lifts: Mapping[str, Decimal]
    prerequisites: tuple[str, ...]
    conditions: Mapping[str, Decimal]
    cost: tuple[Decimal, Decimal]
    duration: tuple[Decimal, Decimal]
    run_cost_percent: Decimal
    is_governance: bool = False
    roles: tuple[str, ...] = ()

    @property
    def middle_cost(self) -> Decimal:
        """Middle of the cost range [USD]."""
        return sum(self.cost, Decimal(0)) / 2

    def lift_from(self, scores: Mapping[str, Decimal]) -> dict[str, tuple[Decimal, Decimal]]:
        """Return the score of each dimension it lifts, before and after, by the lift rule."""
        return {
            name: (score, lifted(score, self.lifts[name], self.cap))
            for name, score in scores.items()
            if self.lifts.get(name)
        }
