"""Answers to a scorecard: the one door to the scoring engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from packs.schema.framework import Framework
from packs.schema.values import REACH
from scoring.domain.aggregation import Run, ScoringError, score_nodes
from scoring.domain.answers import AnswerError, read_answer
from scoring.domain.borders import border_reached, find_borders
from scoring.domain.bounds import find_bounds
from scoring.domain.cells import score_cells, score_elements, score_processes
from scoring.domain.conditions import Situation
from scoring.domain.gates import read_gate
from scoring.domain.holding import find_hold
from scoring.domain.level_rules import read_level
from scoring.domain.lifting import find_lifts
from scoring.domain.numbers import ONE, exact
from scoring.domain.ranges import Ends, filled, find_column_ranges, find_ranges
from scoring.domain.scale import is_levelled, whole_level
from scoring.domain.scope import counted, kept_scores
from scoring.domain.types import Answer, Held, NodeScore, Scorecard, ScoreRange
from scoring.domain.visibility import hidden_items, with_aliases

ENGINE_VERSION = "1.1"
# Older rules that give the same scores as newer ones; what changed since is what has a level.
_SAME_SCORES = {("1.0", "1.1")}


def gives_scores_of(version: str) -> bool:
    """Return whether the rules of today give the scores that rules of a version gave."""
    return version == ENGINE_VERSION or (version, ENGINE_VERSION) in _SAME_SCORES


def score(
    framework: Framework,
    answers: Mapping[str, Any],
    *,
    profile: str | None = None,
    facts: Mapping[str, Any] | None = None,
    evidence: Decimal | str | None = None,
    kpis: Mapping[str, Decimal | str] | None = None,
    with_cells: bool = True,
) -> Scorecard:
    """Return scores, levels, gates, cells and explanations of one set of answers.

    Args:
        framework: the pack; its rules, weights and policies decide everything.
        answers: value per item id, in the form of the item's answer type; "na" does not apply
            ("na accepted: 3" with an assessor's word and the former answer), None or a missing
            item is not assessed. `item@level` gives clause scores of one level; "na" on a group
            cuts the group, where the pack's tailoring allows it.
        profile: weight profile; when None, the fact named by the pack, then its default.
        facts: plant facts by name; unknown ones show their questions.
        evidence: share of the weight with accepted evidence [0-1]; None is not known.
        kpis: indicator values by id.
        with_cells: whether cells, elements and processes are scored too; saving an answer needs
            only nodes, gates and levels.

    Returns: a scorecard with every node, unrounded.
    Raises: AnswerError for an answer that does not fit; ScoringError for an unknown profile.
    Source: docs/method.md#scores
    """
    run = prepare(framework, answers, profile, with_aliases(facts or {}))
    with exact():
        scores = score_nodes(run)
    return read_whole(run, scores, evidence=evidence, kpis=kpis, with_cells=with_cells)


def read_whole(
    run: Run,
    scores: Mapping[str, NodeScore],
    *,
    evidence: Decimal | str | None = None,
    kpis: Mapping[str, Decimal | str] | None = None,
    with_cells: bool = True,
) -> Scorecard:
    """Return a card with what its answers leave open and what an assessor's word lifted.

    Source: docs/method.md#ranges
    """

    def read(other: Run, scores: Mapping[str, NodeScore]) -> Scorecard:
        return read_card(other, scores, evidence=evidence, kpis=kpis, with_cells=False)

    @cache
    def ends() -> Ends:
        low, high = (filled(run, scores, is_best=is_best) for is_best in (False, True))
        return low, high

    def read_best() -> Scorecard:
        return read_card(run, ends()[1], evidence=ONE, kpis=kpis, with_cells=False)

    with exact():
        ranges = find_ranges(run, scores, ends)
    card = read_card(
        run, scores, evidence=evidence, kpis=kpis, with_cells=with_cells, ranges=ranges
    )
    with exact():
        columns = find_column_ranges(run, card, lambda: [read_card(run, end) for end in ends()])
        lifts = find_lifts(run, card, read)
        bounds = find_bounds(run, card, read_best)
    nodes = dict(card.nodes)
    for name in {*ranges, *lifts, *bounds}:
        level = nodes[name].level
        if level is not None and name in lifts:
            level = replace(level, lifted=lifts[name])
        if level is not None and name in bounds:
            level = replace(level, unmet=(bounds[name], *level.unmet))
        nodes[name] = replace(nodes[name], range=ranges.get(name), level=level)
    processes = tuple(replace(group, range=columns.get(group.id)) for group in card.processes)
    return replace(card, nodes=nodes, processes=processes)


def read_card(
    run: Run,
    scores: Mapping[str, NodeScore],
    *,
    evidence: Decimal | str | None = None,
    kpis: Mapping[str, Decimal | str] | None = None,
    with_cells: bool = True,
    ranges: Mapping[str, ScoreRange] | None = None,
) -> Scorecard:
    """Return the scorecard of a run whose nodes are scored; see `score` for the arguments.

    `ranges` say which scores are no single figure, for the words about them.
    """
    with exact():
        situation = Situation(
            framework=run.framework,
            scores=scores,
            read_level=read_level,
            read_gate=read_gate,
            evidence=_share(evidence),
            kpis={name: _decimal(value, name) for name, value in (kpis or {}).items()},
            profile=run.profile,
            cut=run.cut,
            kept=kept_scores(run, scores),
            ranges=ranges or {},
        )
        return _read(run, situation, with_cells=with_cells)


def prepare(
    framework: Framework,
    answers: Mapping[str, Any],
    profile: str | None,
    facts: Mapping[str, Any],
) -> Run:
    """Return a run with its answers read and its hidden nodes known; see `score`."""
    chosen = pick_profile(framework, profile, facts)
    given = {
        item: counted(framework, item, answer, chosen)
        for item, answer in _read_answers(framework, answers).items()
    }
    cut = frozenset(item for item, answer in given.items() if framework.nodes[item].children)
    for item in cut:
        if not given[item].not_applicable:
            raise AnswerError(f"{item}: a group takes no answer of its own", field=item)
        if item not in framework.tailoring.nodes:
            raise AnswerError(f"{item}: this group cannot be cut", field=item)
    raw = {item: answer.value for item, answer in given.items()}
    return Run(
        framework=framework,
        answers=given,
        hidden=hidden_items(framework, facts, raw),
        profile=chosen,
        cut=frozenset(below.id for item in cut for below in framework.nodes[item].walk()),
    )


def _read_answers(framework: Framework, answers: Mapping[str, Any]) -> dict[str, Answer]:
    given: dict[str, Answer] = {}
    by_level: dict[str, dict[str, Any]] = {}
    for key, value in answers.items():
        item, sign, level = key.rpartition("@")
        if key not in framework.nodes and sign and item in framework.nodes:
            by_level.setdefault(item, {})[level] = value
            continue
        if key not in framework.nodes:
            raise AnswerError(f"{key}: unknown item", field=key)
        given[key] = read_answer(value)
    for item, levels in by_level.items():
        if item in given:
            raise AnswerError(f"{item}: answered as a whole and level by level", field=item)
        given[item] = Answer(value=levels)
    return given


def pick_profile(framework: Framework, profile: str | None, facts: Mapping[str, Any]) -> str | None:
    """Return the weight profile: as asked, by the plant's fact, or the pack's default.

    Raises: ScoringError when the pack has profiles and none of them fits.
    Source: docs/method.md#scores
    """
    if not framework.profiles:
        return None
    fact = facts.get((framework.profile_from or "").removeprefix("plant."))
    by_plant = None if fact == "unknown" else fact
    chosen = profile or by_plant or framework.default_profile
    if chosen not in framework.profiles:
        known = ", ".join(framework.profiles)
        raise ScoringError(f"weight profile {chosen} is not one of {known}", field="profile")
    return str(chosen)


def _share(evidence: Decimal | str | None) -> Decimal | None:
    if evidence is None:
        return None
    share = _decimal(evidence, "evidence")
    if not 0 <= share <= 1:
        raise ScoringError(f"evidence is a share from 0 to 1, not {share:f}", field="evidence")
    return share


def _decimal(value: Decimal | str, name: str) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ScoringError(f"{name}: not a number: {value}", field=name) from None
    if not number.is_finite() or (number and number.adjusted() not in REACH):
        raise ScoringError(f"{name}: not a number: {value}", field=name)
    return number


def _read(run: Run, situation: Situation, *, with_cells: bool) -> Scorecard:
    """Return the scorecard of a situation: every level and gate."""
    framework, root = run.framework, run.framework.root
    readings = {node.id: situation.reading(node) for node in framework.order}
    gates = {gate.id: situation.gate(gate.id) for gate in framework.gates}
    nodes = {node.id: situation.scores[node.id] for node in framework.order}
    top = readings[root.id]
    declared = top.sums.get("declared") if top else None
    if declared is not None:
        nodes[root.id] = replace(nodes[root.id], score=declared)
    levelled, borders = is_levelled(framework, run.profile), find_borders(framework)
    held: dict[str, Held] = {}
    for name in reversed(nodes):  # parts before the whole
        node, reading = nodes[name], readings[name]
        if reading is not None:
            hold = find_hold(framework, node, reading, held, is_levelled=levelled)
            reading = replace(reading, held=hold)
            if hold is not None:
                held[name] = hold
        limits = borders.get(name, frozenset())
        border = _border(framework, node, limits, is_levelled=levelled)
        if reading is not None or border is not None:
            nodes[name] = replace(node, level=reading, border=border)
    cells = score_cells(situation) if with_cells else ()
    return Scorecard(
        framework_id=framework.id,
        framework_version=framework.version,
        profile=run.profile,
        root_id=root.id,
        nodes=nodes,
        gates=gates,
        cells=cells,
        elements=score_elements(situation) if with_cells else (),
        processes=score_processes(situation, cells) if with_cells else (),
        average_level=whole_level(nodes[root.id].score, is_levelled=levelled),
    )


def _border(
    framework: Framework, node: NodeScore, limits: frozenset[Decimal], *, is_levelled: bool
) -> Decimal | None:
    """Return the border that the shown score of a group must not pass."""
    if node.score is None or not framework.nodes[node.id].children:
        return None
    return border_reached(node.score, limits, framework.numbers, is_levelled=is_levelled)
