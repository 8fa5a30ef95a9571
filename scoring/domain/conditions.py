"""Whether the requirements of levels and gates are met, and what is missing where not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from packs.schema.framework import Framework
from packs.schema.rules import (
    AllRequirement,
    AnyRequirement,
    CountRequirement,
    EveryChildRequirement,
    EveryRequirement,
    EvidenceRequirement,
    Gate,
    GateRequirement,
    KOfNRequirement,
    KpiRequirement,
    NodeLevelRequirement,
    Requirement,
    ScoreRequirement,
)
from packs.schema.tree import Node
from scoring.domain import wording
from scoring.domain.guarding import gate_questions, veto_questions
from scoring.domain.numbers import compared
from scoring.domain.types import GateReading, LevelReading, NodeScore, ScoreRange, Unmet

_NOT_NEEDED = ("hidden", "not_applicable", "unweighted")


@dataclass(frozen=True, slots=True)
class Situation:
    """All that requirements may look at.

    Levels and gates are read when they are first asked for, because they may look at each other;
    the pack checks refuse circles. `levels`, `gates`, `values` and `guarding` keep what was
    read already.

    Attributes:
        cut: nodes that a person cut from the scope.
        kept: by group the higher score that conditions are held against, see `scope.kept_scores`.
        ranges: by part and for the whole, between what a score lies that is no single figure.
    """

    framework: Framework
    scores: Mapping[str, NodeScore]
    read_level: Callable[[Node, Situation], LevelReading]
    read_gate: Callable[[Gate, Situation], GateReading]
    evidence: Decimal | None = None
    kpis: Mapping[str, Decimal] = field(default_factory=dict)
    profile: str | None = None
    cut: frozenset[str] = frozenset()
    kept: Mapping[str, Decimal] = field(default_factory=dict)
    ranges: Mapping[str, ScoreRange] = field(default_factory=dict)
    levels: dict[str, LevelReading] = field(default_factory=dict, repr=False, compare=False)
    gates: dict[str, GateReading] = field(default_factory=dict, repr=False, compare=False)
    values: dict[str, Decimal | None] = field(default_factory=dict, repr=False, compare=False)
    guarding: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def weight(self, node: Node) -> Decimal:
        """Return the weight of a node among its sisters; equal when the pack states none."""
        stated = self.framework.weight_of(node, self.profile)
        return Decimal(1) if stated is None else stated

    def is_needed(self, node_id: str) -> bool:
        """Return whether a node applies to this plant."""
        return self.scores[self.framework.resolve(node_id)].state not in _NOT_NEEDED

    def value(self, node_id: str) -> Decimal | None:
        """Return the score of a node in the form in which it is compared."""
        if node_id not in self.values:
            score = self.scores[self.framework.resolve(node_id)].score
            value = None if score is None else compared(score, self.framework.numbers)
            self.values[node_id] = value
        return self.values[node_id]

    def standing(self, node_id: str) -> Decimal | None:
        """Return what a limit is held against: the score, or what of it may not get lost."""
        value, kept = self.value(node_id), self.kept.get(self.framework.resolve(node_id))
        if value is None or kept is None:
            return value
        return max(value, compared(kept, self.framework.numbers))

    def level(self, node_id: str) -> int | None:
        """Return the level of a node: by its own rule, else its score rounded down."""
        resolved = self.framework.resolve(node_id)
        reading = self.reading(self.framework.nodes[resolved])
        if reading is not None:
            return reading.level
        value = self.value(resolved)
        return None if value is None else int(value.to_integral_value(ROUND_FLOOR))

    def reading(self, node: Node) -> LevelReading | None:
        """Return the level of a node by its own rule, None when it has no rule or is hidden."""
        if not node.level_rules or self.scores[node.id].state == "hidden":
            return None
        if node.id not in self.levels:
            self.levels[node.id] = self.read_level(node, self)
        return self.levels[node.id]

    def guards(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the questions that gates name, and all that a gate or a veto rests on."""
        if not self.guarding:
            at_gates = gate_questions(self.framework)
            every = at_gates | veto_questions(self.framework)
            self.guarding.update(gates=at_gates, every=every)
        return self.guarding["gates"], self.guarding["every"]

    def gate(self, name: str) -> GateReading:
        """Return whether a gate is open."""
        if name not in self.gates:
            gate = next(entry for entry in self.framework.gates if entry.id == name)
            self.gates[name] = self.read_gate(gate, self)
        return self.gates[name]

    def is_at(self, node_id: str, limit: Decimal) -> bool:
        """Return whether the score of a node reaches a value."""
        value = self.standing(node_id)
        return value is not None and value >= limit


def find_unmet(rule: Requirement, situation: Situation) -> tuple[Unmet, ...]:
    """Return what a requirement still lacks; empty when it is met.

    Source: docs/method.md#gates
    """
    return tuple(_FINDERS[rule.rule](rule, situation))


