"""From answers to node scores: one walk from the leaves to the root."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from core.errors import RuleError
from packs.schema.answers import AnswerType
from packs.schema.framework import Framework
from packs.schema.tree import Node
from scoring.domain.answers import AnswerError, Rating, rate, stand_in
from scoring.domain.combining import Part, combine
from scoring.domain.numbers import ONE, ZERO
from scoring.domain.types import Answer, Contribution, NodeScore, State

_ABSENT: dict[State, str] = {
    "unanswered": "not assessed",
    "not_applicable": "does not apply",
    "hidden": "hidden by the facts of the plant",
    "unweighted": "no weight in this profile",
    "profile": "a profile has no score of its own",
    "blocked": "an answer that must not be missing is missing",
}
_NO_ANSWER = Answer()


class ScoringError(RuleError):
    """The run cannot be scored: an unknown item, profile or a missing target."""


@dataclass(frozen=True, slots=True)
class Run:
    """One set of answers on one framework."""

    framework: Framework
    answers: Mapping[str, Answer]
    hidden: frozenset[str] = frozenset()
    profile: str | None = None
    cut: frozenset[str] = field(default_factory=frozenset)


def score_nodes(run: Run, leaves: Mapping[str, NodeScore] | None = None) -> dict[str, NodeScore]:
    """Return the score of every node, children before parents.

    Args:
        run: framework, answers, hidden ids, weight profile and cut nodes.
        leaves: scores of items that are known already, from a run that differs in other items.

    Returns: node scores by id; a node without a score says why in `reason`.
    Raises: AnswerError for an answer outside its type, or "does not apply" where it is forbidden.
    Source: docs/method.md#scores
    """
    scores: dict[str, NodeScore] = {}
    _score(run, run.framework.root, scores, leaves or {})
    return scores


def _score(
    run: Run, node: Node, scores: dict[str, NodeScore], leaves: Mapping[str, NodeScore]
) -> NodeScore:
    if node.children:
        children = [_score(run, child, scores, leaves) for child in node.children]
        result = _group(run, node, children)
    else:
        result = leaves.get(node.id) or _leaf(run, node)
    scores[node.id] = result
    return result


def _absent(
    run: Run, node: Node, state: State, answered: Decimal = ZERO, presence: Decimal = ONE
) -> NodeScore:
    """Return a node without a score; only unanswered and blocked ones keep their weight."""
    return NodeScore(
        id=node.id,
        state=state,
        score=None,
        raw=None,
        maximum=run.framework.maximum_of(node, run.profile),
        answered_weight=answered,
        presence=presence if state in ("unanswered", "blocked", "profile") else ZERO,
        applied_weights={},
        contributions=(),
        reason=_ABSENT[state],
    )


def _leaf(run: Run, node: Node) -> NodeScore:
    kind = run.framework.answer_of(node)
    if node.id in run.hidden:
        return _absent(run, node, "hidden")
    if node.id in run.cut:
        return _absent(run, node, "not_applicable")
    answer = run.answers.get(node.id, _NO_ANSWER)
    if answer.not_applicable:
        return _not_applicable(run, node, kind, answer)
    if answer.value is None:
        return _missing(run, node, kind)
    rating = rate(node.id, kind, answer.value)
    if rating.levels and run.framework.policy(node, "missing") == "zero":
        rating = replace(rating, levels={**stand_in(kind, ZERO, "").levels, **rating.levels})
    return _rated(node, kind, rating)


def _rated(node: Node, kind: AnswerType, rating: Rating) -> NodeScore:
    factor = ONE if node.max is None else node.max / kind.maximum
    return NodeScore(
        id=node.id,
        state="scored",
        score=rating.value if node.max is None else rating.value * node.max / kind.maximum,
        raw=rating.value,
        maximum=node.max or kind.maximum,
        answered_weight=ONE,
        presence=ONE,
        applied_weights={},
        contributions=(Contribution(node.id, rating.text, rating.value, factor),),
        level_scores=rating.levels,
    )


def _not_applicable(run: Run, node: Node, kind: AnswerType, answer: Answer) -> NodeScore:
    match run.framework.policy(node, "na"):
        case "forbidden":
            raise AnswerError(f'{node.id}: "does not apply" is not allowed here', field=node.id)
        case "zero":
            return _rated(node, kind, stand_in(kind, ZERO, "na"))
        case "anchor_to_target":
            target = node.target if answer.target is None else answer.target
            if target is None:
                raise ScoringError(
                    f"{node.id}: does not apply counts as its target, but none is set"
                )
            return _rated(node, kind, stand_in(kind, target, "na"))
        case _:
            return _absent(run, node, "not_applicable")


def _missing(run: Run, node: Node, kind: AnswerType) -> NodeScore:
    match run.framework.policy(node, "missing"):
        case "zero":
            return _rated(node, kind, stand_in(kind, ZERO, ""))
        case "forbidden":
            return _absent(run, node, "blocked")
        case _:
            return _absent(run, node, "unanswered")


def _group(run: Run, node: Node, children: list[NodeScore]) -> NodeScore:
    """Return the score of a group from those of its children."""
    if node.id in run.hidden:
        return _absent(run, node, "hidden")
    parts = _parts(run, node, children)
    present = [part for part in parts if part.score.presence > 0]
    if not present:
        return _absent(run, node, _shared_absence(children))
    whole = sum((part.weight for part in present), ZERO)
    answered = sum((part.weight * part.score.answered_weight for part in present), ZERO) / whole
    presence = _presence(parts)
    if run.framework.rule_of(node) == "none":
        return _absent(run, node, "profile", answered, presence)
    scored = [part for part in present if part.score.score is not None]
    if any(part.score.state == "blocked" for part in present):
        return _absent(run, node, "blocked", answered, presence)
    if not scored:
        return _absent(run, node, "unanswered", presence=presence)
    return _combined(run, node, parts, scored, answered)


def _presence(parts: list[Part]) -> Decimal:
    """Return the share of a group's weight that is left in it."""
    stated = sum((part.stated for part in parts), ZERO)
    return sum((part.stated * part.score.presence for part in parts), ZERO) / stated


