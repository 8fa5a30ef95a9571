"""The part of an initiative that stands at the start, and what is left. See docs/method.md#launch-slices."""

from __future__ import annotations

from dataclasses import dataclass

from core.phrases import phrase
from core.text import LocalizedText
from launch.domain.milestones import WEEK
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

    @property
    def days(self) -> int:
        """How long it takes at most [calendar days that are not closed], at least one."""
        return days_of(self.need)


def days_of(need: LaunchNeed) -> int:
    """Return how long a need takes by its high value [calendar days], at least one."""
    return max(1, WEEK * need.weeks[1])


def slice_title(initiative: LocalizedText, need: LaunchNeed) -> LocalizedText:
    """Return the title of the bar of a slice: "Network: first fibre"."""
    return phrase("{initiative}: {need}", initiative=initiative, need=need.title)


def remainder_title(initiative: LocalizedText) -> LocalizedText:
    """Return the title of the bar of a remainder."""
    return phrase("{initiative}: remainder", initiative=initiative)


def slices_of(pack: LaunchPack) -> dict[str, InitiativeSlice]:
    """Return the slices by initiative id, in the order of the pack."""
    needs = {need.id: need for need in pack.needs}
    return {
        entry.id: InitiativeSlice(entry, needs[entry.need], pack.slice_level_cap)
        for entry in pack.slices
    }
