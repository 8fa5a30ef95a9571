"""Gaps at sign-off and the requirements that follow from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.domain.sections import find_sections, title_of
from assessment.domain.types import Scorecard
from core.text import LocalizedText
from packs.schema.framework import Framework

PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class QuestionGap:
    """One question whose target lies above its answer.

    Attributes:
        question: its id.
        section: the section it belongs to.
        current: agreed level.
        target: wanted level.
        weight: share of the question in the overall score [0-1].
        priority: weight x (target - current).
        topic: what the question is about.
    """

    question: str
    section: str
    current: int
    target: int
    weight: Decimal
    priority: Decimal
    topic: LocalizedText

    @property
    def code(self) -> str:
        """Code of the requirement; the same question has the same one in every run."""
        return f"REQ-{self.question}"[:20]

    @property
    def title(self) -> LocalizedText:
        """What the plant needs, in both languages."""
        return LocalizedText(
            en=f"{self.topic.en}: from level {self.current} to level {self.target}",
            zh_hans=f"{self.topic.zh_hans}：由{self.current}级提升到{self.target}级",
        )


def find_gaps(
    framework: Framework, card: Scorecard, targets: Mapping[str, int | None]
) -> tuple[QuestionGap, ...]:
    """Return every question with a target above its answer, the most valuable first.

    Args:
        framework: the pack that was answered.
        card: scorecard of the answers; its contributions carry the weights.
        targets: wanted level by question; None or missing is no target.

    Returns:
        Gaps by falling priority, then by id; questions without a score have none.
    Source: docs/method.md#requirements
    """
    sections = {item: part.id for part in find_sections(framework) for item in part.questions}
    gaps = []
    for line in card.total.contributions:
        target = targets.get(line.item)
        current = int(line.value)
        if target is None or target <= current:
            continue
        gaps.append(
            QuestionGap(
                question=line.item,
                section=sections[line.item],
                current=current,
                target=target,
                weight=line.weight,
                priority=(line.weight * (target - current)).quantize(PLACES),
                topic=title_of(framework.nodes[line.item]),
            )
        )
    return tuple(sorted(gaps, key=lambda gap: (-gap.priority, gap.question)))
