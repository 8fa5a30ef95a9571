"""Cross-checks of checklists, initiatives, indicators and processes, each within itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packs.checks.problem import Problem, duplicates, found, reached, unknown
from packs.checks.reasons import reason_problems
from packs.schema.checklist import Checklist
from packs.schema.facts import PLANT_FACTS
from packs.schema.indicators import IndicatorCatalog
from packs.schema.initiatives import InitiativeCatalog
from packs.schema.processes import ProcessModel


def checklist_problems(pack: Checklist) -> Iterator[Problem]:
    """Yield findings of a checklist."""
    yield from duplicates((entry.id for entry in pack.obligations), "obligation")
    yield from unknown("facts", pack.facts, PLANT_FACTS, "fact")
    yield from reason_problems(pack)
    for entry in pack.obligations:
        leaves = entry.applies_if.leaves() if entry.applies_if else ()
        for leaf in leaves:
            if leaf.item:
                yield found(entry.id, "a duty depends on facts, not on answers")
            else:
                yield from unknown(entry.id, [leaf.fact or ""], PLANT_FACTS, "fact")
        if pack.topics:
            yield from unknown(entry.id, [entry.topic], pack.topics, "topic of this pack")


def initiative_problems(pack: InitiativeCatalog) -> Iterator[Problem]:
    """Yield findings of the initiative catalogue."""
    ids = [entry.id for entry in pack.initiatives]
    yield from duplicates(ids, "initiative")
    yield from duplicates((entry.slug for entry in pack.initiatives), "slug")
    phases = {entry.id: entry.order for entry in pack.phases}
    modules = [entry.id for entry in pack.modules]
    sizes = [entry.id for entry in pack.plant_sizes]
    roles = [entry.id for entry in pack.roles]
    risks = [entry.id for entry in pack.risks]
    for entry in pack.initiatives:
        yield from unknown(entry.id, [entry.phase], phases, "phase")
        yield from unknown(entry.id, [entry.module], modules or [entry.module], "module")
        yield from unknown(entry.id, entry.cost_usd, sizes, "plant size")
        yield from unknown(entry.id, entry.prerequisites, ids, "prerequisite")
        yield from unknown(entry.id, entry.roles, roles, "role")
        yield from unknown(entry.id, entry.risks, risks, "risk")
        yield from unknown(entry.id, entry.lifts, pack.dimensions.values(), "dimension")
    waits = {entry.id: entry.prerequisites for entry in pack.initiatives}
    for name in waits:
        if name in reached(name, waits):
            yield found(name, "prerequisite cycle: it waits for itself")
    yield from _phase_order(pack, phases)


def _phase_order(pack: InitiativeCatalog, phases: dict[str, int]) -> Iterator[Problem]:
    order = {entry.id: phases.get(entry.phase, 0) for entry in pack.initiatives}
    for entry in pack.initiatives:
        for before in entry.prerequisites:
            if order.get(before, 0) > order[entry.id]:
                yield found(entry.id, f"prerequisite {before} belongs to a later phase")


def indicator_problems(pack: IndicatorCatalog) -> Iterator[Problem]:
    """Yield findings of the indicator catalogue."""
    ids = [entry.id for entry in pack.indicators]
    yield from duplicates(ids, "indicator")
    yield from duplicates((entry.id for entry in pack.elements), "element")
    elements = [entry.id for entry in pack.elements]
    for entry in pack.indicators:
        yield from unknown(entry.id, entry.elements, elements, "element")
        yield from _known_if_listed(entry.id, entry.goals, pack.goals, "goal")
        yield from _known_if_listed(entry.id, entry.audience, pack.audiences, "audience")
        yield from _known_if_listed(entry.id, entry.systems, pack.systems, "system")
    for name, members in pack.kpi_set.items():
        yield from unknown(f"kpi_set.{name}", members, ids, "indicator")
    for preset in pack.presets:
        yield from unknown(preset.id, [preset.indicator], ids, "indicator")


def _known_if_listed(
    item: str, names: Iterable[str], listed: Iterable[object], what: str
) -> Iterator[Problem]:
    known = [str(getattr(entry, "id", "")) for entry in listed]
    if known:
        yield from unknown(item, names, known, what)


def process_problems(pack: ProcessModel) -> Iterator[Problem]:
    """Yield findings of the process model."""
    steps = [step for area in pack.areas for step in area.processes]
    ids = [step.id for step in steps]
    yield from duplicates([*ids, *(area.id for area in pack.areas)], "process")
    yield from duplicates((entry.id for entry in pack.systems), "system")
    for step in steps:
        yield from unknown(step.id, step.next, ids, "process")
        yield from _known_if_listed(step.id, step.systems, pack.systems, "system")
    yield from unknown("areas", pack.area_order, [area.id for area in pack.areas], "area")
    if pack.count is not None and pack.count != len(steps):
        yield found("count", f"{pack.count} stated, {len(steps)} found")
