"""Advice: which initiatives answer the gaps, in which order, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from advice.domain.catalog import CatalogItem, behind
from advice.domain.in_place import THERE_FROM, shown_by_answers
from capability.domain.lift import uplift
from planning.domain.plans import PHASES
from scoring.domain.gaps import Gap

# Level of a question from which the initiatives of a phase suit it.
SUITS_FROM = {"digitize": Decimal(0), "integrate": Decimal(2), "optimize": Decimal(3)}


@dataclass(frozen=True, slots=True)
class PlantReadiness:
    """Where the plant stands when advice is asked.

    Attributes:
        links: initiatives that the framework names for a question, by id of the questions that
            apply.
        levels: agreed level by question id.
        dimension_scores: score by dimension id [levels].
        dimension_weights: share of each dimension in the overall score [0-1].
        gate_questions: questions that help to open a closed gate or to reach the next level.
        must_questions: those of them without which it does not.
        settled: ids already planned, finished, or said to be in place.
        open_phases: phases that may begin by measurement; digitize always may.
    """

    links: Mapping[str, tuple[str, ...]]
    levels: Mapping[str, Decimal]
    dimension_scores: Mapping[str, Decimal]
    dimension_weights: Mapping[str, Decimal]
    gate_questions: frozenset[str] = frozenset()
    must_questions: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    open_phases: frozenset[str] = frozenset(PHASES[:1])


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
        uplift: gain of the overall score [levels], above zero.
        opens_gate: whether it answers a question that a closed gate or the next level lacks.
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


def candidates(
    gap: Gap,
    linked: Iterable[str],
    catalog: Mapping[str, CatalogItem],
    standing: PlantReadiness,
    there: frozenset[str],
) -> tuple[str, ...]:
    """Return which of the initiatives linked to a question answer its gap.

    Args:
        gap: the gap of the question.
        linked: ids that the framework names for the question.
        catalog: the catalog by id; unknown ids are passed over.
        standing: what is settled, the scores, the open phases.
        there: ids whose result the answers show to be there.

    Returns:
        Only initiatives that are missing and lift something here: the cap of their phase lies
        above the level of the question, and a dimension they lift lies below that cap. What is
        there is deepened only for a question that must rise for a closed gate or the next level
        and that nothing else answers yet. Of those: below level 2 digitize, from 2 integrate with digitize, from 3 optimize with
        integrate, or integrate alone while the gate of optimize is closed. When the question
        names none of that phase, a later phase counts if it is open; else an earlier one; else a
        later one if the target lies above the level from which it suits.

    Source: readiness outline, section 5; docs/method.md#advice.
    """
    useful = [
        catalog[name]
        for name in linked
        if name in catalog
        and name not in standing.settled
        and _lifts(catalog[name], gap.current, standing)
    ]
    found = _suiting(gap, [item for item in useful if item.id not in there], standing)
    is_held_up = not any(catalog[name].phase in standing.open_phases for name in found)
    if gap.question in standing.must_questions and is_held_up:
        return _suiting(gap, [item for item in useful if not item.is_governance], standing) or found
    return found


def _suiting(gap: Gap, items: Iterable[CatalogItem], standing: PlantReadiness) -> tuple[str, ...]:
    by_phase: dict[str, list[str]] = {phase: [] for phase in PHASES}
    for item in items:
        by_phase[item.phase].append(item.id)
    wanted = max(rank for rank, phase in enumerate(PHASES) if gap.current >= SUITS_FROM[phase])
    before, own = by_phase[PHASES[wanted - 1]] if wanted else [], by_phase[PHASES[wanted]]
    if wanted == len(PHASES) - 1 and PHASES[wanted] not in standing.open_phases and before:
        return tuple(before)
    return (*before, *own) if own else _other_phase(gap, by_phase, wanted, standing)


def _lifts(item: CatalogItem, level: Decimal, standing: PlantReadiness) -> bool:
    pairs = item.lift_from(standing.dimension_scores).values()
    return item.cap > level and any(after > before for before, after in pairs)


def _other_phase(
    gap: Gap, by_phase: Mapping[str, list[str]], wanted: int, standing: PlantReadiness
) -> tuple[str, ...]:
    later = next((phase for phase in PHASES[wanted + 1 :] if by_phase[phase]), None)
    if later and later in standing.open_phases:
        return tuple(by_phase[later])
    earlier = next((phase for phase in reversed(PHASES[:wanted]) if by_phase[phase]), None)
    if earlier:
        return tuple(by_phase[earlier])
    return tuple(by_phase[later]) if later and gap.target > SUITS_FROM[later] else ()


def advise(
    gaps: Iterable[Gap], catalog: Mapping[str, CatalogItem], standing: PlantReadiness
) -> tuple[Advice, ...]:
    """Return the initiatives that answer the gaps, in the order in which to take them.

    Args:
        gaps: open gaps of the plant.
        catalog: initiatives by id.
        standing: links, levels and what is settled already.

    Returns:
        Advice by phase, phases that are open counting as one; within that those first that a
        closed gate or the next level waits for, then by the closure of weighted gaps, by the
        number of advised items they unlock, by lower cost, by id. A prerequisite always stands
        before what needs it, also by way of one that is there. Every item comes with the
        prerequisites that are neither settled nor shown by the answers; they are advised too. Nothing that lifts nothing is advised.

    Complexity: items x links; the catalog has tens of items.
    Source: docs/method.md#advice.
    """
    proof = (catalog, standing.links, standing.levels, standing.dimension_scores)
    there = frozenset(shown_by_answers(*proof, THERE_FROM))
    closes: dict[str, list[Gap]] = {}
    for gap in gaps:
        linked = standing.links.get(gap.question, ())
        for name in candidates(gap, linked, catalog, standing, there):
            closes.setdefault(name, []).append(gap)
    carried = standing.settled.union(shown_by_answers(*proof))
    chosen = _with_prerequisites(closes, catalog, carried)
    found = {
        name: _advice(catalog[name], closes.get(name, []), catalog, chosen, standing, carried)
        for name in chosen
    }
    ranked = sorted(found.values(), key=lambda advice: _rank(advice, standing.open_phases))
    return _prerequisites_first(ranked, found, catalog, carried)


def _with_prerequisites(
    names: Iterable[str], catalog: Mapping[str, CatalogItem], carried: frozenset[str]
) -> set[str]:
    """Return the chosen ids with the prerequisites that nothing carries, and theirs."""
    chosen = set(names)
    waiting = list(chosen)
    while waiting:
        for needed in catalog[waiting.pop()].prerequisites:
            if needed in catalog and needed not in carried and needed not in chosen:
                chosen.add(needed)
                waiting.append(needed)
    return chosen


def _advice(
    item: CatalogItem,
    closes: list[Gap],
    catalog: Mapping[str, CatalogItem],
    chosen: set[str],
    standing: PlantReadiness,
    carried: frozenset[str],
) -> Advice:
    lifts = item.lift_from(standing.dimension_scores)
    waits = tuple(
        (question, standing.levels.get(question), need)
        for question, need in item.conditions.items()
        if (have := standing.levels.get(question)) is None or have < need
    )
    return Advice(
        item=item,
        closes=tuple(sorted(closes, key=lambda gap: (-gap.priority, gap.question))),
        needed_by=tuple(sorted(name for name in chosen if item.id in catalog[name].prerequisites)),
        missing=tuple(name for name in item.prerequisites if name not in carried),
        waits_for=waits,
        lifts=lifts,
        uplift=uplift(lifts, standing.dimension_weights),
        opens_gate=any(gap.question in standing.gate_questions for gap in closes),
    )


def _rank(
    advice: Advice, open_phases: frozenset[str]
) -> tuple[int, bool, Decimal, int, Decimal, str]:
    phase = advice.item.phase
    return (
        0 if phase in open_phases else PHASES.index(phase),
        not advice.opens_gate,
        -advice.closure,
        -len(advice.needed_by),
        advice.item.middle_cost,
        advice.item.id,
    )


def _prerequisites_first(
    ranked: list[Advice],
    found: Mapping[str, Advice],
    catalog: Mapping[str, CatalogItem],
    carried: frozenset[str],
) -> tuple[Advice, ...]:
    """Keep the ranking, but pull what comes before an item in front of the first that needs it."""
    done: dict[str, Advice] = {}

    def take(advice: Advice, above: frozenset[str]) -> None:
        name = advice.item.id
        if name in done or name in above:  # a circle in the catalog is refused when it is loaded
            return
        for needed in (*advice.item.prerequisites, *behind(name, catalog, carried)):
            if needed in found:
                take(found[needed], above | {name})
        done[name] = advice

    for advice in ranked:
        take(advice, frozenset())
    return tuple(done.values())
