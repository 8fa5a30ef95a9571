"""Which nodes to work on first: relevance-normalised impact on cost, indicators and distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from packs.schema.framework import Framework
from packs.schema.priority import PriorityRule
from scoring.domain.aggregation import ScoringError
from scoring.domain.numbers import ZERO, exact


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


def relevance_normalised_priority(
    framework: Framework,
    bands: Mapping[str, Decimal],
    *,
    horizon: str,
    cost_shares: Mapping[str, Decimal],
    kpis: Sequence[str],
    industry: str,
) -> tuple[Priority, ...]:
    """Return every rated node, the highest impact first, with the chosen ones marked.

    Each factor is divided by its sum over all nodes, so that impacts sum to the sum of the
    horizon's weights; a factor that is zero everywhere (best in class throughout) adds nothing.
    Chosen are the best node of each block and the best of the rest.

    Args:
        framework: a pack with a priority rule.
        bands: current band per node.
        horizon: key of the rule's horizon weights (cost, KPI, proximity).
        cost_shares: share of each cost category in total cost or revenue [0-1].
        kpis: chosen KPI categories.
        industry: key of the rule's best-in-class table.

    Raises: ScoringError for an unknown horizon or industry, or a framework without the rule.
    Source: docs/method.md#priority
    """
    rule = framework.priority
    if rule is None or horizon not in rule.horizons or industry not in rule.best_in_class:
        raise ScoringError("no priority rule for this horizon and industry", field="priority")
    with exact():
        cost = _normalised(_weighted(rule.cost_relevance, bands, cost_shares))
        wanted = dict.fromkeys(kpis, Decimal(1))
        kpi = _normalised(_weighted(rule.kpi_relevance, bands, wanted))
        best = rule.best_in_class[industry]
        distance = {node: max(best.get(node, ZERO) - band, ZERO) for node, band in bands.items()}
        proximity = _normalised(distance)
        weights = rule.horizons[horizon]
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
