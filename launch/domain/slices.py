"""The part of an initiative that stands at the start, and what is left. See docs/method.md#launch-slices."""

from __future__ import annotations

from dataclasses import dataclass

from packs.schema.launch import LaunchNeed, LaunchPack, LaunchSlice


@dataclass(frozen=True, slots=True)
class InitiativeSlice:
    """What a launch does of an initiative.

    Attributes:
        slice: of the pack: what follows after the start, and whose slice is the same work.
        need: with scope, weeks, milestone and buffer of the slice.
        level_cap: the highest level that the slice alone can lift to.
    """

    slice: LaunchSlice
    need: LaunchNeed
    level_cap: int


def slices_of(pack: LaunchPack) -> dict[str, InitiativeSlice]:
    """Return the slices by initiative id, in the order of the pack."""
    needs = {need.id: need for need in pack.needs}
    return {
        entry.id: InitiativeSlice(entry, needs[entry.need], pack.slice_level_cap)
        for entry in pack.slices
    }
