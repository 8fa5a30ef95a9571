"""Borders: values on which a level or a gate hangs, for figures that must not be rounded past one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from types import MappingProxyType

from packs.schema.framework import Framework, Numbers
from packs.schema.rules import (
    AllRequirement,
    AnyRequirement,
    BandRule,
    ConjunctionRule,
    CumulativeRule,
    EveryChildRequirement,
    Requirement,
    ScoreRequirement,
)
from scoring.domain.numbers import ONE, rounded, settled


@lru_cache(maxsize=64)
def find_borders(framework: Framework) -> Mapping[str, frozenset[Decimal]]:
    """Return by node the scores that level rules and gates ask of it.

    Source: docs/method.md#borders
    """
    borders: dict[str, set[Decimal]] = {}
    for node, limit in _limits(framework):
        borders.setdefault(framework.resolve(node), set()).add(limit)
    return MappingProxyType({node: frozenset(limits) for node, limits in borders.items()})


def border_reached(
    value: Decimal, limits: frozenset[Decimal], numbers: Numbers, *, is_levelled: bool
) -> Decimal | None:
    """Return the border above a value that the value would reach or pass when rounded for display.

    Whole steps are borders too, where a score reads as a level. None: rounding harms nothing.

    Source: docs/method.md#borders
    """
    shown = rounded(value, numbers.display_places, numbers)
    steps = {settled(value).to_integral_value(ROUND_FLOOR) + ONE} if is_levelled else set()
    passed = [limit for limit in limits | steps if settled(value) < limit <= shown]
    return min(passed, default=None)


def _limits(framework: Framework) -> Iterator[tuple[str, Decimal]]:
    for node in framework.order:
        for rule in node.level_rules:
            if isinstance(rule, BandRule):
                yield from ((rule.score, band.from_) for band in rule.bands)
            elif isinstance(rule, CumulativeRule):
                yield from ((node.id, band.from_) for band in rule.bands)
            elif isinstance(rule, ConjunctionRule):
                for part in (*rule.all, *rule.any):
                    yield from _asked(framework, part)
    for gate in framework.gates:
        for part in gate.all:
            yield from _asked(framework, part)


def _asked(framework: Framework, rule: Requirement) -> Iterator[tuple[str, Decimal]]:
    match rule:
        case ScoreRequirement():
            yield rule.node, rule.gte
        case EveryChildRequirement() if rule.gte is not None:
            children = framework.nodes[framework.resolve(rule.of)].children
            yield from ((child.id, rule.gte) for child in children)
        case AllRequirement() | AnyRequirement():
            for part in rule.of:
                yield from _asked(framework, part)
        case _:
            pass
