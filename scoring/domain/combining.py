"""How the children of a node make its score: one function per rule of a closed set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from packs.schema.framework import Numbers, median_of
from packs.schema.tree import Aggregate, Node
from scoring.domain.numbers import ONE, ZERO, compared
from scoring.domain.types import Contribution, NodeScore


@dataclass(frozen=True, slots=True)
class Part:
    """A child in its parent: its score, its stated weight, and the weight it has in this run."""

    score: NodeScore
    stated: Decimal
    weight: Decimal

    @property
    def value(self) -> Decimal:
        """Score of the child; only scored children are combined."""
        return ZERO if self.score.score is None else self.score.score


@dataclass(frozen=True, slots=True)
class Blend:
    """A combined value; shares x child values sum to it.

    `lines` replaces the explanation of children that count by being met, not by their score.
    """

    value: Decimal
    maximum: Decimal
    shares: tuple[Decimal, ...]
    lines: Mapping[str, tuple[Contribution, ...]] = field(default_factory=dict)


def combine(
    node: Node, rule: Aggregate, parts: list[Part], full: Decimal, numbers: Numbers
) -> Blend:
    """Return the value of a node from its scored children.

    Args:
        node: the parent, for its thresholds.
        rule: how children are combined; not "none".
        parts: scored children, at least one.
        full: sum of the maxima of all children; a sum is stretched to it when some do not count.
        numbers: how the pack compares, for the thresholds.

    Returns: value, its maximum, and the share of each child.
    Source: docs/method.md#scores
    """
    match rule:
        case "sum":
            return _sum(parts, full)
        case "min" | "max":
            return _extreme(parts, rule)
        case "median":
            return _median(parts)
        case "share_met" | "k_of_n":
            return _met(node, rule, parts, numbers)
        case _:
            return _mean(parts, [part.weight for part in parts])


def _mean(parts: list[Part], weights: list[Decimal]) -> Blend:
    whole = sum(weights, ZERO)
    pairs = list(zip(parts, weights, strict=True))
    return Blend(
        value=sum((part.value * weight for part, weight in pairs), ZERO) / whole,
        maximum=sum((part.score.maximum * weight for part, weight in pairs), ZERO) / whole,
        shares=tuple(weight / whole for weight in weights),
    )


def _sum(parts: list[Part], full: Decimal) -> Blend:
    """Return the points of the children; one that holds less of its weight counts for less."""
    stretch = full / sum((part.weight for part in parts), ZERO)
    shares = tuple(part.weight / part.score.maximum * stretch for part in parts)
    whole = sum((part.value * part.weight / part.score.maximum for part in parts), ZERO)
    return Blend(value=whole * stretch, maximum=full, shares=shares)


def _extreme(parts: list[Part], rule: Aggregate) -> Blend:
    values = [part.value for part in parts]
    best = min(values) if rule == "min" else max(values)
    chosen = values.index(best)
    shares = tuple(ONE if place == chosen else ZERO for place in range(len(parts)))
    tops = [part.score.maximum for part in parts]
    return Blend(best, min(tops) if rule == "min" else max(tops), shares)


def _median(parts: list[Part]) -> Blend:
    order = sorted(range(len(parts)), key=lambda place: parts[place].value)
    middle = {order[(len(order) - 1) // 2], order[len(order) // 2]}
    shares = tuple(ONE / len(middle) if place in middle else ZERO for place in range(len(parts)))
    value = sum((parts[place].value for place in middle), ZERO) / len(middle)
    return Blend(value, median_of([part.score.maximum for part in parts]), shares)


def _met(node: Node, rule: Aggregate, parts: list[Part], numbers: Numbers) -> Blend:
    """Return the share of children at the threshold, or 1 when k of them are."""
    limit = node.met_at or ZERO
    met = [compared(part.value, numbers) >= limit for part in parts]
    share = ONE / len(parts)
    lines = {
        part.score.id: (Contribution(part.score.id, "", ONE if is_met else ZERO, ONE),)
        for part, is_met in zip(parts, met, strict=True)
    }
    if rule == "share_met":
        return Blend(Decimal(sum(met)) / len(parts), ONE, tuple(share for _ in parts), lines)
    enough = sum(met) >= (node.k or 1)
    counted = ONE / sum(met) if enough else ZERO
    return Blend(ONE if enough else ZERO, ONE, tuple(counted for _ in parts), lines)
