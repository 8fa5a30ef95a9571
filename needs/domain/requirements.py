"""The requirement that follows from a gap: its code and its words."""

from __future__ import annotations

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
