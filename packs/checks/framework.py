"""Cross-checks of framework packs: tree, weights, references, conditions and questions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fnmatch import fnmatchcase

from packs.checks.answers import answer_problems
from packs.checks.circles import circle_problems
from packs.checks.levels import level_problems
from packs.checks.problem import Problem, duplicates, found, unknown
from packs.checks.showing import condition_problems
from packs.schema.facts import PLANT_FACTS
from packs.schema.framework import ROOT_NAMES, Framework, Vector
from packs.schema.questions import PLANT_WIDE, CellSplitRule, Question
from packs.schema.rules import EveryRequirement, KOfNRequirement
from packs.schema.tree import Node

_TOLERANCE = Decimal("1e-9")


def framework_problems(framework: Framework) -> list[Problem]:
    """Return what is wrong with a framework beyond its schema; later checks need earlier ones."""
    problems = list(_tree_problems(framework))
    if problems:
        return problems
    problems += _profile_problems(framework)
    problems += _weight_problems(framework)
    problems += _reference_problems(framework)
    problems += condition_problems(framework)
    problems += answer_problems(framework)
    problems += _question_problems(framework)
    problems += _gate_order_problems(framework)
    if framework.profiles and not framework.default_profile:
        problems.append(found("default_profile", "weight profiles need a default"))
    return problems or list(level_problems(framework)) or list(circle_problems(framework))


def _tree_problems(framework: Framework) -> Iterator[Problem]:
    ids = [node.id for node in framework.root.walk()]
    yield from duplicates(ids, "node")
    yield from duplicates((gate.id for gate in framework.gates), "gate")
    yield from duplicates((vector.name for vector in framework.vectors), "vector")
    dimensions = [entry.id for entry in framework.dimensions]
    for question in framework.questions:
        yield from unknown(question.id, [question.dimension], dimensions, "dimension")
    for name, points in framework.scales.items():
        yield from duplicates((f"{name} {point.v}" for point in points), "scale point")
        if len(points) < 2:
            yield found(name, "a scale needs at least two points")
    for node in framework.root.walk():
        if node.id in ROOT_NAMES and node.id != framework.root.id:
            yield found(node.id, "total and overall name the root only")
        yield from _node_problems(framework, node)


def _node_problems(framework: Framework, node: Node) -> Iterator[Problem]:
    if node.children:
        return
    if node.kind == "group" or (framework.dimensions and node in framework.root.children):
        yield found(node.id, "a group without children")
    elif node.scale:
        yield from unknown(node.id, [node.scale], framework.scales, "scale")
    elif node.answer is None and framework.answer is None:
        yield found(node.id, "an item needs a scale or an answer type")


def _profile_problems(framework: Framework) -> Iterator[Problem]:
    for profile, table in framework.weight_profiles.items():
        yield from unknown(f"weight_profiles.{profile}", table, framework.nodes, "node")
    if framework.default_profile:
        known = framework.profiles
        yield from unknown("default_profile", [framework.default_profile], known, "profile")
    if framework.profile_from:
        facts = PLANT_FACTS | set(framework.facts)
        fact = framework.profile_from.removeprefix("plant.")
        yield from unknown("profile_from", [fact], facts, "fact")


def _weight_problems(framework: Framework) -> Iterator[Problem]:
    for node in framework.nodes.values():
        if not node.children and framework.answer_of(node).maximum <= 0:
            yield found(node.id, "no answer gives more than 0")
        if node.target is not None and not node.children:
            top = framework.answer_of(node).maximum
            if not 0 <= node.target <= top:
                yield found(node.id, f"target {node.target} is outside 0 to {top}")
        if node.children and framework.rule_of(node) == "weighted_mean":
            for name in framework.profiles or (None,):
                yield from _weight_sum(framework, node, name)


def _weight_sum(framework: Framework, node: Node, profile: str | None) -> Iterator[Problem]:
    """Yield a finding when the weights below a node do not sum to 1 in a profile."""
    where = f" in profile {profile}" if profile else ""
    scored = [child for child in node.children if framework.rule_of(child) != "none"]
    weights = {child.id: framework.weight_of(child, profile) for child in scored}
    missing = [name for name, weight in weights.items() if weight is None]
    for name in missing:
        yield found(name, f"no weight{where}, but its sisters have one")
    total = sum((weight for weight in weights.values() if weight is not None), Decimal(0))
    if not missing and abs(total - 1) > _TOLERANCE:
        yield found(node.id, f"weights of children sum to {total}{where}, not 1")


def _reference_problems(framework: Framework) -> Iterator[Problem]:
    nodes = framework.nodes
    for veto in framework.vetoes:
        yield from unknown("vetoes", [veto.item], nodes, "node")
    yield from unknown("tailoring", framework.tailoring.nodes, nodes, "node")
    for initiative, conditions in framework.initiative_conditions.items():
        yield from unknown(f"initiative_conditions.{initiative}", conditions, nodes, "node")
    for crosswalk in framework.crosswalks:
        for part, items in crosswalk.parts.items():
            yield from unknown(f"{crosswalk.model}.{part}", items, nodes, "node")
    if framework.express_run:
        yield from unknown("express_run", framework.express_run.questions, nodes, "node")
    for vector in framework.vectors:
        inputs = [name for name in vector.inputs if "*" not in name]
        bare = [name if name in nodes else name.rpartition("@")[0] or name for name in inputs]
        yield from unknown(f"vector {vector.name}", bare, nodes, "node")
        yield from _vector_problems(framework, vector)
    if framework.priority:
        rule = framework.priority
        named = {*rule.cost_relevance, *rule.kpi_relevance}
        named.update(node for table in rule.best_in_class.values() for node in table)
        yield from unknown("priority", sorted(named), nodes, "node")


def _vector_problems(framework: Framework, vector: Vector) -> Iterator[Problem]:
    where = f"vector {vector.name}"
    if vector.profile is not None:
        yield from unknown(where, [vector.profile], framework.profiles, "profile")
    leaves = [leaf.id for leaf in framework.leaves]
    for pattern in (name for name in vector.inputs if "*" in name):
        if not any(fnmatchcase(leaf, pattern) for leaf in leaves):
            yield found(where, f"no item fits {pattern}")


def _gate_order_problems(framework: Framework) -> Iterator[Problem]:
    known = [gate.id for gate in framework.gates]
    for gate in framework.gates:
        before = [gate.requires] if gate.requires else []
        yield from unknown(f"gate {gate.id}", before, known, "gate")


def _question_problems(framework: Framework) -> Iterator[Problem]:
    elements = [entry.id for entry in framework.elements]
    processes = [entry.id for entry in framework.processes]
    if PLANT_WIDE in processes and isinstance(framework.cell_rule, CellSplitRule):
        yield found(PLANT_WIDE, "no process may bear this id: it is the column of the whole plant")
    for question in framework.questions:
        yield from unknown(question.id, [question.element], elements, "element")
        named = () if question.processes == "all" else question.processes
        yield from unknown(question.id, named, processes, "process")
        if framework.roles:
            yield from unknown(question.id, question.roles, framework.roles, "role")
        yield from _level_text_problems(framework, question)
    yield from _mark_problems(framework)


def _level_text_problems(framework: Framework, question: Question) -> Iterator[Problem]:
    steps = {int(point.v) for point in framework.scales.get(framework.question_scale or "", ())}
    for level in sorted(steps ^ set(question.levels)):
        is_missing = level in steps
        yield found(
            question.id, f"level {level} has no text" if is_missing else f"unknown level {level}"
        )


def gate_marks(framework: Framework) -> dict[str, set[str]]:
    """Return the marks that the gates give each question: I2! (must), O3 (counted)."""
    marks: dict[str, set[str]] = {}
    for gate in framework.gates:
        for rule in gate.all:
            if isinstance(rule, EveryRequirement | KOfNRequirement):
                sign = "!" if isinstance(rule, EveryRequirement) else ""
                mark = f"{gate.id[0].upper()}{rule.at_least:f}{sign}"
                for item in rule.questions:
                    marks.setdefault(item, set()).add(mark)
    return marks


def _mark_problems(framework: Framework) -> Iterator[Problem]:
    """Yield questions whose gate and veto marks disagree with the rules."""
    marks = gate_marks(framework)
    vetoes = {
        item
        for rule in framework.root.level_rules
        if rule.type == "conjunction"
        for part in rule.all
        if isinstance(part, EveryRequirement) and part.reason == "veto"
        for item in part.questions
    }
    for question in framework.questions:
        wanted = marks.get(question.id, set())
        if wanted != set(question.gates):
            stated, ruled = sorted(question.gates), sorted(wanted)
            yield found(question.id, f"gates are {stated}, the gate rules say {ruled}")
        if question.veto != (question.id in vetoes):
            yield found(question.id, "veto mark and level rules disagree")
