"""An initiative of the catalog as the rules see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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


def behind(
    name: str, catalog: Mapping[str, CatalogItem], carried: Collection[str]
) -> tuple[str, ...]:
    """Return what comes before an initiative by way of prerequisites that are carried already.

    Args:
        name: id of the initiative.
        catalog: initiatives by id.
        carried: ids whose result is at the plant.

    Returns:
        The nearest ids that are not carried: of a carried prerequisite its own ones, and so on. What
        is carried holds nobody up, and does not set aside what should have come before it.

    Source: docs/method.md#first-placement.
    """
    found: dict[str, None] = {}
    waiting, seen = [need for need in catalog[name].prerequisites if need in carried], {name}
    while waiting:
        here = waiting.pop(0)
        if here in seen or here not in catalog:
            continue
        seen.add(here)
        for need in catalog[here].prerequisites:
            if need in carried:
                waiting.append(need)
            else:
                found[need] = None
    return tuple(found)
