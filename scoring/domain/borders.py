"""The values on which a level or a gate hangs, by node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from packs.schema.framework import Framework
from packs.schema.rules import (
    AllRequirement,
    AnyRequirement,
    BandRule,
    ConjunctionRule,
    EveryChildRequirement,
    Requirement,
    ScoreRequirement,
)

Borders = tuple[Decimal, ...]
Border = tuple[str, Decimal]


def find_borders(framework: Framework) -> Mapping[str, Borders]:
    """Return what gates and level rules of a pack ask of the score of each node.

    Returns:
        Values by node id, ascending; a node that nothing asks for is missing. Whole levels are
        borders in any case and are not listed for their own sake.

    Source: docs/method.md#figures
    """
    borders: dict[str, set[Decimal]] = defaultdict(set)
    for name, value in _asked(framework):
        borders[framework.resolve(name)].add(value)
    return {name: tuple(sorted(values)) for name, values in borders.items()}


def _asked(framework: Framework) -> Iterator[Border]:
    for gate in framework.gates:
        yield from _of_requirements(framework, gate.all)
    for node in framework.order:
        for rule in node.level_rules:
            if isinstance(rule, ConjunctionRule):
                yield from _of_requirements(framework, (*rule.all, *rule.any))
            elif isinstance(rule, BandRule):
                yield from ((rule.score, band.from_) for band in rule.bands)


def _of_requirements(framework: Framework, rules: Iterable[Requirement]) -> Iterator[Border]:
    for rule in rules:
        if isinstance(rule, ScoreRequirement):
            yield rule.node, rule.gte
        elif isinstance(rule, EveryChildRequirement) and rule.gte is not None:
            group = framework.nodes[framework.resolve(rule.of)]
            yield from ((child.id, rule.gte) for child in group.children)
        elif isinstance(rule, AllRequirement | AnyRequirement):
            yield from _of_requirements(framework, rule.of)
