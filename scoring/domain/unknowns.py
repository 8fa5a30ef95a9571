"""Why a node has no level: what is open, what does not apply, which part has none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal

from core.phrases import phrase, plural
from core.text import LocalizedText
from packs.schema.rules import (
    AllRequirement,
    AnyRequirement,
    ConjunctionRule,
    CountRequirement,
    EveryChildRequirement,
    EveryRequirement,
    LevelRule,
    MinimumRule,
    NodeLevelRequirement,
    Requirement,
    ScoreRequirement,
    StagedRule,
)
from packs.schema.tree import Node
from scoring.domain import wording
from scoring.domain.conditions import Situation, counted_nodes, find_unmet
from scoring.domain.coverage import is_below
from scoring.domain.numbers import ONE, ZERO, settled
from scoring.domain.staged import staged_musts
from scoring.domain.types import OUTSIDE, NodeScore, Unmet

REASONS = {
    "not_answered": "not enough answered",
    "no_scope": "no scope",
    "scope_too_small": "scope too small",
    "level_open": "not enough answered",
}
_OPEN = ("unanswered", "blocked")


def find_unknown(node: Node, situation: Situation) -> tuple[Unmet, ...]:
    """Return why no level of a node can be told; empty when the answers tell it.

    A node has no level while too little of its weight is answered, while a question that its
    rules name is open, when nothing or too little of it applies, and while a part whose level its
    rules ask for has none itself. What does not hold is another matter: that is known.

    Source: docs/method.md#no-level
    """
    own = _own(node, situation)
    if own is not None and own.code == "no_scope":
        return (own,)
    lacks: dict[str, Unmet] = {}
    for part, by_level in _named_nodes(node.level_rules, situation):
        for lack in _lacks_of(part, situation, by_level=by_level) if part.children else ():
            lacks.setdefault(lack.subject, lack)
    if own is None or _is_said(own, lacks, situation):
        return tuple(lacks.values())
    return tuple({own.subject: own, **lacks}.values())


def _is_said(own: Unmet, lacks: Mapping[str, Unmet], situation: Situation) -> bool:
    """Return whether the parts say already all that a whole lacks."""
    if own.code != "not_answered" or is_below(situation.framework, own.have or ZERO):
        return False
    return set(own.items) <= {item for lack in lacks.values() for item in lack.items}


def not_answered(situation: Situation, group: Node, named: Collection[str] = ()) -> Unmet:
    """Return "System architecture: 83 % answered, 2 gate questions open"."""
    framework, score = situation.framework, situation.scores[group.id]
    items = [leaf.id for leaf in group.walk() if not leaf.children]
    waiting = [item for item in items if situation.scores[item].state in _OPEN]
    at_gate, guards = situation.guards()
    open_items = tuple(item for item in waiting if item in guards or item in named)
    at_gates = at_gate.issuperset(open_items)
    name, need = wording.label(framework, group.id), framework.completeness
    is_short = is_below(framework, score.answered_weight)
    text = phrase(
        "{group}: {share} answered",
        group=name,
        share=wording.covered(framework, score.answered_weight),
    )
    if is_short:
        text = phrase("{answered}, needs {need}", answered=text, need=wording.percent(need))
    text = _with_open(text, len(open_items), at_gates=at_gates)
    topic = wording.topic_of(framework, group.id)
    return Unmet("not_answered", group.id, score.answered_weight, need, text, open_items, topic)


def _with_open(text: LocalizedText, count: int, *, at_gates: bool) -> LocalizedText:
    if not count:
        return text
    if at_gates:
        return plural(
            "{answered}, {n} gate question open",
            "{answered}, {n} gate questions open",
            count,
            answered=text,
        )
    return plural(
        "{answered}, {n} required question open",
        "{answered}, {n} required questions open",
        count,
        answered=text,
    )


def find_absence(node: Node, situation: Situation) -> Unmet:
    """Return why a node has no score: nothing of it applies, or nothing of it is answered."""
    if situation.scores[node.id].state in OUTSIDE:
        return no_scope(situation, node)
    return not_answered(situation, node)


def no_scope(situation: Situation, node: Node) -> Unmet:
    """Return "Talent development: nothing of it applies"."""
    name = wording.label(situation.framework, node.id)
    text = phrase("{group}: no scope, nothing of it applies", group=name)
    topic = wording.topic_of(situation.framework, node.id)
    return Unmet("no_scope", node.id, ONE, ONE, text, (), topic)


def _scope_too_small(situation: Situation, node: Node, have: Decimal, most: Decimal) -> Unmet:
    """Return "Data governance: scope too small: 27 % does not apply, 20 % allowed"."""
    name = wording.label(situation.framework, node.id)
    text = phrase(
        "{group}: scope too small: {share} does not apply, {most} allowed",
        group=name,
        share=wording.percent(have, most),
        most=wording.percent(most),
    )
    topic = wording.topic_of(situation.framework, node.id)
    return Unmet("scope_too_small", node.id, have, most, text, (), topic)


def _own(node: Node, situation: Situation) -> Unmet | None:
    for group in _measured(node, situation):
        score = situation.scores[group.id]
        if score.state in OUTSIDE:
            return no_scope(situation, group)
        for rule in group.level_rules:
            if isinstance(rule, StagedRule) and rule.na and _exceeds(score, rule.na.most):
                return _scope_too_small(situation, group, settled(score.excluded), rule.na.most)
        named = frozenset(_named_items(node, situation))
        is_waiting = any(situation.scores[item].state in _OPEN for item in named)
        if is_waiting or is_below(situation.framework, score.answered_weight):
            return not_answered(situation, group, named)
    return None


def _exceeds(score: NodeScore, most: Decimal) -> bool:
    return settled(score.excluded) > most


def _measured(node: Node, situation: Situation) -> list[Node]:
    """Return the groups whose answers a node's level rests on: itself, and one its rule names."""
    others = [
        situation.framework.nodes[situation.framework.resolve(rule.of)]
        for rule in node.level_rules
        if isinstance(rule, StagedRule) and rule.of
    ]
    return list({group.id: group for group in (node, *others)}.values())


