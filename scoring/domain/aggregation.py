"""From answers to node scores: one walk from the leaves to the root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from core.errors import RuleError
from packs.schema.answers import AnswerType
from packs.schema.framework import Framework
from packs.schema.tree import Node
from scoring.domain.answers import AnswerError, Rating, level_steps, rate, stand_in
from scoring.domain.combining import Part, combine
from scoring.domain.identity import Named, Same
from scoring.domain.numbers import ONE, ZERO, exact
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
    """One set of answers on one framework.

    Attributes:
        answers: by item, as they count.
        hidden: nodes that the facts of the plant hide.
        cut: items that a person cut, with all below a cut group.
    """

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
    terms = replace(run, answers={})
    name = (Same(run.framework), run.hidden, run.profile, run.cut)
    with exact():
        _score(run, Named(terms, *name), run.framework.root, scores, leaves or {})
    return scores


def _score(
    run: Run,
    terms: Named[Run],
    node: Node,
    scores: dict[str, NodeScore],
    leaves: Mapping[str, NodeScore],
) -> NodeScore:
    if node.children:
        children = [_score(run, terms, child, scores, leaves) for child in node.children]
        result = _kept_group(terms, Same(node), tuple(map(Same, children)))
        result = _with_profiles(run, node, result, scores)
    else:
        answer = run.answers.get(node.id, _NO_ANSWER)
        result = leaves.get(node.id) or _kept_leaf(terms, Same(node), Named(answer, repr(answer)))
    scores[node.id] = result
    return result


@lru_cache(maxsize=2000)
def _kept_leaf(terms: Named[Run], node: Same[Node], answer: Named[Answer]) -> NodeScore:
    return _leaf(terms.it, node.it, answer.it)


@lru_cache(maxsize=600)
def _kept_group(
    terms: Named[Run], node: Same[Node], children: tuple[Same[NodeScore], ...]
) -> NodeScore:
    return _group(terms.it, node.it, [child.it for child in children])


def _absent(run: Run, node: Node, state: State) -> NodeScore:
    """Return a node without a score; only unanswered, blocked and profile ones keep their weight."""
    return NodeScore(
        id=node.id,
        state=state,
        score=None,
        raw=None,
        maximum=run.framework.maximum_of(node, run.profile),
        answered_weight=ZERO,
        presence=ONE if state in ("unanswered", "blocked", "profile") else ZERO,
        applied_weights={},
        contributions=(),
        reason=_ABSENT[state],
        excluded=ONE if state == "not_applicable" else ZERO,
    )


def _leaf(run: Run, node: Node, answer: Answer) -> NodeScore:
    kind = run.framework.answer_of(node)
    if node.id in run.hidden:
        return _absent(run, node, "hidden")
    if node.id in run.cut:
        return _absent(run, node, "not_applicable")
    if answer.not_applicable:
        return _not_applicable(run, node, kind, answer)
    if answer.value is None:
        return _missing(run, node, kind)
    rating = rate(node.id, kind, answer.value)
    if rating.levels and run.framework.policy(node, "missing") == "zero":
        rating = replace(rating, levels={**stand_in(kind, ZERO, "").levels, **rating.levels})
    return rated(node, kind, rating)


def rated(node: Node, kind: AnswerType, rating: Rating) -> NodeScore:
    """Return the score of an item, scaled to its points."""
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
        answered_levels={
            step: ONE if step in rating.levels else ZERO for step in level_steps(kind)
        },
    )


def _not_applicable(run: Run, node: Node, kind: AnswerType, answer: Answer) -> NodeScore:
    match run.framework.policy(node, "na"):
        case "forbidden":
            raise AnswerError(f'{node.id}: "does not apply" is not allowed here', field=node.id)
        case "zero":
            return rated(node, kind, stand_in(kind, ZERO, "na"))
        case "anchor_to_target":
            target = node.target if answer.target is None else answer.target
            if target is None:
                raise ScoringError(
                    f"{node.id}: does not apply counts as its target, but none is set"
                )
            return rated(node, kind, stand_in(kind, target, "na"))
        case _:
            return _absent(run, node, "not_applicable")


def _missing(run: Run, node: Node, kind: AnswerType) -> NodeScore:
    match run.framework.policy(node, "missing"):
        case "zero":
            return rated(node, kind, stand_in(kind, ZERO, ""))
        case "forbidden":
            return _absent(run, node, "blocked")
        case _:
            levels = dict.fromkeys(level_steps(kind), ZERO)
            return replace(_absent(run, node, "unanswered"), answered_levels=levels)


def _group(run: Run, node: Node, children: list[NodeScore]) -> NodeScore:
    """Return the score of a group from those of its children."""
    if node.id in run.hidden:
        return _absent(run, node, "hidden")
    parts = _parts(run, node, children)
    excluded = _excluded(run, parts)
    present = [part for part in parts if part.score.presence > 0]
    if not present:
        return replace(_absent(run, node, _shared_absence(children)), excluded=excluded)
    base = replace(
        _absent(run, node, "unanswered"),
        answered_weight=_mean((part.weight, part.score.answered_weight) for part in present),
        answered_levels=_answered_levels(present),
        presence=_presence(parts),
        excluded=excluded,
    )
    if run.framework.rule_of(node) == "none":
        return replace(base, state="profile", reason=_ABSENT["profile"])
    scored = [part for part in present if part.score.score is not None]
    if any(part.score.state == "blocked" for part in present):
        return replace(base, state="blocked", reason=_ABSENT["blocked"])
    if not scored:
        return base
    return _combined(run, node, parts, scored, base)


def _mean(pairs: Iterable[tuple[Decimal, Decimal]]) -> Decimal:
    """Return the mean of weighted values, 0 without weight."""
    known = list(pairs)
    whole = sum((weight for weight, _ in known), ZERO)
    return sum((weight * value for weight, value in known), ZERO) / whole if whole else ZERO


def _excluded(run: Run, parts: list[Part]) -> Decimal:
    """Return the share of the weight of what the plant is asked that does not apply."""
    return _mean(
        (part.stated, part.score.excluded)
        for part in parts
        if part.score.state not in ("hidden", "unweighted") and part.score.id not in run.cut
    )


def _answered_levels(present: list[Part]) -> dict[int, Decimal]:
    """Return the share of the weight that is answered at each level of lists of clauses."""
    levels = sorted({level for part in present for level in part.score.answered_levels})
    return {
        level: _mean(
            (part.weight, part.score.answered_levels[level])
            for part in present
            if level in part.score.answered_levels
        )
        for level in levels
    }


def _with_profiles(
    run: Run, node: Node, result: NodeScore, scores: Mapping[str, NodeScore]
) -> NodeScore:
    """Return a group whose coverage knows its profiles too: by their number of questions."""
    framework = run.framework
    profiles = [child for child in node.children if framework.rule_of(child) == "none"]
    if not profiles or framework.rule_of(node) == "none" or result.presence == 0:
        return result
    counts = {
        child.id: Decimal(
            sum(not leaf.children and scores[leaf.id].presence > 0 for leaf in child.walk())
        )
        for child in node.children
    }
    pairs = [(counts[child.id], scores[child.id].answered_weight) for child in profiles]
    rest = sum(counts.values(), ZERO) - sum((count for count, _ in pairs), ZERO)
    return replace(result, answered_weight=_mean([*pairs, (rest, result.answered_weight)]))


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
    run: Run, node: Node, parts: list[Part], scored: list[Part], base: NodeScore
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
    return replace(
        base,
        state="scored",
        reason=None,
        score=blend.value if node.max is None else blend.value * node.max / blend.maximum,
        raw=blend.value,
        maximum=node.max or blend.maximum,
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
