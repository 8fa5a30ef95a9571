"""What part of a score every question that applies has, answered or not."""

from __future__ import annotations

from decimal import Decimal

from packs.schema.framework import Framework
from packs.schema.tree import Node
from scoring.domain.explaining import Explanation, PartLine
from scoring.domain.numbers import ONE, ZERO, exact
from scoring.domain.types import OUTSIDE, Scorecard


def asked_weights(framework: Framework, card: Scorecard, name: str) -> dict[str, Decimal]:
    """Return the weight in a node of every question below it that applies; they sum to 1.

    Args:
        framework: the release that was answered; it states the weights. Where the rule of a node
            knows none, its parts weigh the same.
        card: the scored answers; they say what applies.
        name: id of the node.

    Returns:
        Weight by question [0-1]; empty where nothing applies. Parts that stand beside the score
        (rule "none") are left out.
    Source: docs/method.md#confidence
    """
    with exact():
        found = _below(framework, card, framework.nodes[name])
        whole = sum(found.values(), ZERO)
        return {item: weight / whole for item, weight in found.items()} if whole else {}


def _below(framework: Framework, card: Scorecard, node: Node) -> dict[str, Decimal]:
    if not node.children:
        return {} if card.nodes[node.id].state in OUTSIDE else {node.id: ONE}
    found: dict[str, Decimal] = {}
    for child in node.children:
        if child.children and framework.rule_of(child) == "none":
            continue
        below = _below(framework, card, child)
        whole = sum(below.values(), ZERO)
        if whole:
            weight = _stated(framework, card, node, child)
            found |= {item: weight * one / whole for item, one in below.items()}
    return found


def _stated(framework: Framework, card: Scorecard, node: Node, child: Node) -> Decimal:
    if framework.rule_of(node) != "weighted_mean":
        return ONE
    return framework.weight_of(child, card.profile) or ZERO


def cell_weights(explained: Explanation) -> dict[str, Decimal]:
    """Return what every question that applies weighs in a cell, answered or not.

    Args:
        explained: the questions behind the cell, as `explain_cell` returns them.

    Source: docs/method.md#confidence
    """
    with exact():
        return {line.item: _carried(line) for line in (*explained.lines, *explained.unanswered)}


def _carried(line: PartLine) -> Decimal:
    if not line.steps:
        return ONE
    step = line.steps[0]
    return step.weight if line.blend is None else line.blend * step.weight / step.whole
