"""Levels: bands, cumulative sums, conjunctions, minimum, largely-and-fully, staged weight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from packs.schema.framework import Framework, Numbers
from packs.schema.rules import (
    Band,
    BandRule,
    ConjunctionRule,
    CumulativeRule,
    LargelyFullyRule,
    LevelRule,
    MinimumRule,
    StagedRule,
)
from packs.schema.tree import Node
from scoring.domain import wording
from scoring.domain.conditions import Situation, any_unmet, find_unmet
from scoring.domain.coverage import is_below
from scoring.domain.numbers import ONE, ZERO, compared
from scoring.domain.staged import read_staged
from scoring.domain.types import LevelReading, NodeScore, Unmet
from scoring.domain.unknowns import REASONS, find_absence, find_unknown


def read_level(node: Node, situation: Situation) -> LevelReading:
    """Return the level of a node: the first of its rules that gives one, then the vetoes.

    Returns: the level, the rule that gave it, and each condition that the next level lacks; no
    level at all where the answers do not tell it, and then what is not known.
    Source: docs/method.md#levels
    """
    unknown = find_unknown(node, situation)
    if unknown:
        reason = REASONS[unknown[0].code]
        return LevelReading(None, node.level_rules[0].type, unmet=unknown, reason=reason)
    reading = _first_match(node, situation)
    if node.id == situation.framework.root.id:
        reading = _apply_vetoes(reading, situation)
    return reading


def _first_match(node: Node, situation: Situation) -> LevelReading:
    conjunctions = [rule for rule in node.level_rules if isinstance(rule, ConjunctionRule)]
    reading = LevelReading(None, node.level_rules[-1].type)
    for rule in node.level_rules:
        if not isinstance(rule, ConjunctionRule):
            reading = _by_value(rule, node, situation)
        elif _holds(rule, conjunctions, situation):
            reading = LevelReading(rule.level, rule.type)
        if reading.level is not None:
            break
    if reading.level is None and reading.reason is None:
        last, base = node.level_rules[-1].type, situation.framework.base_level
        reading = replace(reading, level=base, rule=last)
    return _with_next(reading, conjunctions, situation) if conjunctions else reading


def _with_next(
    reading: LevelReading, conjunctions: list[ConjunctionRule], situation: Situation
) -> LevelReading:
    """Return the reading with what the next higher conjunction lacks."""
    floor = -1 if reading.level is None else reading.level
    higher = sorted((rule for rule in conjunctions if rule.level > floor), key=lambda r: r.level)
    if not higher:
        return reading
    return replace(reading, next_level=higher[0].level, unmet=_lacks(higher[0], situation))


def _lacks(rule: ConjunctionRule, situation: Situation) -> tuple[Unmet, ...]:
    every = tuple(lack for part in rule.all for lack in find_unmet(part, situation))
    return every + (any_unmet(rule.any, situation) if rule.any else ())


def _holds(
    rule: ConjunctionRule, conjunctions: list[ConjunctionRule], situation: Situation
) -> bool:
    if _lacks(rule, situation):
        return False
    if not rule.requires_lower:
        return True
    lower = [other for other in conjunctions if other.level < rule.level]
    return not any(_lacks(other, situation) for other in lower)


def _by_value(rule: LevelRule, node: Node, situation: Situation) -> LevelReading:
    """Read a rule that is no conjunction; those are read by the caller."""
    return _READERS[type(rule)](rule, node, situation)


def _find_band(bands: tuple[Band, ...], value: Decimal) -> tuple[int | None, Band | None]:
    """Return the level of a value and the next band above it."""
    level, following = None, bands[0]
    for place, band in enumerate(bands):
        if value < band.from_:
            break
        level = band.level
        following = bands[place + 1] if place + 1 < len(bands) else None  # type: ignore[assignment]
    return level, following


def _band(rule: BandRule, situation: Situation) -> LevelReading:
    value = situation.standing(rule.score)
    if value is None:
        measured = situation.framework.nodes[situation.framework.resolve(rule.score)]
        lack = find_absence(measured, situation)
        return LevelReading(None, rule.type, unmet=(lack,), reason=REASONS[lack.code])
    level, following = _find_band(rule.bands, value)
    if following is None:
        return LevelReading(level, rule.type)
    have = situation.value(rule.score)
    ends = situation.ranges.get(situation.framework.resolve(rule.score))
    unmet = wording.score_below(situation.framework, rule.score, have, following.from_, ends)
    return LevelReading(level, rule.type, following.level, (unmet,))


def cumulative_sum(
    level_scores: Mapping[int, Decimal],
    threshold: Decimal,
    *,
    stop_at_first_unmet: bool,
    numbers: Numbers | None = None,
) -> Decimal:
    """Return the sum of level scores in which a level at the threshold counts as one.

    With `stop_at_first_unmet` the first level below the threshold is the last one that adds.
    `numbers` says how the pack compares; what adds is never rounded.

    Source: docs/method.md#cumulative (GB/T 39117 as read in third-party sources)
    """
    total = ZERO
    for level in sorted(level_scores):
        is_met = compared(level_scores[level], numbers or Numbers()) >= threshold
        total += ONE if is_met else level_scores[level]
        if stop_at_first_unmet and not is_met:
            break
    return total


def _cumulative(rule: CumulativeRule, node: Node, situation: Situation) -> LevelReading:
    """Return the level of the sum; the first level of which too little is answered ends it."""
    framework, found = situation.framework, situation.scores[node.id]
    numbers, threshold = framework.numbers, rule.unit_threshold
    steps = range(1, max([*found.level_scores, framework.clause_levels]) + 1)
    gap = _open_level(steps, found, framework)
    known = {step: found.level_scores.get(step, ZERO) for step in steps if step < (gap or step + 1)}
    sums = {
        name: cumulative_sum(known, threshold, stop_at_first_unmet=stop, numbers=numbers)
        for name, stop in (("stop_at_first_unmet", True), ("sum_all", False))
    }
    declared = sums["stop_at_first_unmet" if rule.stop_at_first_unmet else "sum_all"]
    level, following = _find_band(rule.bands, compared(declared, numbers))
    unmet = [
        wording.level_score_below(step, found.level_scores.get(step), threshold)
        for step in known
        if following is not None
        and step <= following.level
        and compared(known[step], numbers) < threshold
    ]
    reading = LevelReading(
        level,
        rule.type,
        following.level if following else None,
        tuple(unmet),
        sums={"declared": declared, **sums},
    )
    if gap is None or following is None or (unmet and rule.stop_at_first_unmet):
        return reading
    answered = found.answered_levels.get(gap, ZERO)
    lack = wording.level_open(gap, answered, framework.completeness)
    reason = REASONS["level_open"] if level is None else None
    return replace(reading, unmet=(*unmet, lack), reason=reason)


def _open_level(steps: range, score: NodeScore, framework: Framework) -> int | None:
    """Return the first level of lists of clauses of which too little is answered."""
    for step in steps:
        if is_below(framework, score.answered_levels.get(step, ONE)):
            return step
    return None


def _minimum(rule: MinimumRule, situation: Situation) -> LevelReading:
    group = situation.framework.nodes[situation.framework.resolve(rule.of)]
    needed = [child.id for child in group.children if situation.is_needed(child.id)]
    levels = {child: situation.level(child) for child in needed}
    known = [level for level in levels.values() if level is not None]
    if not known:
        lack = find_absence(group, situation)
        return LevelReading(None, rule.type, unmet=(lack,), reason=REASONS[lack.code])
    if len(known) < len(levels):
        none = [child for child, level in levels.items() if level is None]
        lacks = [wording.level_below(situation.framework, child, None, 1) for child in none]
        return LevelReading(None, rule.type, unmet=tuple(lacks))
    level = min(known)
    top = int(max(situation.scores[child].maximum for child in needed))
    if level >= top:
        return LevelReading(level, rule.type)
    unmet = [
        wording.level_below(situation.framework, child, have, level + 1)
        for child, have in levels.items()
        if have is not None and have <= level
    ]
    return LevelReading(level, rule.type, level + 1, tuple(unmet))


def _largely_fully(rule: LargelyFullyRule, situation: Situation) -> LevelReading:
    """Return level k when attributes of k are at least largely and all below fully achieved."""
    framework = situation.framework
    group = framework.nodes[framework.resolve(rule.of)]
    attributes: dict[int, list[str]] = {}
    for node in group.walk():
        if node.at_level is not None and situation.is_needed(node.id):
            attributes.setdefault(node.at_level, []).append(node.id)
    level = None
    for step in sorted(attributes):
        unmet = [
            wording.below("attribute_below", framework, name, situation.value(name), limit)
            for lower in sorted(attributes)
            if lower <= step
            for limit in [rule.largely_above if lower == step else rule.fully_above]
            for name in attributes[lower]
            if (situation.value(name) or ZERO) <= limit
        ]
        if unmet and all(lack.have is None for lack in unmet):
            return LevelReading(None, rule.type, step, tuple(unmet), "not enough answered")
        if unmet:
            return LevelReading(level, rule.type, step, tuple(unmet))
        level = step
    return LevelReading(level, rule.type)


def _apply_vetoes(reading: LevelReading, situation: Situation) -> LevelReading:
    """Return the reading with the level capped by veto items that are too low."""
    level, lacks = reading.level, []
    for veto in situation.framework.vetoes:
        if not situation.is_needed(veto.item) or situation.is_at(veto.item, veto.at_least):
            continue
        have = situation.value(veto.item)
        if veto.no_level:
            lacks.append(
                wording.veto_caps(situation.framework, veto.item, have, veto.at_least, None)
            )
            level = situation.framework.base_level
        elif level is None or veto.cap is None or level >= veto.cap:
            lacks.append(
                wording.veto_caps(situation.framework, veto.item, have, veto.at_least, veto.cap)
            )
            level = None if level is None else min(level, veto.cap or 0)
    if not lacks:
        return reading
    next_level = reading.next_level
    if level is not None and level != reading.level:
        next_level = level + 1
    unmet = tuple(lacks) + (reading.unmet if level == reading.level else ())
    return replace(reading, level=level, next_level=next_level, unmet=unmet)


_READERS: Mapping[type, Callable[[Any, Node, Situation], LevelReading]] = {
    BandRule: lambda rule, _node, situation: _band(rule, situation),
    CumulativeRule: _cumulative,
    MinimumRule: lambda rule, _node, situation: _minimum(rule, situation),
    LargelyFullyRule: lambda rule, _node, situation: _largely_fully(rule, situation),
    StagedRule: read_staged,
}
