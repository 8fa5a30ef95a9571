"""The requirement that follows from a gap: its code and its words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from core.text import LocalizedText
from packs.schema.framework import Framework
from scoring.domain.gaps import Gap
from scoring.domain.sections import title_of

CODE_MAX = 20


def need_code(question: str) -> str:
    """Return the code of a question's requirement; it is the same in every run."""
    return f"REQ-{question}"[:CODE_MAX]


def need_title(framework: Framework, gap: Gap) -> LocalizedText:
    """Return what the plant needs, in both languages.

    Source: docs/method.md#requirements
    """
    topic, current, target = title_of(framework.nodes[gap.question]), int(gap.current), gap.target
    return LocalizedText(
        en=f"{topic.en}: from level {current} to level {int(target)}",
        zh_hans=f"{topic.zh_hans}：由{current}级提升到{int(target)}级",
    )


def rank(priorities: Sequence[tuple[int, Decimal]]) -> dict[int, int]:
    """Return the place of each need by falling priority; equal priorities share a place.

    Args:
        priorities: id and priority [levels of readiness] of each need that is still wanted.

    Returns:
        Place by id, from 1; after two that share place 2 comes place 4.

    Source: docs/method.md#requirements
    """
    return {
        need: 1 + sum(other > priority for _, other in priorities) for need, priority in priorities
    }
