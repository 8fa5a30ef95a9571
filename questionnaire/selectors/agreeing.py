"""What people came to on the questions that they answered apart, for documents: no single voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.models import Assessment
from assessment.selectors.runs import framework_of, run_sections
from core.text import LocalizedText, localized
from packs.schema import Framework
from packs.schema.answers import BandAnswer
from questionnaire.selectors.hearing import Hearing, fitting, hearings
from scoring.domain.alpha import Metric, alpha, coincidences
from scoring.domain.undefined import Statistic


@dataclass(frozen=True, slots=True)
class AgreedOn:
    """A question on which an assessor agreed with those who answered it.

    Attributes:
        question: its id.
        value: what was agreed on, as it is stored.
        voices: how many people had answered.
        low, high: the ends of what they said, in points; None where answers have none.
        reason: why this answer.
        by: name of the assessor; empty once it is forgotten.
    """

    question: str
    value: Any
    voices: int
    low: Decimal | None
    high: Decimal | None
    reason: LocalizedText
    by: str


@dataclass(frozen=True, slots=True)
class SectionVoices:
    """A section that was answered apart.

    Attributes:
        questions: of how many all have spoken who were asked.
        alpha: Krippendorff's alpha over those of them that have levels, ordinal.
        agreed: what was agreed on, in reading order.
    """

    questions: int
    alpha: Statistic
    agreed: tuple[AgreedOn, ...]


def section_voices(run: Assessment) -> dict[str, SectionVoices]:
    """Return by section, of those answered apart, what people came to; three queries each.

    A question on which somebody has yet to speak is left out: nothing of it is told before.
    """
    framework = framework_of(run.framework)
    found = {}
    for part in run_sections(run):
        if part.id not in run.apart:
            continue
        told = [one for one in hearings(run, part.id, part.questions) if one.is_complete]
        agreed = tuple(_agreed(framework, one) for one in told if one.agreed is not None)
        found[part.id] = SectionVoices(len(told), levels_alpha(framework, told), agreed)
    return found


def levels_alpha(framework: Framework, told: Sequence[Hearing]) -> Statistic:
    """Return Krippendorff's alpha, ordinal, over those questions that have levels."""
    levelled = (
        one
        for one in told
        if isinstance(framework.answer_of(framework.nodes[one.question]), BandAnswer)
    )
    units = [
        [points for _row, points in fitting(framework, one.question, one.answers)]
        for one in levelled
    ]
    return alpha(coincidences(units), Metric.ORDINAL)


def _agreed(framework: Framework, one: Hearing) -> AgreedOn:
    row = one.agreed
    if row is None:
        raise ValueError(f"nothing was agreed on {one.question}")
    fit = fitting(framework, one.question, one.answers)
    points = [value for _row, value in fit if value is not None]
    return AgreedOn(
        question=one.question,
        value=row.value,
        voices=len(fit),
        low=min(points, default=None),
        high=max(points, default=None),
        reason=localized(row.reason, row.pair("reason")),
        by=row.agreed_by.name if row.agreed_by else "",
    )