def _parts(run: Run, node: Node, children: list[NodeScore]) -> list[Part]:
    """Return the children that can count, each with its weight in the parent."""
    framework, rule = run.framework, run.framework.rule_of(node)
    in_tree = framework.tailoring.redistribute == "tree"
    parts = []
    for spec, score in zip(node.children, children, strict=True):
        if framework.rule_of(spec) == "none" and rule != "none":
            continue
        stated = ONE
        if rule == "weighted_mean":
            stated = framework.weight_of(spec, run.profile) or ZERO
        elif rule == "sum":
            stated = score.maximum
        if stated == 0:
            continue
        weight = stated * (score.presence if in_tree else ONE)
        parts.append(Part(score=score, stated=stated, weight=weight))
    return parts


def _shared_absence(children: list[NodeScore]) -> State:
    """Return why none of the children counts: hidden only when all are."""
    states = {child.state for child in children}
    if states == {"hidden"}:
        return "hidden"
    return "not_applicable" if states <= {"hidden", "not_applicable"} else "unweighted"


def _combined(
    run: Run, node: Node, parts: list[Part], scored: list[Part], answered: Decimal
) -> NodeScore:
    """Return the score of a group with its explanation, scaled to the node's maximum."""
    rule = run.framework.rule_of(node)
    full = sum((part.score.maximum for part in parts), ZERO)
    blend = combine(node, rule, scored, full, run.framework.numbers)
    factor = ONE if node.max is None else node.max / blend.maximum
    lines = tuple(
        Contribution(line.item, line.answer, line.value, line.weight * share * factor)
        for part, share in zip(scored, blend.shares, strict=True)
        for line in blend.lines.get(part.score.id, part.score.contributions)
        if share != 0
    )
    return NodeScore(
        id=node.id,
        state="scored",
        score=blend.value if node.max is None else blend.value * node.max / blend.maximum,
        raw=blend.value,
        maximum=node.max or blend.maximum,
        answered_weight=answered,
        presence=_presence(parts),
        applied_weights={
            part.score.id: share for part, share in zip(scored, blend.shares, strict=True)
        },
        contributions=lines,
        level_scores=_level_scores(run, node, scored, full),
    )


def _level_scores(run: Run, node: Node, scored: list[Part], full: Decimal) -> dict[int, Decimal]:
    """Return the node's score level by level, for answers that are lists of clauses."""
    if not any(part.score.level_scores for part in scored):
        return {}
    rule = run.framework.rule_of(node)
    levels = sorted({level for part in scored for level in part.score.level_scores})
    result = {}
    for level in levels:
        parts = [
            replace(part, score=replace(part.score, score=part.score.level_scores[level]))
            for part in scored
            if level in part.score.level_scores
        ]
        result[level] = combine(node, rule, parts, full, run.framework.numbers).value
    return result
