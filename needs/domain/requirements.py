"""The requirement that follows from a gap: its code and its words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from core.phrases import phrase
from core.text import LocalizedText
from packs.schema.framework import Framework
from scoring.domain.gaps import Gap
from scoring.domain.sections import title_of
from scoring.domain.types import LevelReading

CODE_MAX = 20


def need_code(question: str) -> str:
    """Return the code of a question's requirement; it is the same in every run."""
    return f"REQ-{question}"[:CODE_MAX]


def need_title(framework: Framework, gap: Gap) -> LocalizedText:
    """Return what the plant needs, in both languages.

    Source: docs/method.md#requirements
    """
    topic, current, target = title_of(framework.nodes[gap.question]), int(gap.current), gap.target
    return phrase(
        "{topic}: from level {current} to level {target}",
        topic=topic,
        current=current,
        target=int(target),
    )


def holding(reading: LevelReading | None) -> frozenset[str]:
    """Return the veto questions that keep the plant from its next level, whatever the rest says.

    Args:
        reading: level of the whole with what the next one lacks; None where there is none.

    Source: docs/method.md#requirements
    """
    unmet = reading.unmet if reading else ()
    return frozenset(lack.subject for lack in unmet if lack.code == "veto")


def rank(priorities: Sequence[tuple[int, Decimal]], first: Collection[int] = ()) -> dict[int, int]:
    """Return the place of each need by falling priority; equal priorities share a place.

    Args:
        priorities: id and priority [levels of readiness] of each need that is still wanted.
        first: ids that stand before all others: needs of vetoes that hold the plant's level.

    Returns:
        Place by id, from 1; after two that share place 2 comes place 4.

    Source: docs/method.md#requirements
    """
    keys = {need: (need in first, priority) for need, priority in priorities}
    return {need: 1 + sum(other > key for other in keys.values()) for need, key in keys.items()}
