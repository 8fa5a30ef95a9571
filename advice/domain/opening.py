"""When a closed gate is expected to open: what it lacks, held against what will be finished."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from capability.domain.reach import CapabilityScores, PlannedLift, reach
from planning.domain.plans import DAY


@dataclass(frozen=True, slots=True)
class ClosedGate:
    """What the gate of a phase lacks, as it was measured.

    Attributes:
        phase: the phase that it opens.
        questions: questions that are too low, each of which must rise.
        some: groups of such questions with the number that must rise.
        scores: dimension and the score it needs; the overall score has the empty name.
        after: phase whose gate must be open too; empty for none.
    """

    phase: str
    questions: tuple[str, ...] = ()
    some: tuple[tuple[tuple[str, ...], int], ...] = ()
    scores: tuple[tuple[str, Decimal], ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is needed to expect an opening.

    Attributes:
        start: the measured scores.
        weights: share of each dimension in the overall score [0-1].
        links: initiatives that the framework names for a question, by question id.
        lifts: face value of the lift by dimension and cap of the phase, by catalog id.
        gates: the closed gates, by phase.
    """

    start: CapabilityScores
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lifts: Mapping[str, tuple[Mapping[str, Decimal], Decimal]] = field(default_factory=dict)
    gates: Mapping[str, ClosedGate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """When a gate is expected to open.

    Attributes:
        on: the first day; None if the initiatives do not open it.
        lacks: questions that stay too low, and dimensions whose score does (the overall score has
            the empty name).
    """

    on: date | None
    lacks: tuple[str, ...] = ()


def opening(
    gate: ClosedGate, expectation: Expectation, ends: Iterable[tuple[str, date]], first: date
) -> Opening:
    """Return when a closed gate is expected to open.

    Args:
        gate: what it lacks.
        expectation: scores, links and lifts.
        ends: catalog id and last day of every initiative that is planned or placed.
        first: the day from which initiatives can start; no opening lies before it.

    Returns:
        The day after the first end by which one finished initiative answers each question that
        is too low, enough of each group, and the lift rule brings every score to its need. Shares
        of evidence and indicators that the gate asks for are left to the next measurement.

    Source: docs/method.md#first-placement. Own judgement.
    """
    finished = sorted(ends, key=lambda entry: (entry[1], entry[0]))
    days = [first - DAY, *(end for _, end in finished if end >= first)]
    lacks: tuple[str, ...] = ()
    for day in days:
        done = [entry for entry in finished if entry[1] <= day]
        lacks = _lacks(gate, expectation, done, day)
        if not lacks:
            return Opening(max(day + DAY, first))
    return Opening(None, lacks)


def _lacks(
    gate: ClosedGate, expectation: Expectation, done: list[tuple[str, date]], day: date
) -> tuple[str, ...]:
    names = {name for name, _ in done}

    def is_open(question: str) -> bool:
        return not names.intersection(expectation.links.get(question, ()))

    missing = [question for question in gate.questions if is_open(question)]
    for group, count in gate.some:
        still = [question for question in group if is_open(question)]
        if len(group) - len(still) < count:
            missing += still
    known = [(name, end) for name, end in done if name in expectation.lifts]
    lifts = [
        PlannedLift(name, end, expectation.lifts[name][1], expectation.lifts[name][0])
        for name, end in known
    ]
    (then,) = reach(expectation.start, expectation.weights, lifts, [day])
    scores = {**then.standing.dimensions, "": then.standing.total}
    missing += [name for name, need in gate.scores if scores.get(name, Decimal(0)) < need]
    return tuple(dict.fromkeys(missing))
