"""Circles among levels and gates: each may ask for others, none for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packs.checks.problem import Problem, found, reached
from packs.schema.framework import Framework
from packs.schema.rules import (
    AllRequirement,
    AnyRequirement,
    ConjunctionRule,
    CountRequirement,
    EveryChildRequirement,
    GateRequirement,
    MinimumRule,
    NodeLevelRequirement,
    Requirement,
)
from packs.schema.tree import Node


def circle_problems(framework: Framework) -> Iterator[Problem]:
    """Yield nodes whose level, and gates whose state, wait for themselves."""
    edges = {
        _level(node.id): set(_asked_by_node(framework, node))
        for node in framework.order
        if node.level_rules
    }
    edges |= {_gate(gate.id): set(_asked(framework, gate.all)) for gate in framework.gates}
    for gate in framework.gates:
        if gate.requires:
            edges[_gate(gate.id)].add(_gate(gate.requires))
    for name in edges:
        if name in reached(name, edges):
            yield found(name, f"{name.partition(' ')[0]} cycle: it requires itself")


def _level(node_id: str) -> str:
    return f"level of {node_id}"


def _gate(gate_id: str) -> str:
    return f"gate {gate_id}"


def _asked_by_node(framework: Framework, node: Node) -> Iterator[str]:
    for rule in node.level_rules:
        if isinstance(rule, ConjunctionRule):
            yield from _asked(framework, (*rule.all, *rule.any))
        elif isinstance(rule, MinimumRule):
            yield from _children(framework, rule.of)


def _asked(framework: Framework, requirements: Iterable[Requirement]) -> Iterator[str]:
    """Yield the levels and gates that requirements look at."""
    for rule in requirements:
        match rule:
            case NodeLevelRequirement():
                yield _level(framework.resolve(rule.node))
            case CountRequirement():
                below = framework.nodes[framework.resolve(rule.of)].walk()
                yield from (_level(node.id) for node in list(below)[1:])
            case EveryChildRequirement():
                yield from _children(framework, rule.of) if rule.level_gte is not None else ()
            case GateRequirement():
                yield _gate(rule.id)
            case AllRequirement() | AnyRequirement():
                yield from _asked(framework, rule.of)
            case _:
                pass


def _children(framework: Framework, name: str) -> Iterator[str]:
    yield from (_level(c.id) for c in framework.nodes[framework.resolve(name)].children)
