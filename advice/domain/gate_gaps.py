"""Gaps that a closed gate or a veto makes, whether or not somebody set a target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.domain.gaps import Gap, ranked


@dataclass(frozen=True, slots=True)
class GateShort:
    """Questions that are too low for a gate or for the next level.

    Attributes:
        gaps: each question with the level that is needed as its target.
        count: how many of them must rise.
    """

    gaps: tuple[Gap, ...]
    count: int


def with_gates(gaps: Iterable[Gap], shorts: Iterable[GateShort]) -> tuple[Gap, ...]:
    """Return the gaps by target, and those that must be closed for a gate or a veto.

    Args:
        gaps: the gaps of the run.
        shorts: what the next gate and the next level lack, with the level that they need.

    Returns:
        Of each short group as many questions as must rise have a target at least as high as is
        needed: those that have one count first, then the most valuable. The most valuable gap first.

    Source: docs/method.md#advice.
    """
    found = {gap.question: gap for gap in gaps}
    for short in sorted(shorts, key=lambda one: len(one.gaps) - one.count):
        missing = [gap for gap in short.gaps if not _reaches(found.get(gap.question), gap)]
        still = short.count - (len(short.gaps) - len(missing))
        for gap in ranked(missing)[: max(0, still)]:
            found[gap.question] = gap
    return ranked(found.values())


def _reaches(wanted: Gap | None, needed: Gap) -> bool:
    return wanted is not None and wanted.target >= needed.target
