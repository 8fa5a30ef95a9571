"""Between what a score can lie once the open questions are answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from packs.schema.framework import Framework
from packs.schema.rules import CumulativeRule
from packs.schema.tree import Node
from scoring.domain.aggregation import Run, rated, score_nodes
from scoring.domain.answers import stand_in
from scoring.domain.guarding import guards
from scoring.domain.identity import Same
from scoring.domain.level_rules import cumulative_sum
from scoring.domain.numbers import ONE, ZERO, settled
from scoring.domain.types import GroupScore, NodeScore, Scorecard, ScoreRange

OPEN_ALLOWED = Decimal(
    "0.05"
)  # share of a part's weight that may be open before a score is a range
_OPEN = ("unanswered", "blocked")
Ends = tuple[Mapping[str, NodeScore], Mapping[str, NodeScore]]


def find_ranges(
    run: Run, scores: Mapping[str, NodeScore], ends: Callable[[], Ends]
) -> dict[str, ScoreRange]:
    """Return the range of each part, and of the whole, for which one figure would say too much.

    A part (a group directly below the top) is a range while a question of it that a gate or a veto
    rests on is open, or while more than 5 % of its weight is; the whole while one of its parts is.
    Open questions, and open levels of lists of clauses, stand at their lowest and at their highest
    value.

    Args:
        run: the run.
        scores: of its nodes.
        ends: those scores with everything open at its lowest and at its highest; see `filled`.

    Source: docs/method.md#ranges
    """
    parts = _parts(run.framework)
    wanted = guards(run.framework)
    open_guards = {part.id: _open_guards(part, scores, wanted) for part in parts}
    wide = [part.id for part in parts if open_guards[part.id] or _is_wide(scores[part.id])]
    if not wide:
        return {}
    low, high = ends()
    root = run.framework.root
    open_guards[root.id] = _open_guards(root, scores, wanted)
    ranges = {}
    for name in dict.fromkeys([*wide, root.id]):
        node = run.framework.nodes[name]
        lower, upper = (_value(run.framework, node, found[name]) for found in (low, high))
        if lower is not None and upper is not None:
            ranges[name] = ScoreRange(lower, upper, open_guards[name])
    return ranges


def find_column_ranges(
    run: Run, card: Scorecard, read: Callable[[], Iterable[Scorecard]]
) -> dict[str, ScoreRange]:
    """Return the range of each column of the matrix for which one figure would say too much.

    A column is a range by the rule of the parts: while a question of it that a gate or a veto rests
    on is open, or while more than 5 % of its weight is.

    Args:
        run: the run.
        card: its scores, with cells and columns.
        read: the card and its columns with everything open at its lowest and at its highest.

    Source: docs/method.md#ranges
    """
    unknown = {leaf.id for leaf in run.framework.leaves if card.nodes[leaf.id].state in _OPEN}
    if not unknown or not card.processes:
        return {}
    low, high = read()
    wanted = guards(run.framework)
    ranges = {}
    for before, lower, upper in zip(card.processes, low.processes, high.processes, strict=True):
        waiting = {item: share for item, share in _shares(low, lower).items() if item in unknown}
        held = tuple(item for item in waiting if item in wanted)
        is_wide = settled(sum(waiting.values(), ZERO)) > OPEN_ALLOWED
        if before.score is None or lower.score is None or upper.score is None:
            continue
        if held or is_wide:
            ranges[before.id] = ScoreRange(lower.score, upper.score, held)
    return ranges


def _shares(card: Scorecard, column: GroupScore) -> dict[str, Decimal]:
    """Return the share of each question in a column [0-1]."""
    return {
        item: column.weights.get(cell.dimension, ZERO) * weight
        for cell in card.cells
        if cell.process == column.id
        for item, weight in cell.weights.items()
    }


def _parts(framework: Framework) -> list[Node]:
    """Return the groups with a score directly below the top; the top itself for loose items."""
    root = framework.root
    groups = [node for node in root.children if node.children and framework.rule_of(node) != "none"]
    return groups if all(node.children for node in root.children) else [*groups, root]


def _value(framework: Framework, node: Node, score: NodeScore) -> Decimal | None:
    """Return the score of a node as its card shows it: of a cumulative rule at the top the sum."""
    for rule in node.level_rules if node.id == framework.root.id else ():
        if isinstance(rule, CumulativeRule):
            stop = rule.stop_at_first_unmet
            threshold, numbers = rule.unit_threshold, framework.numbers
            levels = score.level_scores
            return cumulative_sum(levels, threshold, stop_at_first_unmet=stop, numbers=numbers)
    return score.score


def _is_wide(score: NodeScore) -> bool:
    """Return whether more is open than one figure may hide, at one level of clauses or in all."""
    if score.presence == 0:
        return False
    answered = min([score.answered_weight, *score.answered_levels.values()])
    return settled(ONE - answered) > OPEN_ALLOWED


def _open_guards(
    part: Node, scores: Mapping[str, NodeScore], wanted: frozenset[str]
) -> tuple[str, ...]:
    return tuple(
        leaf.id
        for leaf in part.walk()
        if not leaf.children and leaf.id in wanted and scores[leaf.id].state in _OPEN
    )


def filled(run: Run, scores: Mapping[str, NodeScore], *, is_best: bool) -> dict[str, NodeScore]:
    """Return the node scores with everything open at its lowest or highest value."""
    leaves = {}
    for leaf in run.framework.leaves:
        score = scores[leaf.id]
        if score.state in _OPEN or any(share < 1 for share in score.answered_levels.values()):
            score = _fill(Same(run.framework), Same(leaf), Same(score), is_best=is_best)
        leaves[leaf.id] = score
    return score_nodes(run, leaves)


@lru_cache(maxsize=1000)
def _fill(
    framework: Same[Framework], node: Same[Node], known: Same[NodeScore], *, is_best: bool
) -> NodeScore:
    """Return an item with what is open of it at its lowest or highest value."""
    leaf, score = node.it, known.it
    kind = framework.it.answer_of(leaf)
    rating = stand_in(kind, kind.maximum if is_best else kind.minimum, "")
    if score.level_scores:
        levels = {**rating.levels, **score.level_scores}
        rating = replace(rating, value=sum(levels.values(), ZERO), levels=levels)
    return rated(leaf, kind, rating)
