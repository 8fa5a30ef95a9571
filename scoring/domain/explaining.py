"""The way of every question into a score: its stated weight, its share, what counts, its part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from packs.schema.framework import Framework
from packs.schema.questions import CellRule
from packs.schema.tree import Node
from scoring.domain.cells import adds_up, share_of
from scoring.domain.numbers import ONE, ZERO, exact
from scoring.domain.types import CellScore, Contribution, Scorecard, State

_LEFT_OUT = ("unanswered", "blocked", "not_applicable")


@dataclass(frozen=True, slots=True)
class WeightStep:
    """One step of the way up: a weight among the sisters that are scored.

    Attributes:
        weight: what the pack states, or the part of it that goes into a cell.
        whole: sum of these weights over the sisters that are scored.
    """

    weight: Decimal
    whole: Decimal


@dataclass(frozen=True, slots=True)
class PartLine:
    """One question behind a score.

    Attributes:
        item: id of the question.
        state: scored, or why it is not.
        answer: the answer as text; empty without a score.
        value: its score; None without one.
        stated: weight that the pack states for it among its sisters; None if it states none.
        parts: among how many processes its weight is split; 1 if it is not.
        blend: share of the cell that its kind of question has, where cells are blended.
        steps: the way up, from the question; empty where weights do not decide.
        weight: share of the score after all that [0-1]; None without a score.
        product: part of the score that comes from it; None without a score.
    """

    item: str
    state: State
    answer: str = ""
    value: Decimal | None = None
    stated: Decimal | None = None
    parts: int = 1
    blend: Decimal | None = None
    steps: tuple[WeightStep, ...] = ()
    weight: Decimal | None = None
    product: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The questions behind a score: those that make it, and those that do not."""

    lines: tuple[PartLine, ...]
    left_out: tuple[PartLine, ...]

    @property
    def unanswered(self) -> tuple[PartLine, ...]:
        """Questions that apply and have no answer."""
        return tuple(line for line in self.left_out if line.state != "not_applicable")

    @property
    def not_applicable(self) -> tuple[PartLine, ...]:
        """Questions that do not apply; others carry their weight."""
        return tuple(line for line in self.left_out if line.state == "not_applicable")


def explain_node(framework: Framework, card: Scorecard, name: str) -> Explanation:
    """Return the questions behind the score of a node, the heaviest first.

    Args:
        framework: the release that was answered; it states the weights.
        card: the scorecard, live or from a seal; nothing is scored again.
        name: id of the node.

    Returns:
        Products sum to the node's score. Hidden questions are not listed.

    Source: docs/method.md#explanations
    """
    with exact():
        ways = _ways(framework, card, framework.nodes[name])
        return _explanation(card, ways, {one.item: one for one in card.nodes[name].contributions})


def explain_cell(framework: Framework, card: Scorecard, cell: CellScore) -> Explanation:
    """Return the questions behind the score of a cell, the heaviest first; see `explain_node`.

    Source: docs/method.md#explanations
    """
    with exact():
        ways = {
            line.item: line
            for line in _ways(framework, card, framework.nodes[cell.dimension]).values()
            if _is_in(framework, line.item, cell.process)
        }
        if adds_up(framework):
            ways = _split(framework, ways, cell)
        else:
            ways = _blended(framework, cast("CellRule", framework.cell_rule), ways)
        return _explanation(card, ways, {one.item: one for one in cell.contributions})


def _is_in(framework: Framework, item: str, column: str) -> bool:
    question = framework.questions_by_id[item]
    if adds_up(framework):
        return share_of(question, column) > 0
    return question.is_cross_cutting or question.belongs_to(column)


def _ways(framework: Framework, card: Scorecard, node: Node) -> dict[str, PartLine]:
    """Return the way of every leaf below a node up to it; hidden leaves are left out."""
    if not node.children:
        state = card.nodes[node.id].state
        return {node.id: PartLine(node.id, state)} if state in ("scored", *_LEFT_OUT) else {}
    stated = {child.id: _stated(framework, card, node, child) for child in node.children}
    whole = sum(
        (weight for name, weight in stated.items() if weight and _counts(card, node, name)), ZERO
    )
    ways: dict[str, PartLine] = {}
    for child in node.children:
        weight = stated[child.id]
        for item, line in _ways(framework, card, child).items():
            first = line.stated if child.children else weight
            steps = (*line.steps, WeightStep(weight, whole)) if weight and whole else ()
            ways[item] = replace(line, stated=first, steps=steps)
    return ways


def _stated(framework: Framework, card: Scorecard, node: Node, child: Node) -> Decimal | None:
    """Return the weight of a child; None where the rule of its parent knows no weights."""
    rule = framework.rule_of(node)
    if framework.rule_of(child) == "none" and child.children:
        return None
    if rule == "weighted_mean":
        return framework.weight_of(child, card.profile) or ZERO
    return ONE if rule == "mean" else None


def _counts(card: Scorecard, node: Node, name: str) -> bool:
    return bool(card.nodes[node.id].applied_weights.get(name))


def _split(
    framework: Framework, ways: Mapping[str, PartLine], cell: CellScore
) -> dict[str, PartLine]:
    """Return the lines of a cell to which each question gives a share of its weight."""
    carried = {
        item: (line.stated or ZERO) * share_of(framework.questions_by_id[item], cell.process)
        for item, line in ways.items()
    }
    whole = sum((carried[one.item] for one in cell.contributions), ZERO)
    return {
        item: replace(line, parts=_parts(framework, item), steps=_step(carried[item], whole))
        for item, line in ways.items()
    }


def _parts(framework: Framework, item: str) -> int:
    named = framework.questions_by_id[item].processes
    return 1 if named == "all" else max(1, len(set(named)))


def _step(weight: Decimal, whole: Decimal) -> tuple[WeightStep, ...]:
    return (WeightStep(weight, whole),) if whole else ()


def _blended(
    framework: Framework, rule: CellRule, ways: Mapping[str, PartLine]
) -> dict[str, PartLine]:
    """Return the lines of a cell that process and cross-cutting questions share."""
    lines: dict[str, PartLine] = {}
    for is_cross, share in ((False, rule.process_share), (True, rule.cross_cutting_share)):
        group = {
            item: line
            for item, line in ways.items()
            if framework.questions_by_id[item].is_cross_cutting == is_cross
        }
        applying = [line for line in group.values() if line.state != "not_applicable"]
        whole = sum((line.stated or ZERO for line in applying), ZERO)
        lines |= {
            item: replace(line, blend=share, steps=_step(line.stated or ZERO, whole))
            for item, line in group.items()
        }
    return lines


def _explanation(
    card: Scorecard, ways: Mapping[str, PartLine], made: Mapping[str, Contribution]
) -> Explanation:
    lines = [
        replace(
            ways.get(item, PartLine(item, card.nodes[item].state)),
            answer=part.answer,
            value=part.value,
            weight=part.weight,
            product=part.product,
        )
        for item, part in made.items()
    ]
    left_out = tuple(
        line for item, line in ways.items() if item not in made and line.state in _LEFT_OUT
    )
    return Explanation(tuple(sorted(lines, key=lambda line: -(line.weight or ZERO))), left_out)
