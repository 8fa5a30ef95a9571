"""Dimension x process cells, element scores and process columns."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from packs.schema.questions import CellRule, Question
from scoring.domain.conditions import Situation
from scoring.domain.coverage import is_below
from scoring.domain.numbers import ONE, ZERO, settled
from scoring.domain.types import CellScore, Contribution, GroupScore


def score_cells(situation: Situation) -> tuple[CellScore, ...]:
    """Return every dimension x process cell of a framework with dimensions and a cell rule.

    Process questions share one part of the cell's weight, cross-cutting questions of the
    dimension the other, each in proportion to their weights; an empty group gives its part away.

    Source: docs/method.md#cells
    """
    framework = situation.framework
    if not isinstance(framework.cell_rule, CellRule):
        return ()
    return tuple(
        _cell(situation, framework.cell_rule, dimension.id, process.id)
        for dimension in framework.dimensions
        for process in framework.processes
    )


def cell_weights(
    situation: Situation, rule: CellRule, dimension: str, process: str
) -> dict[str, Decimal]:
    """Return the weight of each applicable question in a cell; they sum to 1."""
    members = [
        entry
        for entry in situation.framework.questions_of.get(dimension, ())
        if situation.is_needed(entry.id) and _weight(situation, entry) > 0
    ]
    named = [entry for entry in members if entry.belongs_to(process)]
    cross = [entry for entry in members if entry.is_cross_cutting]
    shares = [(named, rule.process_share), (cross, rule.cross_cutting_share)]
    weighed = [(group, share, _weigh(situation, group)) for group, share in shares]
    present = [part for part in weighed if part[2] > 0]
    whole = sum((share for _, share, _ in present), ZERO)
    return {
        entry.id: share / whole * _weight(situation, entry) / total
        for group, share, total in present
        for entry in group
    }


def _weight(situation: Situation, question: Question) -> Decimal:
    return situation.weight(situation.framework.nodes[question.id])


def _weigh(situation: Situation, group: Sequence[Question]) -> Decimal:
    return sum((_weight(situation, entry) for entry in group), ZERO)


def _cell(situation: Situation, rule: CellRule, dimension: str, process: str) -> CellScore:
    weights = cell_weights(situation, rule, dimension, process)
    lines, answered = _lines(situation, weights)
    score = sum((line.product for line in lines), ZERO) if lines else None
    is_complete = not is_below(situation.framework, answered)
    level = _cell_level(situation, rule, weights) if lines and is_complete else None
    return CellScore(
        dimension=dimension,
        process=process,
        score=score,
        weights=weights,
        contributions=lines,
        answered_weight=answered,
        level=level,
        reason=None if lines else "not assessed",
    )


def _lines(
    situation: Situation, weights: dict[str, Decimal]
) -> tuple[tuple[Contribution, ...], Decimal]:
    """Return the contributions of answered questions, re-weighted to 1, and their share."""
    known = {item: situation.scores[item] for item in weights}
    values = {item: node.score for item, node in known.items() if node.score is not None}
    answered = sum((weights[item] for item in values), ZERO)
    lines = tuple(
        Contribution(item, _text(situation, item), value, weights[item] / answered)
        for item, value in values.items()
    )
    return lines, settled(answered)


def _text(situation: Situation, item: str) -> str:
    return situation.scores[item].contributions[0].answer


def _cell_level(situation: Situation, rule: CellRule, weights: dict[str, Decimal]) -> int | None:
    """Return the staged level of a cell: enough of its weight at the level or above."""
    if rule.staged_share is None:
        return None
    level = 0
    for step in range(1, situation.framework.level_count + 1):
        held = sum(
            (weight for item, weight in weights.items() if situation.is_at(item, Decimal(step))),
            ZERO,
        )
        if settled(held) < rule.staged_share:
            break
        level = step
    return level


def score_elements(situation: Situation) -> tuple[GroupScore, ...]:
    """Return the score of each strategic element: dimension weight x question weight.

    Source: docs/method.md#cells
    """
    framework = situation.framework
    results = []
    for element in framework.elements:
        weights = {
            entry.id: situation.weight(framework.nodes[entry.dimension]) * _weight(situation, entry)
            for entry in framework.questions
            if entry.element == element.id and situation.is_needed(entry.id)
        }
        weights = {item: weight for item, weight in weights.items() if weight > 0}
        results.append(_group(element.id, weights, _scores(situation, weights)))
    return tuple(results)


def _scores(situation: Situation, weights: dict[str, Decimal]) -> dict[str, Decimal | None]:
    return {item: situation.scores[item].score for item in weights}


def score_processes(situation: Situation, cells: Sequence[CellScore]) -> tuple[GroupScore, ...]:
    """Return the column total of each process: dimension weight x cell score.

    Source: docs/method.md#cells
    """
    results = []
    for process in situation.framework.processes if cells else ():
        column = {cell.dimension: cell for cell in cells if cell.process == process.id}
        weights = {
            dimension: situation.weight(situation.framework.nodes[dimension])
            for dimension, cell in column.items()
            if cell.weights
        }
        scores = {dimension: column[dimension].score for dimension in weights}
        results.append(_group(process.id, weights, scores))
    return tuple(results)


def _group(name: str, weights: dict[str, Decimal], scores: dict[str, Decimal | None]) -> GroupScore:
    """Return a weighted mean over what is scored."""
    whole = sum(weights.values(), ZERO) or ONE
    known = {item: score for item, score in scores.items() if score is not None}
    answered = sum((weights[item] for item in known), ZERO)
    total = sum((weights[item] * score for item, score in known.items()), ZERO)
    return GroupScore(
        id=name,
        score=total / answered if known else None,
        weights={item: weight / whole for item, weight in weights.items()},
        answered_weight=answered / whole,
    )
