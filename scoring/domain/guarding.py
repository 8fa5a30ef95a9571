"""Questions that a gate or the level rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packs.schema.framework import Framework
from packs.schema.rules import (
    AllRequirement,
    AnyRequirement,
    ConjunctionRule,
    EveryRequirement,
    KOfNRequirement,
    KpiRequirement,
    Requirement,
)


def is_guarded(framework: Framework, question: str) -> bool:
    """Return whether a gate wants a question, or it can hold back the overall level.

    Of such a question only an assessor may say that it does not apply.
    """
    if question in veto_questions(framework):
        return True
    return any(question in musts for musts in framework.gate_musts.values())


def veto_questions(framework: Framework) -> frozenset[str]:
    """Return the questions that can hold back the overall level each by itself."""
    marked = {question.id for question in framework.questions if question.veto}
    capping = {veto.item for veto in framework.vetoes}
    rules = [rule for rule in framework.root.level_rules if isinstance(rule, ConjunctionRule)]
    named = {
        item
        for rule in rules
        for part in _flat((*rule.all, *rule.any))
        if isinstance(part, EveryRequirement) and part.reason == "veto"
        for item in part.questions
    }
    return frozenset(marked | capping | named)


def gate_questions(framework: Framework) -> frozenset[str]:
    """Return the questions that a gate names, each by itself or among others."""
    return frozenset(
        item
        for gate in framework.gates
        for part in _flat(gate.all)
        if isinstance(part, EveryRequirement | KOfNRequirement)
        for item in part.questions
    )


def guards(framework: Framework) -> frozenset[str]:
    """Return every question that a gate or a veto rests on."""
    return gate_questions(framework) | veto_questions(framework)


def asked_indicators(framework: Framework) -> frozenset[str]:
    """Return the indicators that a level or a gate looks at."""
    rules = [rule for node in framework.order for rule in node.level_rules]
    levels = [
        part
        for rule in rules
        if isinstance(rule, ConjunctionRule)
        for part in (*rule.all, *rule.any)
    ]
    gates = [part for gate in framework.gates for part in gate.all]
    asked = _flat((*levels, *gates))
    return frozenset(part.id for part in asked if isinstance(part, KpiRequirement))


def _flat(requirements: Iterable[Requirement]) -> Iterator[Requirement]:
    for rule in requirements:
        if isinstance(rule, AllRequirement | AnyRequirement):
            yield from _flat(rule.of)
        else:
            yield rule