def _lacks_of(part: Node, situation: Situation, *, by_level: bool) -> tuple[Unmet, ...]:
    """Return what is not known of a group whose level, or else score, a rule asks for."""
    score = situation.scores[part.id]
    if part.id in situation.cut or score.state == "hidden":
        return ()
    reading = situation.reading(part) if by_level else None
    if reading is not None:
        return () if reading.is_known else reading.unmet
    if score.score is not None or score.state == "profile":
        return ()
    return (find_absence(part, situation),)


def _named_nodes(rules: Iterable[LevelRule], situation: Situation) -> Iterator[tuple[Node, bool]]:
    """Yield the nodes that rules ask for one by one, and whether by their level or their score."""
    framework = situation.framework
    for rule in rules:
        if isinstance(rule, MinimumRule):
            group = framework.nodes[framework.resolve(rule.of)]
            yield from ((child, True) for child in group.children)
        elif isinstance(rule, ConjunctionRule):
            for part in _required(rule, situation):
                yield from _asked(part, situation)


def _required(rule: ConjunctionRule, situation: Situation) -> Iterator[Requirement]:
    """Yield the single requirements of a level; of alternatives only where none of them is met."""
    yield from _flat(rule.all, situation)
    if rule.any:
        yield from _flat((AnyRequirement(of=rule.any),), situation)


def _flat(requirements: Iterable[Requirement], situation: Situation) -> Iterator[Requirement]:
    for rule in requirements:
        if isinstance(rule, AllRequirement):
            yield from _flat(rule.of, situation)
        elif not isinstance(rule, AnyRequirement):
            yield rule
        elif find_unmet(rule, situation):
            yield from _flat(rule.of, situation)


def _asked(rule: Requirement, situation: Situation) -> Iterator[tuple[Node, bool]]:
    framework = situation.framework
    match rule:
        case NodeLevelRequirement():
            yield framework.nodes[framework.resolve(rule.node)], True
        case ScoreRequirement():
            yield framework.nodes[framework.resolve(rule.node)], False
        case EveryChildRequirement():
            by_level = rule.level_gte is not None
            group = framework.nodes[framework.resolve(rule.of)]
            yield from ((child, by_level) for child in group.children)
        case CountRequirement():
            group = framework.nodes[framework.resolve(rule.of)]
            nodes = counted_nodes(framework, group, rule.tag)
            yield from ((entry, True) for entry in nodes if entry.children)
        case _:
            pass


def _named_items(node: Node, situation: Situation) -> Iterator[str]:
    """Yield the items that a node's rules name one by one; an open one leaves the level open."""
    framework = situation.framework
    named = _named_nodes(node.level_rules, situation)
    yield from (entry.id for entry, _ in named if not entry.children)
    if node.id == framework.root.id:
        yield from (veto.item for veto in framework.vetoes)
    for rule in node.level_rules:
        if isinstance(rule, StagedRule):
            yield from staged_musts(rule, node, situation)
        elif isinstance(rule, ConjunctionRule):
            for part in _required(rule, situation):
                if isinstance(part, EveryRequirement):
                    yield from part.questions
