"""How much of the applicable weight is answered, and which questions are still open."""

from __future__ import annotations

from decimal import Decimal

from assessment.domain import wording
from assessment.domain.aggregation import Run
from assessment.domain.numbers import ONE, ZERO, settled
from assessment.domain.types import NodeScore, Unmet
from packs.schema.framework import Framework

SCOPE_LIMIT = Decimal("0.10")


def is_below(framework: Framework, answered: Decimal) -> bool:
    """Return whether too little of a weight is answered for a level.

    Args:
        framework: names the share that is needed.
        answered: share of the applicable weight that is answered [0-1].

    Source: docs/method.md#coverage
    """
    return settled(answered) < framework.completeness


def find_gap(framework: Framework, score: NodeScore) -> Unmet | None:
    """Return what keeps a node from having a level for want of answers, None when enough is there.

    Source: docs/method.md#coverage
    """
    if not is_below(framework, score.answered_weight):
        return None
    return wording.coverage_below(score.id, score.answered_weight, framework.completeness)


def open_items(framework: Framework, scores: dict[str, NodeScore]) -> tuple[str, ...]:
    """Return the ids of items that apply and carry no answer, in reading order."""
    waiting = ("unanswered", "blocked")
    return tuple(leaf.id for leaf in framework.leaves if scores[leaf.id].state in waiting)


def not_applicable_share(run: Run, scores: dict[str, NodeScore], group: str) -> Decimal:
    """Return the share of a group's weight that people said does not apply [0-1].

    Hidden questions count on neither side. Above `SCOPE_LIMIT` the group is shown with
    "incomplete scope".

    Source: docs/method.md#coverage
    """
    shown = [
        (scores[child.id].state, run.framework.weight_of(child, run.profile) or ZERO)
        for child in run.framework.nodes[group].children
        if scores[child.id].state != "hidden"
    ]
    whole = sum((weight for _, weight in shown), ZERO)
    left_out = sum((weight for state, weight in shown if state == "not_applicable"), ZERO)
    return left_out / (whole or ONE)
