"""Reads: where the plant stands when advice is asked, and what its closed gates lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from advice.domain.advising import PlantReadiness
from advice.domain.catalog import CatalogItem
from advice.domain.gate_gaps import GateShort, with_gates
from advice.domain.opening import ClosedGate, Expectation
from assessment.selectors.result import RunResult
from capability.domain.reach import CapabilityScores
from packs.schema.rules import Gate, KOfNRequirement
from planning.domain.plans import PHASES
from scoring.domain.gaps import Gap
from scoring.domain.sections import find_sections
from scoring.domain.types import GateReading, LevelReading, Unmet

QUESTION_CODES = ("item_below", "veto")


def situation(run: RunResult, settled: frozenset[str]) -> PlantReadiness:
    """Return where the plant stands, as the advice rule asks for it.

    Args:
        run: the run whose gaps are answered.
        settled: ids already planned, finished or said to be in place.
    """
    questions = run.framework.questions_by_id
    closed = closed_gates(run)
    unmet = [lack for gate in run.gates.values() if not gate.is_open for lack in gate.unmet]
    unmet += run.reading.unmet if run.reading else ()
    return PlantReadiness(
        links={
            name: question.initiatives
            for name, question in questions.items()
            if not (name in run.answers and run.answers[name].not_applicable)
        },
        levels={
            line.item: line.value
            for name in run.dimensions
            for line in run.current.nodes[name].contributions
        },
        dimension_scores=_scores(run),
        dimension_weights=run.current.total.applied_weights,
        gate_questions=frozenset(name for lack in unmet for name in _questions(lack)),
        must_questions=frozenset(lack.subject for lack in unmet if lack.code in QUESTION_CODES),
        settled=settled,
        open_phases=frozenset(phase for phase in PHASES if phase not in closed),
    )


def all_gaps(run: RunResult) -> tuple[Gap, ...]:
    """Return the gaps of a run, with those that its next gate and its next level make.

    A gate behind a closed one is not looked at yet.
    """
    shorts = [_short(run, (lack.subject,), lack.need) for lack in _musts(run.reading)]
    closed = {gate.id for gate in run.framework.gates if not run.gates[gate.id].is_open}
    for gate in run.framework.gates:
        if gate.id in closed and gate.requires not in closed and gate.opens in PHASES:
            shorts += _shorts(run, gate)
    return with_gates(run.gaps, shorts)


def _musts(reading: LevelReading | GateReading | None) -> list[Unmet]:
    return [lack for lack in reading.unmet if lack.code in QUESTION_CODES] if reading else []


def _shorts(run: RunResult, gate: Gate) -> Iterator[GateShort]:
    reading = run.gates[gate.id]
    for lack in _musts(reading):
        yield _short(run, (lack.subject,), lack.need)
    groups = [rule for rule in gate.all if isinstance(rule, KOfNRequirement)]
    for lack in reading.unmet:
        rule = next((rule for rule in groups if set(lack.items) <= set(rule.questions)), None)
        if lack.code == "k_of_n_below" and rule:
            count = int(lack.need - (lack.have or Decimal(0)))
            yield _short(run, lack.items, rule.at_least, count)


def _short(run: RunResult, names: tuple[str, ...], need: Decimal, count: int = 1) -> GateShort:
    """Return questions with the level that is needed; one without an answer is no gap yet."""
    weights = {line.item: line.weight for line in run.current.total.contributions}
    sections = {name: part.id for part in find_sections(run.framework) for name in part.questions}
    levels = {name: run.current.nodes[name].raw for name in names}
    gaps = tuple(
        Gap(name, sections[name], level, Decimal(need), weights.get(name, Decimal(0)))
        for name, level in levels.items()
        if level is not None and level < need
    )
    return GateShort(gaps, count)


def expectation(run: RunResult, items: Mapping[str, CatalogItem]) -> Expectation | None:
    """Return what is needed to expect the opening of closed gates; None without a score."""
    total = run.current.total.score
    if total is None:
        return None
    questions = run.framework.questions_by_id
    return Expectation(
        start=CapabilityScores(_scores(run), total),
        weights=run.current.total.applied_weights,
        links={name: question.initiatives for name, question in questions.items()},
        lifts={name: (item.lifts, item.cap) for name, item in items.items()},
        gates=closed_gates(run),
    )


def closed_gates(run: RunResult) -> dict[str, ClosedGate]:
    """Return the gates of a run that initiatives have to open, by the phase that they open.

    A gate that lacks only evidence or the reading of an indicator is none of them: no initiative
    brings that, and the next measurement may find it.
    """
    opens = {gate.id: gate.opens or "" for gate in run.framework.gates}
    closed: dict[str, ClosedGate] = {}
    for gate in run.framework.gates:  # a gate stands behind those that it requires
        phase, reading = opens[gate.id], run.gates[gate.id]
        if phase not in PHASES or reading.is_open:
            continue
        required = opens.get(gate.requires or "", "")
        found = _closed(phase, reading, run, after=required if required in closed else "")
        if found.questions or found.some or found.scores or found.after:
            closed[phase] = found
    return closed


def _closed(phase: str, reading: GateReading, run: RunResult, *, after: str) -> ClosedGate:
    some = [
        (lack.items, int(lack.need - (lack.have or Decimal(0))))
        for lack in reading.unmet
        if lack.code == "k_of_n_below"
    ]
    scores = [
        (_dimension(run, lack.subject), lack.need)
        for lack in reading.unmet
        if lack.code == "score_below"
    ]
    return ClosedGate(
        phase=phase,
        questions=tuple(lack.subject for lack in reading.unmet if lack.code in QUESTION_CODES),
        some=tuple(some),
        scores=tuple(scores),
        after=after,
    )


def _dimension(run: RunResult, node: str) -> str:
    """Return the id of a dimension; the overall score has the empty name."""
    name = run.framework.resolve(node)
    return "" if name == run.current.root_id else name


def _questions(lack: Unmet) -> tuple[str, ...]:
    if lack.code in QUESTION_CODES:
        return (lack.subject,)
    return lack.items if lack.code == "k_of_n_below" else ()


def _scores(run: RunResult) -> dict[str, Decimal]:
    scores = {name: run.current.nodes[name].score for name in run.dimensions}
    return {name: score for name, score in scores.items() if score is not None}
