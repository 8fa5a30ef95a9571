"""Gaps: what lies between the agreed level and the target of a question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from packs.schema.framework import Framework
from packs.schema.tree import Node
from scoring.domain.numbers import ONE, ZERO
from scoring.domain.sections import find_sections
from scoring.domain.types import OUTSIDE, NodeScore, Scorecard

PLACES = Decimal("0.000001")
_OPEN = ("unanswered", "blocked")


@dataclass(frozen=True, slots=True)
class Gap:
    """One question below its target.

    Attributes:
        question: id of the question.
        dimension: id of the section it belongs to; in our questionnaire its dimension.
        current: agreed level [level of the pack's scale].
        target: wanted level, above `current`.
        weight: share of the question in the overall score [0-1]; 0 where it has none.
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


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A target of a question that nobody answered: how far away it is, is not known.

    Attributes:
        question: id of the question.
        dimension: id of the section it belongs to.
        target: wanted level.
        weight: share of the question in the overall score by the pack [0-1]; 0 where it states none.
    """

    question: str
    dimension: str
    target: Decimal
    weight: Decimal


def aimed_nodes(
    framework: Framework, nodes: Mapping[str, NodeScore], targets: Collection[str]
) -> frozenset[str]:
    """Return the nodes that have a target: groups with a question that has one.

    The whole has one only if every part of it that applies has one; else its target would be made
    of levels that nobody wants to keep.

    Args:
        framework: the pack that was answered.
        nodes: the scored nodes; a part that does not apply asks for no target.
        targets: the questions whose targets count.

    Source: docs/method.md#gaps
    """
    root = framework.root
    aimed = {node.id for node in root.walk() if any(leaf.id in targets for leaf in _leaves(node))}
    parts = [part for part in root.children if part.children and framework.rule_of(part) != "none"]
    wanting = [part for part in parts if nodes[part.id].state not in OUTSIDE]
    return frozenset(aimed if all(part.id in aimed for part in wanting) else aimed - {root.id})


def _leaves(node: Node) -> Iterator[Node]:
    return (leaf for leaf in node.walk() if not leaf.children)


def find_open_gaps(
    framework: Framework, card: Scorecard, targets: Mapping[str, Decimal]
) -> tuple[OpenGap, ...]:
    """Return every question with a target and no answer, the heaviest first.

    Args:
        framework: the pack that was answered; it states the weights.
        card: the scored answers.
        targets: wanted level by question, as `counted_targets` returns them.

    Source: docs/method.md#gaps
    """
    gaps = [
        OpenGap(question, section.id, targets[question], _stated_weight(framework, card, question))
        for section in find_sections(framework)
        for question in section.questions
        if question in targets and card.nodes[question].state in _OPEN
    ]
    return tuple(sorted(gaps, key=lambda gap: (-gap.weight, gap.question)))


def _stated_weight(framework: Framework, card: Scorecard, question: str) -> Decimal:
    """Return the product of the stated weights from a question to the top."""
    weight, node = ONE, framework.nodes[question]
    while node.id in framework.parents:
        weight *= framework.weight_of(node, card.profile) or ZERO
        node = framework.parents[node.id]
    return weight


def find_gaps(
    framework: Framework, card: Scorecard, targets: Mapping[str, Decimal]
) -> tuple[Gap, ...]:
    """Return every question with a target above its answer, the most valuable first.

    Nothing is scored here: the levels and weights are those of the card, so that the gaps of a
    locked card are a subtraction.

    Args:
        framework: the pack that was answered; it names the section of a question.
        card: the scored answers.
        targets: wanted level by question, as `counted_targets` returns them.

    Returns:
        Gaps by falling priority (to six places), then size, then id; a question without a score
        or without a target has none.
    Source: docs/method.md#gaps
    """
    weights = {line.item: line.weight for line in card.total.contributions}
    gaps = []
    for section in find_sections(framework):
        for question in section.questions:
            target, current = targets.get(question), card.nodes[question].raw
            if target is not None and current is not None and target > current:
                weight = weights.get(question, ZERO)
                gaps.append(Gap(question, section.id, current, target, weight))
    return ranked(gaps)


def ranked(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return gaps by falling priority (to six places), then size, then id."""
    return tuple(sorted(gaps, key=_rank))


def _rank(gap: Gap) -> tuple[Decimal, Decimal, str]:
    return -gap.priority.quantize(PLACES), -gap.size, gap.question
