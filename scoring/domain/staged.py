"""Staged levels: as high as the weight of a group's items carries."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from packs.schema.rules import StagedRule
from packs.schema.tree import Node
from scoring.domain import wording
from scoring.domain.conditions import Situation
from scoring.domain.numbers import ONE, ZERO, settled
from scoring.domain.types import LevelReading, Unmet


def read_staged(rule: StagedRule, node: Node, situation: Situation) -> LevelReading:
    """Return the highest level that the weight of a node's items carries.

    Level k: of the weight at most 1 - share is missed (below k, or open), no must-item lies more
    than its slack below k, and with `floor_below` no answer lies further below k than that. With
    `na` what does not apply is neither missed nor met and stays in the divisor, else its weight
    goes to its sisters.

    Source: docs/method.md#staged
    """
    framework = situation.framework
    group = framework.nodes[framework.resolve(rule.of or node.id)]
    weights = _weights(rule, group, situation)
    level = 0
    for step in range(1, framework.level_count + 1):
        unmet = _lacks(rule, group, step, weights, situation)
        if unmet:
            return LevelReading(level, rule.type, step, unmet)
        level = step
    return LevelReading(level, rule.type)


def staged_musts(rule: StagedRule, node: Node, situation: Situation) -> tuple[str, ...]:
    """Return the must-items of a staged rule that apply, in reading order."""
    framework = situation.framework
    group = framework.nodes[framework.resolve(rule.of or node.id)]
    if rule.must == "gates":
        named = frozenset[str]().union(*framework.gate_musts.values())
    else:
        named = frozenset(rule.must)
    children = [child.id for child in group.children if child.id in named]
    return tuple(item for item in children if situation.is_needed(item))


def _weights(rule: StagedRule, group: Node, situation: Situation) -> dict[str, Decimal]:
    """Return each applicable item's share of the group's weight, answered or not."""
    weights = {child.id: situation.weight(child) for child in group.children}
    needed = {item: weight for item, weight in weights.items() if situation.is_needed(item)}
    asked = needed
    if rule.na:
        asked = {
            item: weight
            for item, weight in weights.items()
            if situation.scores[item].state not in ("hidden", "unweighted")
            and item not in situation.cut
        }
    whole = sum(asked.values(), ZERO) or ONE
    return {item: weight / whole for item, weight in needed.items()}


def _lacks(
    rule: StagedRule,
    group: Node,
    step: int,
    weights: Mapping[str, Decimal],
    situation: Situation,
) -> tuple[Unmet, ...]:
    framework, limit = situation.framework, Decimal(step)
    short = tuple(item for item in weights if not situation.is_at(item, limit))
    missed = settled(sum((weights[item] for item in short), ZERO))
    unmet, allowed = [], ONE - rule.share
    if missed > allowed:
        unmet.append(wording.share_missed(framework, group.id, step, (missed, allowed), short))
    floor = limit - rule.must_slack
    musts = [item for item in staged_musts(rule, group, situation) if item in short]
    low = [item for item in musts if not situation.is_at(item, floor)]
    unmet += [_item("must_below", item, floor, situation) for item in low]
    if rule.floor_below is not None:
        bottom = limit - rule.floor_below
        unmet += [
            _item("floor_below", item, bottom, situation)
            for item in short
            if item not in low and situation.value(item) is not None
            if not situation.is_at(item, bottom)
        ]
    return tuple(unmet)


def _item(code: str, item: str, limit: Decimal, situation: Situation) -> Unmet:
    return wording.below(code, situation.framework, item, situation.value(item), limit)
