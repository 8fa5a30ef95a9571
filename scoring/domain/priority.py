"""Which nodes to work on first: relevance-normalised impact on cost, indicators and distance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from packs.schema.framework import Framework
from packs.schema.priority import PriorityChoice, PriorityRule
from scoring.domain.aggregation import ScoringError
from scoring.domain.numbers import ZERO, exact
from scoring.domain.types import Scorecard


@dataclass(frozen=True, slots=True)
class Priority:
    """Impact value of one node with its three normalised factors [0-1]."""

    node: str
    block: str
    impact: Decimal
    cost: Decimal
    kpi: Decimal
    proximity: Decimal
    is_chosen: bool = False


def rank_nodes(
    framework: Framework, card: Scorecard, choice: PriorityChoice
) -> tuple[Priority, ...]:
    """Return what to work on first after an assessment; its scores are the bands.

    Args:
        framework: a pack with a priority rule.
        card: the scored answers.
        choice: horizon, industry, cost shares and indicators of the user.

    Raises: ScoringError for a choice that the rule does not know, for a node of its tables that
        applies and has no score, and for a framework without the rule.
    Source: docs/method.md#priority
    """
    rule = framework.priority
    if rule is None:
        raise ScoringError("this framework has no priority rule", field="priority")
    for name, known in (
        *((cost, _columns(rule.cost_relevance)) for cost in choice.cost_shares),
        *((kpi, _columns(rule.kpi_relevance)) for kpi in choice.kpis),
    ):
        if name not in known:
            message = f"the priority rule does not know {name}; known: {', '.join(known)}"
            raise ScoringError(message, field="priority")
    bands = {}
    for node in (node.id for node in framework.order if node.id in _rated(rule)):
        score = card.nodes[node]
        if score.state in ("hidden", "not_applicable", "unweighted"):
            continue
        if score.score is None:
            raise ScoringError(f"priority needs a score of {node}: {score.reason}", field=node)
        bands[node] = score.score
    return relevance_normalised_priority(framework, bands, choice)


def _rated(rule: PriorityRule) -> set[str]:
    tables: tuple[Iterable[str], ...] = (
        rule.cost_relevance,
        rule.kpi_relevance,
        *rule.best_in_class.values(),
    )
    return {node for table in tables for node in table}


def _columns(table: Mapping[str, Mapping[str, Decimal]]) -> list[str]:
    return sorted({name for row in table.values() for name in row})


def relevance_normalised_priority(
    framework: Framework, bands: Mapping[str, Decimal], choice: PriorityChoice
) -> tuple[Priority, ...]:
    """Return every rated node, the highest impact first, with the chosen ones marked.

    Each factor is divided by its sum over all nodes, so that impacts sum to the sum of the
    horizon's weights; a factor that is zero everywhere (best in class throughout) adds nothing.
    Chosen are the best node of each block and the best of the rest.

    Args:
        framework: a pack with a priority rule.
        bands: current band per node.
        choice: horizon (weights of cost, KPI, proximity), share of each cost category in total
            cost or revenue [0-1], chosen KPI categories, industry (table of the best in class).

    Raises: ScoringError for an unknown horizon or industry, or a framework without the rule.
    Source: docs/method.md#priority
    """
    rule = framework.priority
    if rule is None:
        raise ScoringError("this framework has no priority rule", field="priority")
    for name, known in ((choice.horizon, rule.horizons), (choice.industry, rule.best_in_class)):
        if name not in known:
            message = f"the priority rule does not know {name}; known: {', '.join(known)}"
            raise ScoringError(message, field="priority")
    with exact():
        cost = _normalised(_weighted(rule.cost_relevance, bands, choice.cost_shares))
        wanted = dict.fromkeys(choice.kpis, Decimal(1))
        kpi = _normalised(_weighted(rule.kpi_relevance, bands, wanted))
        best = rule.best_in_class[choice.industry]
        distance = {node: max(best.get(node, ZERO) - band, ZERO) for node, band in bands.items()}
        proximity = _normalised(distance)
        weights = rule.horizons[choice.horizon]
        rated = [
            Priority(
                node=node,
                block=_block(framework, node),
                impact=weights[0] * cost[node]
                + weights[1] * kpi[node]
                + weights[2] * proximity[node],
                cost=cost[node],
                kpi=kpi[node],
                proximity=proximity[node],
            )
            for node in bands
        ]
    return _choose(rule, sorted(rated, key=lambda entry: (-entry.impact, entry.node)))


def _weighted(
    relevance: Mapping[str, Mapping[str, Decimal]],
    nodes: Mapping[str, Decimal],
    amounts: Mapping[str, Decimal],
) -> dict[str, Decimal]:
    return {
        node: sum(
            (relevance.get(node, {}).get(name, ZERO) * amount for name, amount in amounts.items()),
            ZERO,
        )
        for node in nodes
    }


def _normalised(values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    whole = sum(values.values(), ZERO)
    return {node: value / whole if whole else ZERO for node, value in values.items()}


def _block(framework: Framework, node: str) -> str:
    """Return the top-level group that a node belongs to."""
    current = node
    while framework.parents[current].id != framework.root.id:
        current = framework.parents[current].id
    return current


def _choose(rule: PriorityRule, ranked: list[Priority]) -> tuple[Priority, ...]:
    chosen: list[str] = []
    if rule.one_per_block:
        blocks: set[str] = set()
        for entry in ranked:
            if entry.block not in blocks:
                blocks.add(entry.block)
                chosen.append(entry.node)
    rest = [entry.node for entry in ranked if entry.node not in chosen]
    chosen += rest[:1]
    return tuple(
        Priority(
            entry.node,
            entry.block,
            entry.impact,
            entry.cost,
            entry.kpi,
            entry.proximity,
            is_chosen=entry.node in chosen,
        )
        for entry in ranked
    )
