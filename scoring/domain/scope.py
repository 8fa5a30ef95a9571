"""What does not apply to a plant: which claims wait for an assessor, and what they may change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from packs.schema.framework import Framework
from scoring.domain.aggregation import Run, score_nodes
from scoring.domain.guarding import guards
from scoring.domain.numbers import ONE, ZERO
from scoring.domain.types import Answer, NodeScore


def needs_acceptance(framework: Framework, item: str, profile: str | None) -> bool:
    """Return whether "does not apply" on an item can lift a level, so that an assessor decides.

    It can where a gate or a veto rests on the item, or where it carries the share of its group's
    weight that the pack names. In a framework without `na` in its level rules nothing waits.

    Source: docs/method.md#does-not-apply
    """
    rule = framework.na_rules.get(item)
    if rule is None:
        return False
    return item in guards(framework) or weight_share(framework, item, profile) >= rule.accepted_from


def weight_share(framework: Framework, item: str, profile: str | None) -> Decimal:
    """Return the stated share of an item in the weight of its group [0-1]."""
    weights = {
        child.id: framework.weight_of(child, profile) for child in framework.parents[item].children
    }
    stated = weights[item]
    return ONE / len(weights) if stated is None else stated


def counted(framework: Framework, item: str, answer: Answer, profile: str | None) -> Answer:
    """Return an answer as it counts: a claim that waits leaves the former answer in its place.

    Without a former answer the item is open.

    Source: docs/method.md#does-not-apply
    """
    if not answer.not_applicable or answer.na_state == "accepted":
        return answer
    if not needs_acceptance(framework, item, profile):
        return answer
    return replace(answer, not_applicable=False)


def set_aside(run: Run) -> dict[str, Answer]:
    """Return the former answer of each item that counts as "does not apply" under a rule for it."""
    return {
        item: replace(answer, not_applicable=False)
        for item, answer in run.answers.items()
        if answer.not_applicable and item in run.framework.na_rules and item not in run.hidden
    }


def restored(
    run: Run, scores: Mapping[str, NodeScore], former: Mapping[str, Answer]
) -> dict[str, NodeScore]:
    """Return the node scores with some former answers back in their place."""
    leaves = {name: score for name, score in scores.items() if name not in former}
    return score_nodes(replace(run, answers={**run.answers, **former}), leaves)


def kept_scores(run: Run, scores: Mapping[str, NodeScore]) -> dict[str, Decimal]:
    """Return by group the score that its conditions are held against, where it is the higher one.

    What does not apply costs no level: a former answer above the mean of the rest stays in that
    comparison. The score itself is without it.

    Source: docs/method.md#does-not-apply
    """
    former = {item: answer for item, answer in set_aside(run).items() if answer.value is not None}
    if not former:
        return {}
    answered = restored(run, scores, former)
    chosen: dict[str, Answer] = {}
    for group in dict.fromkeys(run.framework.parents[item].id for item in former):
        for item in _above(run, scores[group], {i: answered[i] for i in former}):
            chosen[item] = former[item]
    if not chosen:
        return {}
    return {
        name: score.score
        for name, score in restored(run, scores, chosen).items()
        if score.score is not None and run.framework.nodes[name].children
        if (before := scores[name].score) is not None and score.score > before
    }


def _above(run: Run, group: NodeScore, former: Mapping[str, NodeScore]) -> list[str]:
    """Return the items of a group whose former answers raise its mean, the highest first."""
    if group.raw is None:
        return []
    framework = run.framework
    children = {child.id: child for child in framework.nodes[group.id].children}
    weights = {
        name: ONE if (stated := framework.weight_of(child, run.profile)) is None else stated
        for name, child in children.items()
    }
    whole = sum((weights[name] for name in group.applied_weights), ZERO)
    total = group.raw * whole
    values = {item: former[item].score or ZERO for item in former if item in children}
    chosen = []
    for item in sorted(values, key=lambda name: -values[name]):
        if values[item] * whole <= total:
            break
        total, whole = total + values[item] * weights[item], whole + weights[item]
        chosen.append(item)
    return chosen
