"""How much of the applicable weight is answered, and which questions are still open."""

from __future__ import annotations

from decimal import Decimal

from packs.schema.framework import Framework
from scoring.domain.numbers import settled
from scoring.domain.types import NodeScore


def is_below(framework: Framework, answered: Decimal) -> bool:
    """Return whether too little of a weight is answered for a level.

    Args:
        framework: names the share that is needed.
        answered: share of the applicable weight that is answered [0-1].

    Source: docs/method.md#coverage
    """
    return settled(answered) < framework.completeness


def open_items(framework: Framework, scores: dict[str, NodeScore]) -> tuple[str, ...]:
    """Return the ids of items that apply and carry no answer, in reading order."""
    waiting = ("unanswered", "blocked")
    return tuple(leaf.id for leaf in framework.leaves if scores[leaf.id].state in waiting)
