"""Advice: which initiatives answer the gaps, in which order, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.domain.gaps import Gap

LIFT_STEPS = Decimal(4)
PHASES = ("digitize", "integrate", "optimize")


@dataclass(frozen=True, slots=True)
class CatalogItem:
    """What the rule needs to know of one initiative of the catalog.

    Attributes:
        id: catalog id.
        phase: digitize, integrate or optimize.
        cap: highest level the phase can lift to.
        lifts: face value of the lift by dimension [levels, done alone from level 1].
        prerequisites: ids that must be in place or planned.
        conditions: level that a question must have before the start, by question id.
        cost: one-off cost, low and high, for the plant's size [USD].
        duration: low and high [calendar months].
        run_cost_percent: yearly cost as a share of the middle of `cost` [%].
    """

    id: str
    phase: str
    cap: Decimal
    lifts: Mapping[str, Decimal]
    prerequisites: tuple[str, ...]
    conditions: Mapping[str, Decimal]
    cost: tuple[Decimal, Decimal]
    duration: tuple[Decimal, Decimal]
    run_cost_percent: Decimal

    @property
    def middle_cost(self) -> Decimal:
        """Middle of the cost range [USD]."""
        return sum(self.cost, Decimal(0)) / 2


@dataclass(frozen=True, slots=True)
class PlantReadiness:
    """Where the plant stands when advice is asked.

    Attributes:
        links: initiatives that the framework names for a question, by question id.
        levels: agreed level by question id.
        dimension_scores: score by dimension id [levels].
        dimension_weights: share of each dimension in the overall score [0-1].
        gate_questions: questions that a phase gate or veto asks for.
        settled: ids already planned or in place.
    """

    links: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, Decimal]
    dimension_scores: Mapping[str, Decimal]
    dimension_weights: Mapping[str, Decimal]
    gate_questions: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Advice:
    """One advised initiative with the reason for it.

    Attributes:
        item: the initiative.
        closes: gaps it answers, largest first; empty for a pure prerequisite.
        needed_by: advised initiatives that need it first.
        missing: prerequisites that are neither planned nor in place.
        waits_for: conditions not met: question, level it has, level it needs.
        lifts: score of each lifted dimension before and after, by the lift rule.
        uplift: gain of the overall score [levels].
        opens_gate: whether it answers a question of a phase gate or veto.
    """

    item: CatalogItem
    closes: tuple[Gap, ...]
    needed_by: tuple[str, ...]
    missing: tuple[str, ...]
    waits_for: tuple[tuple[str, Decimal | None, Decimal], ...]
    lifts: Mapping[str, tuple[Decimal, Decimal]]
    uplift: Decimal
    opens_gate: bool

    @property
    def closure(self) -> Decimal:
        """Sum of the priorities of the gaps it answers [levels of the overall score]."""
        return sum((gap.priority for gap in self.closes), Decimal(0))


def lifted(level: Decimal, lift: Decimal, cap: Decimal) -> Decimal:
    """Return a score after one initiative.

    Args:
        level: score before [levels, 0-5].
        lift: face value of the lift [levels, 0-4].
        cap: highest level the initiative's phase can reach.

    Returns:
        level + max(0, cap - level) x lift / 4; never above the cap, never below `level`.

    Source: methods, section 15 (docs/method.md#lift).
    """
    return level + max(Decimal(0), cap - level) * lift / LIFT_STEPS


def candidates(
    level: Decimal, linked: Iterable[str], catalog: Mapping[str, CatalogItem], done: frozenset[str]
) -> tuple[str, ...]:
    """Return which of the initiatives linked to a question suit its level.

    Args:
        level: agreed level of the question.
        linked: ids that the framework names for the question.
        catalog: the catalog by id; unknown ids are passed over.
        done: ids already planned or in place.

    Returns:
        Below level 2 the digitize items, from 2 the integrate items with the digitize items
        that are still missing, from 3 the optimize items. When the question names none of that
        phase, the nearest later phase counts, then the nearest earlier one.

    Source: readiness outline, section 5 ("which of the listed initiatives is proposed").
    """
    by_phase: dict[str, list[str]] = {phase: [] for phase in PHASES}
    for name in linked:
        if name in catalog and name not in done:
            by_phase[catalog[name].phase].append(name)
    wanted = 0 if level < 2 else 1 if level < 3 else 2
    if wanted == 1 and by_phase[PHASES[1]]:
        return tuple(by_phase[PHASES[0]] + by_phase[PHASES[1]])
    order = [*range(wanted, len(PHASES)), *range(wanted - 1, -1, -1)]
    return next((tuple(by_phase[PHASES[i]]) for i in order if by_phase[PHASES[i]]), ())


def advise(
    gaps: Iterable[Gap], catalog: Mapping[str, CatalogItem], situation: PlantReadiness
) -> tuple[Advice, ...]:
    """Return the initiatives that answer the gaps, in the order in which to take them.

    Args:
        gaps: open gaps of the plant.
        catalog: initiatives by id.
        situation: links, levels and what is settled already.

    Returns:
        Advice by phase; within a phase those first that open a gate, then by the closure of
        weighted gaps, by the number of advised items they unlock, by lower cost, by id. A
        prerequisite always stands before what needs it. Every item comes with its missing
        prerequisites, which are advised too.

    Complexity: items x links; the catalog has tens of items.
    Source: docs/method.md#advice.
    """
    closes: dict[str, list[Gap]] = {}
    for gap in gaps:
        for name in candidates(
            gap.current, situation.links.get(gap.question, ()), catalog, situation.settled
        ):
            closes.setdefault(name, []).append(gap)
    chosen = _with_prerequisites(closes, catalog, situation.settled)
    needed_by = {
        name: tuple(sorted(other for other in chosen if name in catalog[other].prerequisites))
        for name in chosen
    }
    found = {
        name: _advice(catalog[name], closes.get(name, []), needed_by[name], situation)
        for name in chosen
    }
    ranked = sorted(found.values(), key=_rank)
    return _prerequisites_first(ranked, found)


def _with_prerequisites(
    names: Iterable[str], catalog: Mapping[str, CatalogItem], settled: frozenset[str]
) -> set[str]:
    chosen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in chosen or name in settled or name not in catalog:
            continue
        chosen.add(name)
        waiting.extend(catalog[name].prerequisites)
    return chosen


def _advice(
    item: CatalogItem, closes: list[Gap], needed_by: tuple[str, ...], situation: PlantReadiness
) -> Advice:
    lifts = {
        name: (score, lifted(score, item.lifts[name], item.cap))
        for name, score in situation.dimension_scores.items()
        if item.lifts.get(name)
    }
    gain = sum(
        (
            (after - before) * situation.dimension_weights.get(name, Decimal(0))
            for name, (before, after) in lifts.items()
        ),
        Decimal(0),
    )
    waits = tuple(
        (question, situation.levels.get(question), need)
        for question, need in item.conditions.items()
        if (have := situation.levels.get(question)) is None or have < need
    )
    return Advice(
        item=item,
        closes=tuple(sorted(closes, key=lambda gap: (-gap.priority, gap.question))),
        needed_by=needed_by,
        missing=tuple(name for name in item.prerequisites if name not in situation.settled),
        waits_for=waits,
        lifts=lifts,
        uplift=gain,
        opens_gate=any(gap.question in situation.gate_questions for gap in closes),
    )


def _rank(advice: Advice) -> tuple[int, bool, Decimal, int, Decimal, str]:
    return (
        PHASES.index(advice.item.phase),
        not advice.opens_gate,
        -advice.closure,
        -len(advice.needed_by),
        advice.item.middle_cost,
        advice.item.id,
    )


def _prerequisites_first(ranked: list[Advice], found: Mapping[str, Advice]) -> tuple[Advice, ...]:
    """Keep the ranking, but pull each prerequisite in front of the first item that needs it."""
    done: dict[str, Advice] = {}

    def take(advice: Advice, above: frozenset[str]) -> None:
        name = advice.item.id
        if name in done or name in above:  # a circle in the catalog is refused when it is loaded
            return
        for needed in advice.item.prerequisites:
            if needed in found:
                take(found[needed], above | {name})
        done[name] = advice

    for advice in ranked:
        take(advice, frozenset())
    return tuple(done.values())
