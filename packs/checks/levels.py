"""Checks of level rules and gates: references, order, and levels that nobody can reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from packs.checks.problem import Problem, found, unknown
from packs.schema.framework import Framework
from packs.schema.rules import (
    AllRequirement,
    AnyRequirement,
    Band,
    BandRule,
    ConjunctionRule,
    CountRequirement,
    CumulativeRule,
    EveryChildRequirement,
    EveryRequirement,
    GateRequirement,
    KOfNRequirement,
    LargelyFullyRule,
    LevelRule,
    NodeLevelRequirement,
    Requirement,
    ScoreRequirement,
    StagedRule,
)
from packs.schema.tree import Node

TOP_LEVEL = 20


def level_problems(framework: Framework) -> Iterator[Problem]:
    """Yield findings in the level rules of every node, in vetoes and in gates."""
    yield from _level_number_problems(framework)
    for veto in framework.vetoes:
        yield from _score_problems(framework, "vetoes", veto.item, veto.at_least)
    for node in framework.root.walk():
        yield from _threshold_problems(framework, node)
        yield from _order_problems(framework, node)
        for rule in node.level_rules:
            yield from _rule_problems(framework, node, rule)
    for gate in framework.gates:
        for part in gate.all:
            yield from _requirement_problems(framework, f"gate {gate.id}", part)


def _level_number_problems(framework: Framework) -> Iterator[Problem]:
    """Yield levels that are no levels: below 0, or so many that nobody means them."""
    stated = [("base_level", framework.base_level)]
    stated += [("level_names", level) for level in framework.level_names]
    stated += [(f"veto of {veto.item}", veto.cap) for veto in framework.vetoes]
    for node in framework.order:
        for rule in node.level_rules:
            if isinstance(rule, ConjunctionRule):
                stated.append((node.id, rule.level))
            elif isinstance(rule, BandRule | CumulativeRule):
                stated += [(node.id, band.level) for band in rule.bands]
    for where, level in stated:
        if level is not None and not 0 <= level <= TOP_LEVEL:
            yield found(where, f"{level} is no level: levels are 0 to {TOP_LEVEL}")


def _threshold_problems(framework: Framework, node: Node) -> Iterator[Problem]:
    """Yield a threshold of a group that none of its children can reach."""
    if node.aggregate in ("share_met", "k_of_n") and node.met_at is not None:
        best = max(_best(framework, child.id) for child in node.children)
        if node.met_at > best:
            yield found(node.id, f"unreachable: met_at {node.met_at}, its children end at {best}")


def _order_problems(framework: Framework, node: Node) -> Iterator[Problem]:
    """Yield levels that a rule above them, matching first, never lets through."""
    rules = [rule for rule in node.level_rules if isinstance(rule, ConjunctionRule)]
    for above, below in pairwise(rules):
        if below.level >= above.level:
            yield found(
                node.id,
                f"level {below.level} stands below level {above.level}: write the highest first",
            )
        wanted, lower = _asked_scores(framework, above), _asked_scores(framework, below)
        for name in wanted:
            if not above.requires_lower and lower.get(name, wanted[name]) > wanted[name]:
                yield found(
                    node.id,
                    f"level {above.level} asks less of {name} ({wanted[name]}) "
                    f"than level {below.level} ({lower[name]})",
                )


def _asked_scores(framework: Framework, rule: ConjunctionRule) -> dict[str, Decimal]:
    return {
        framework.resolve(part.node): part.gte
        for part in rule.all
        if isinstance(part, ScoreRequirement)
    }


def _rule_problems(framework: Framework, node: Node, rule: LevelRule) -> Iterator[Problem]:
    match rule:
        case ConjunctionRule():
            for part in (*rule.all, *rule.any):
                yield from _requirement_problems(framework, f"level {rule.level}", part)
        case BandRule():
            yield from _band_problems(framework, rule)
        case CumulativeRule():
            yield from _cumulative_problems(framework, node, rule)
        case StagedRule():
            if rule.share == 0:
                yield found(node.id, "share 0 asks nothing of any level")
            known = framework.nodes
            yield from unknown(node.id, [rule.of] if rule.of else [], known, "node")
            musts = rule.must if isinstance(rule.must, tuple) else ()
            yield from unknown(node.id, musts, known, "node")
        case LargelyFullyRule():
            if rule.largely_above > rule.fully_above:
                yield found(node.id, "largely_above lies above fully_above")
            yield from _attribute_problems(framework, rule)
        case _:
            names = [framework.resolve(rule.of)]
            yield from unknown(node.id, names, framework.nodes, "node")


def _cumulative_problems(
    framework: Framework, node: Node, rule: CumulativeRule
) -> Iterator[Problem]:
    if rule.unit_threshold == 0:
        yield found(node.id, "unit_threshold 0 lets every level count")
    top = framework.clause_levels
    if all(not leaf_levels(framework, leaf) for leaf in node.walk()):
        yield found(node.id, "a cumulative rule needs answers of type clauses_per_level")
    if rule.bands[-1].from_ > top:
        yield found(f"level {rule.bands[-1].level}", f"unreachable: the sum ends at {top}")
    yield from _top_problems(rule.bands[-1], Decimal(top))


def leaf_levels(framework: Framework, node: Node) -> int:
    """Return how many levels the clause lists of an item cover, 0 for other items."""
    if node.children:
        return 0
    answer = framework.answer_of(node)
    return int(answer.maximum) if answer.type == "clauses_per_level" else 0


def _attribute_problems(framework: Framework, rule: LargelyFullyRule) -> Iterator[Problem]:
    name = framework.resolve(rule.of)
    if name not in framework.nodes:
        yield found(name, f"unknown node: {rule.of}")
        return
    below = list(framework.nodes[name].walk())
    if all(node.at_level is None for node in below):
        yield found(name, "no attribute below carries at_level")


def _band_problems(framework: Framework, rule: BandRule) -> Iterator[Problem]:
    yield from _score_problems(framework, f"level {rule.bands[-1].level}", rule.score, None)
    if framework.resolve(rule.score) in framework.nodes:
        top = _best(framework, rule.score)
        for band in rule.bands:
            if band.from_ > top:
                yield found(f"level {band.level}", f"unreachable: {rule.score} ends at {top}")
        yield from _top_problems(rule.bands[-1], top)


def _top_problems(last: Band, top: Decimal) -> Iterator[Problem]:
    """Yield a last band that ends before the scores do; at its own end it is closed."""
    if last.to is not None and last.to < top:
        yield found(f"level {last.level}", f"gap above the bands: {last.to} to {top}")


def _best(framework: Framework, name: str) -> Decimal:
    """Return the highest score of a node over all weight profiles."""
    node = framework.nodes[framework.resolve(name)]
    return max(framework.maximum_of(node, profile) for profile in framework.profiles or (None,))


def _score_problems(
    framework: Framework, where: str, name: str, limit: Decimal | None
) -> Iterator[Problem]:
    resolved = framework.resolve(name)
    if resolved not in framework.nodes:
        yield found(where, f"unknown node: {name}")
        return
    if framework.rule_of(framework.nodes[resolved]) == "none":
        yield found(where, f"unreachable: {name} is a profile without a score")
    elif limit is not None and limit > _best(framework, name):
        yield found(where, f"unreachable: {name} ends at {_best(framework, name)}, needs {limit}")


def _requirement_problems(framework: Framework, where: str, rule: Requirement) -> Iterator[Problem]:
    match rule:
        case ScoreRequirement():
            yield from _score_problems(framework, where, rule.node, rule.gte)
        case NodeLevelRequirement():
            yield from _level_limit(framework, where, rule.node, rule.level_gte)
        case CountRequirement():
            yield from _count_problems(framework, where, rule)
        case EveryChildRequirement():
            yield from _child_problems(framework, where, rule)
        case EveryRequirement() | KOfNRequirement():
            yield from _named_problems(framework, where, rule)
        case GateRequirement():
            gates = [gate.id for gate in framework.gates]
            yield from unknown(where, [rule.id], gates, "gate")
        case AllRequirement() | AnyRequirement():
            for part in rule.of:
                yield from _requirement_problems(framework, where, part)
        case _:
            pass


def _named_problems(
    framework: Framework, where: str, rule: EveryRequirement | KOfNRequirement
) -> Iterator[Problem]:
    for item, count in Counter(rule.questions).items():
        if count > 1:
            yield found(where, f"{item} is named {count} times in one requirement")
        yield from _score_problems(framework, where, item, rule.at_least)


def _level_limit(framework: Framework, where: str, name: str, level: int) -> Iterator[Problem]:
    """Yield a node that does not exist, or an item whose steps end below a level."""
    resolved = framework.resolve(name)
    if resolved not in framework.nodes:
        yield found(where, f"unknown node: {name}")
    elif not framework.nodes[resolved].level_rules and _best(framework, name) < level:
        yield found(where, f"unreachable: {name} ends at {_best(framework, name)}, needs {level}")


def candidates(framework: Framework, group: Node, rule: CountRequirement) -> list[Node]:
    """Return the nodes below a group that can count at the level of a requirement."""
    found_nodes: list[Node] = []
    for child in group.children:
        if child.children and not child.level_rules:
            found_nodes += candidates(framework, child, rule)
        elif rule.tag is not None and rule.tag not in child.tags:
            continue
        elif child.level_rules or _best(framework, child.id) >= rule.level_gte:
            found_nodes.append(child)
    return found_nodes


def _count_problems(framework: Framework, where: str, rule: CountRequirement) -> Iterator[Problem]:
    resolved = framework.resolve(rule.of)
    if resolved not in framework.nodes:
        yield found(where, f"unknown node: {rule.of}")
        return
    possible = len(candidates(framework, framework.nodes[resolved], rule))
    if possible < rule.gte:
        kind = f" tagged {rule.tag}" if rule.tag else ""
        yield found(
            where,
            f"unreachable: {possible} nodes{kind} below {rule.of} can reach level "
            f"{rule.level_gte}, needs {rule.gte}",
        )


def _child_problems(
    framework: Framework, where: str, rule: EveryChildRequirement
) -> Iterator[Problem]:
    resolved = framework.resolve(rule.of)
    if resolved not in framework.nodes:
        yield found(where, f"unknown node: {rule.of}")
        return
    for child in framework.nodes[resolved].children:
        if rule.level_gte is not None:
            yield from _level_limit(framework, where, child.id, rule.level_gte)
        else:
            yield from _score_problems(framework, where, child.id, rule.gte)
