"""Gaps: what lies between the agreed level and the target of a question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.domain.types import Scorecard


@dataclass(frozen=True, slots=True)
class Gap:
    """One question below its target.

    Attributes:
        question: id of the question.
        dimension: id of its dimension.
        current: agreed level [level of the pack's scale].
        target: wanted level, above `current`.
        weight: share of the question in the overall score [0-1].
    """

    question: str
    dimension: str
    current: Decimal
    target: Decimal
    weight: Decimal

    @property
    def size(self) -> Decimal:
        """Target minus current [levels], always above zero."""
        return self.target - self.current

    @property
    def priority(self) -> Decimal:
        """Gain of the overall score [levels] if this gap alone were closed."""
        return self.size * self.weight


def gaps(
    card: Scorecard, dimensions: Iterable[str], targets: Mapping[str, Decimal | None]
) -> tuple[Gap, ...]:
    """Return every open gap, the one that lifts the overall score most first.

    Args:
        card: the scored run; its contributions carry level and weight of every answer.
        dimensions: ids of the dimensions, the direct children of the top node.
        targets: wanted level by question id; None or a missing id means no target was set.

    Returns:
        Gaps ordered by priority, then size, then id. A question without a target, or at or
        above it, has no gap.

    Source: docs/method.md#gaps (gap x weight, the question's part of the weighted mean).
    """
    weights = card.total.applied_weights
    found = []
    for dimension in dimensions:
        node = card.nodes[dimension]
        share = weights.get(dimension, Decimal(0))
        for line in node.contributions:
            target = targets.get(line.item)
            if target is None or target <= line.value:
                continue
            found.append(Gap(line.item, dimension, line.value, target, share * line.weight))
    return tuple(sorted(found, key=lambda gap: (-gap.priority, -gap.size, gap.question)))
