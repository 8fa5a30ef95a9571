"""Cross-checks of a launch pack within itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from packs.checks.problem import Problem, duplicates, found, reached, unknown
from packs.schema.conditions import Condition
from packs.schema.facts import PLANT_FACTS
from packs.schema.launch import (
    LaunchNeed,
    LaunchPack,
    LeadTime,
    LegalOrder,
    MarkedEntry,
    PlantKind,
)


def launch_problems(pack: LaunchPack) -> Iterator[Problem]:
    """Yield findings of a launch pack."""
    for what, entries in _lists(pack).items():
        yield from duplicates(entries, what)
    yield from _mark_problems(pack)
    places = {entry.id: place for place, entry in enumerate(pack.milestones)}
    yield from unknown("start", [pack.start], places, "milestone")
    for kind in pack.kinds:
        yield from _kind_problems(kind, pack.start, list(places))
    for need in pack.needs:
        yield from _need_problems(need, pack, places)
    waits = {need.id: need.after for need in pack.needs}
    for name in waits:
        if name in reached(name, waits):
            yield found(name, "circle in after: it waits for itself")
    yield from _order_problems(pack, places)
    yield from _slice_problems(pack)
    yield from unknown("missing_order", pack.missing_order, waits, "need")
    yield from duplicates(pack.missing_order, "missing_order")


def _lists(pack: LaunchPack) -> dict[str, list[str]]:
    """Return the ids of each list by what they are ids of."""
    return {
        "source": [entry.id for entry in pack.sources],
        "anchor": [entry.id for entry in pack.anchors],
        "milestone": [entry.id for entry in pack.milestones],
        "kind": [entry.id for entry in pack.kinds],
        "lead time": [entry.id for entry in pack.lead_times],
        "order": [entry.id for entry in pack.orders],
        "need": [entry.id for entry in pack.needs],
        "slice": [entry.id for entry in pack.slices],
    }


def _mark_problems(pack: LaunchPack) -> Iterator[Problem]:
    """Yield sources that figures name and the list does not hold."""
    known = [entry.id for entry in pack.sources]
    entries: list[MarkedEntry] = [*pack.anchors, *pack.kinds, *pack.orders, *pack.needs]
    for entry in entries:
        yield from unknown(entry.id, entry.sources, known, "source")
    holders: list[LeadTime | LegalOrder] = [*pack.lead_times, *pack.orders]
    for holder in holders:
        for span in holder.spans:
            yield from unknown(holder.id, span.sources, known, "source")


def _kind_problems(kind: PlantKind, start: str, milestones: list[str]) -> Iterator[Problem]:
    stated = Counter([*kind.weeks_before, *kind.weeks_after])
    yield from unknown(kind.id, [*stated, *kind.notes], milestones, "milestone")
    for name in milestones:
        if stated[name] != 1:
            yield found(kind.id, f"milestone {name} has {stated[name]} ranges, not one")
    if kind.weeks_before.get(start) != (0, 0):
        yield found(kind.id, f"milestone {start} is the start: [0, 0] weeks before")


def _need_problems(need: LaunchNeed, pack: LaunchPack, places: dict[str, int]) -> Iterator[Problem]:
    named = [need.due, *filter(None, (need.enabling, need.may_wait_until))]
    yield from unknown(need.id, named, places, "milestone")
    yield from unknown(
        need.id, need.lead_times, [entry.id for entry in pack.lead_times], "lead time"
    )
    yield from unknown(need.id, need.after, [entry.id for entry in pack.needs], "need")
    yield from _condition_problems(need.id, need.only_if)
    due = places.get(need.due, 0)
    if need.enabling and places.get(need.enabling, 0) > due:
        yield found(need.id, f"enabling {need.enabling} comes after due {need.due}")
    if need.may_wait_until and places.get(need.may_wait_until, due) < due:
        yield found(need.id, f"may_wait_until {need.may_wait_until} comes before due {need.due}")
    for before in pack.needs:
        if before.id in need.after and places.get(before.due, 0) > due:
            yield found(need.id, f"waits for {before.id}, which is due later")


def _order_problems(pack: LaunchPack, places: dict[str, int]) -> Iterator[Problem]:
    needs = [need.id for need in pack.needs]
    for order in pack.orders:
        yield from unknown(order.id, order.milestones, places, "milestone")
        yield from unknown(order.id, order.needs, needs, "need")
        yield from _condition_problems(order.id, order.only_if)


def _slice_problems(pack: LaunchPack) -> Iterator[Problem]:
    initiatives = {need.id: need.initiatives for need in pack.needs}
    need_of = {entry.id: entry.need for entry in pack.slices}
    for entry in pack.slices:
        yield from unknown(entry.id, [entry.need], initiatives, "need")
        if entry.id not in initiatives.get(entry.need, (entry.id,)):
            yield found(entry.id, f"need {entry.need} does not name this initiative")
        for other in entry.together_with:
            if need_of.get(other) != entry.need:
                yield found(entry.id, f"no slice of {other} meets {entry.need}")


def _condition_problems(item: str, condition: Condition | None) -> Iterator[Problem]:
    for leaf in condition.leaves() if condition else ():
        if leaf.item:
            yield found(item, "a launch depends on facts, not on answers")
        else:
            yield from unknown(item, [leaf.fact or ""], PLANT_FACTS, "fact")