def any_unmet(parts: tuple[Requirement, ...], situation: Situation) -> tuple[Unmet, ...]:
    """Return nothing when one part is met, else what the closest part lacks."""
    lacks = [find_unmet(part, situation) for part in parts]
    return min(lacks, key=len) if lacks else ()


def _any(rule: AnyRequirement, situation: Situation) -> Iterator[Unmet]:
    yield from any_unmet(rule.of, situation)


def _all(rule: AllRequirement, situation: Situation) -> Iterator[Unmet]:
    for part in rule.of:
        yield from find_unmet(part, situation)


def _node_level(rule: NodeLevelRequirement, situation: Situation) -> Iterator[Unmet]:
    level = situation.level(rule.node)
    if level is None or level < rule.level_gte:
        yield wording.level_below(situation.framework, rule.node, level, rule.level_gte)


def _evidence(rule: EvidenceRequirement, situation: Situation) -> Iterator[Unmet]:
    have = situation.evidence
    if have is None or have < rule.gte:
        yield wording.evidence_below(have, rule.gte)


def _score(rule: ScoreRequirement, situation: Situation) -> Iterator[Unmet]:
    if situation.is_at(rule.node, rule.gte):
        return
    node = situation.framework.nodes[situation.framework.resolve(rule.node)]
    have = situation.value(rule.node)
    if node.children:
        ends = situation.ranges.get(node.id)
        yield wording.score_below(situation.framework, rule.node, have, rule.gte, ends)
    elif situation.is_needed(rule.node):
        yield wording.below("item_below", situation.framework, rule.node, have, rule.gte)


def counted_nodes(framework: Framework, group: Node, tag: str | None) -> list[Node]:
    """Return the nodes below a group that have a level: items, and groups with a level rule."""
    found: list[Node] = []
    for child in group.children:
        if child.children and not child.level_rules:
            found += counted_nodes(framework, child, tag)
        elif tag is None or tag in child.tags:
            found.append(child)
    return found


def _count(rule: CountRequirement, situation: Situation) -> Iterator[Unmet]:
    group = situation.framework.nodes[situation.framework.resolve(rule.of)]
    nodes = counted_nodes(situation.framework, group, rule.tag)
    levels = {node.id: situation.level(node.id) for node in nodes}
    short = [name for name, level in levels.items() if level is None or level < rule.level_gte]
    have = len(nodes) - len(short)
    if have < rule.gte:
        yield wording.count_below(situation.framework, rule, have, tuple(short))


def _every_child(rule: EveryChildRequirement, situation: Situation) -> Iterator[Unmet]:
    group = situation.framework.nodes[situation.framework.resolve(rule.of)]
    for child in group.children:
        if not situation.is_needed(child.id):
            continue
        if rule.gte is not None:
            if not situation.is_at(child.id, rule.gte):
                have, ends = situation.value(child.id), situation.ranges.get(child.id)
                yield wording.score_below(situation.framework, child.id, have, rule.gte, ends)
            continue
        level, need = situation.level(child.id), rule.level_gte or 0
        if level is None or level < need:
            yield wording.level_below(situation.framework, child.id, level, need)


def _every(rule: EveryRequirement, situation: Situation) -> Iterator[Unmet]:
    code = "veto" if rule.reason == "veto" else "item_below"
    for item in rule.questions:
        if situation.is_needed(item) and not situation.is_at(item, rule.at_least):
            have = situation.value(item)
            yield wording.below(code, situation.framework, item, have, rule.at_least)


def _k_of_n(rule: KOfNRequirement, situation: Situation) -> Iterator[Unmet]:
    misses = len(rule.questions) - rule.k
    needed = [item for item in rule.questions if situation.is_needed(item)]
    short = tuple(item for item in needed if not situation.is_at(item, rule.at_least))
    if len(short) > misses:
        have, need = len(needed) - len(short), len(needed) - misses
        yield wording.k_of_n_below(situation.framework, rule.at_least, have, need, short)


def _kpi(rule: KpiRequirement, situation: Situation) -> Iterator[Unmet]:
    have = situation.kpis.get(rule.id)
    if have is None and rule.missing == "met":
        return
    if rule.gte is not None and (have is None or have < rule.gte):
        yield wording.kpi_missed(rule.id, have, rule.gte, is_floor=True)
    if rule.lte is not None and (have is None or have > rule.lte):
        yield wording.kpi_missed(rule.id, have, rule.lte, is_floor=False)


def _gate(rule: GateRequirement, situation: Situation) -> Iterator[Unmet]:
    gate = situation.gate(rule.id)
    if not gate.is_open:
        yield wording.gate_closed(situation.framework, rule.id, gate.unmet[0].text)


_FINDERS: dict[str, Callable[[Any, Situation], Iterator[Unmet]]] = {
    "score": _score,
    "node_level": _node_level,
    "count": _count,
    "every_child": _every_child,
    "every": _every,
    "k_of_n": _k_of_n,
    "evidence_share": _evidence,
    "kpi": _kpi,
    "gate": _gate,
    "all": _all,
    "any": _any,
}
