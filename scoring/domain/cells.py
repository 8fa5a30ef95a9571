"""Dimension x process cells, element scores and process columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from core.phrases import phrase
from core.text import LocalizedText
from packs.schema.framework import Framework
from packs.schema.questions import PLANT_WIDE, AnyCellRule, CellRule, CellSplitRule, Question
from scoring.domain.conditions import Situation
from scoring.domain.coverage import is_below
from scoring.domain.numbers import ONE, ZERO, settled
from scoring.domain.types import CellScore, Contribution, GroupScore

_PLANT_WIDE_TITLE = phrase("Plant-wide")


def adds_up(framework: Framework) -> bool:
    """Return whether the cells of a row add up to it: the pack's cell rule is `cell_split`.

    Source: docs/method.md#cells
    """
    return isinstance(framework.cell_rule, CellSplitRule)


def columns(framework: Framework) -> dict[str, LocalizedText]:
    """Return the columns of the matrix in reading order: the processes, then the plant-wide one.

    Only where the cells add up is there a plant-wide column.

    Source: docs/method.md#cells
    """
    ordered = sorted(framework.processes, key=lambda process: process.order)
    named = {process.id: process.title for process in ordered}
    return named | {PLANT_WIDE: _PLANT_WIDE_TITLE} if adds_up(framework) else named


def share_of(question: Question, column: str) -> Decimal:
    """Return the share of its weight that a question gives a column [0-1]; over all columns 1.

    Source: docs/method.md#cells
    """
    if question.is_cross_cutting or not question.processes:
        return ONE if column == PLANT_WIDE else ZERO
    if not question.belongs_to(column):
        return ZERO
    return ONE / len(set(question.processes))


def score_cells(situation: Situation) -> tuple[CellScore, ...]:
    """Return every dimension x process cell of a framework with dimensions and a cell rule.

    By the rule `cell_split` a question gives each of its processes an equal share of its weight, a
    question of no single process gives it to the plant-wide column. By `cell_blend` process
    questions share one part of the cell's weight, cross-cutting questions of the dimension the
    other, each in proportion to their weights; an empty group gives its part away.

    Source: docs/method.md#cells
    """
    framework = situation.framework
    if framework.cell_rule is None:
        return ()
    return tuple(
        _cell(situation, framework.cell_rule, dimension.id, column)
        for dimension in framework.dimensions
        for column in columns(framework)
    )


def cell_weights(
    situation: Situation, rule: AnyCellRule, dimension: str, column: str
) -> dict[str, Decimal]:
    """Return the weight of each applicable question in a cell; they sum to 1."""
    if isinstance(rule, CellRule):
        return _blended(situation, rule, dimension, column)
    carried = _carried(situation, dimension, column)
    whole = sum(carried.values(), ZERO)
    return {item: weight / whole for item, weight in carried.items()}


def _members(situation: Situation, dimension: str) -> list[Question]:
    """Return the questions of a dimension that apply and weigh something."""
    return [
        entry
        for entry in situation.framework.questions_of.get(dimension, ())
        if situation.is_needed(entry.id) and _weight(situation, entry) > 0
    ]


def _carried(situation: Situation, dimension: str, column: str) -> dict[str, Decimal]:
    """Return what each applicable question of a dimension gives a column of its stated weight."""
    given = {
        entry.id: _weight(situation, entry) * share_of(entry, column)
        for entry in _members(situation, dimension)
    }
    return {item: weight for item, weight in given.items() if weight > 0}


def _blended(
    situation: Situation, rule: CellRule, dimension: str, process: str
) -> dict[str, Decimal]:
    members = _members(situation, dimension)
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


def _scored(situation: Situation, weights: Mapping[str, Decimal]) -> Decimal:
    """Return how much of some weights carries an answer."""
    known = (weight for item, weight in weights.items() if _has_score(situation, item))
    return sum(known, ZERO)


def _has_score(situation: Situation, item: str) -> bool:
    return situation.scores[item].score is not None


def _cell(situation: Situation, rule: AnyCellRule, dimension: str, column: str) -> CellScore:
    weights = cell_weights(situation, rule, dimension, column)
    lines, answered = _lines(situation, weights)
    score = sum((line.product for line in lines), ZERO) if lines else None
    adding = isinstance(rule, CellSplitRule)
    is_enough = len(lines) >= (rule.level_from if isinstance(rule, CellSplitRule) else 1)
    is_complete = is_enough and not is_below(situation.framework, answered)
    level = _cell_level(situation, rule, weights) if is_complete else None
    return CellScore(
        dimension=dimension,
        process=column,
        score=score,
        weights=weights,
        contributions=lines,
        answered_weight=answered,
        level=level,
        reason=None if lines else "not assessed",
        weight=_cell_weight(situation, dimension, column) if adding else None,
    )


def _cell_weight(situation: Situation, dimension: str, column: str) -> Decimal:
    """Return the share of the dimension's score that a cell makes; over the columns they sum to 1."""
    members = {entry.id: _weight(situation, entry) for entry in _members(situation, dimension)}
    whole = _scored(situation, members)
    return _scored(situation, _carried(situation, dimension, column)) / whole if whole else ZERO


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


def _cell_level(situation: Situation, rule: AnyCellRule, weights: dict[str, Decimal]) -> int | None:
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
    """Return the total of each column: dimension weight x cell score.

    Where cells add up, a dimension counts in a column by the part of its score that the cell
    makes, so that the overall score is the sum of weight x column.

    Source: docs/method.md#cells
    """
    results = []
    for name in columns(situation.framework) if cells else ():
        column = {cell.dimension: cell for cell in cells if cell.process == name}
        weights = {
            dimension: situation.weight(situation.framework.nodes[dimension])
            for dimension, cell in column.items()
            if cell.weights
        }
        scores = {dimension: column[dimension].score for dimension in weights}
        group = _group(name, weights, scores)
        if adds_up(situation.framework):
            group = _adding(situation, group, column)
        results.append(group)
    return tuple(results)


def _adding(situation: Situation, group: GroupScore, column: Mapping[str, CellScore]) -> GroupScore:
    """Return a column whose dimensions count by what their cells make of their scores."""
    framework = situation.framework
    made = {
        name: situation.weight(framework.nodes[name]) * (cell.weight or ZERO)
        for name, cell in column.items()
    }
    whole = sum(made.values(), ZERO)
    total = sum((made[name] * (cell.score or ZERO) for name, cell in column.items()), ZERO)
    return replace(
        group,
        score=total / whole if whole else None,
        weights={name: weight / whole for name, weight in made.items() if weight} if whole else {},
    )


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
