"""The small drawings of the overview in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from capability.domain.drawings import Words, dumbbell_chart
from charts import svg
from charts.spec import BarPart, ScoreScale, StackedBar
from compliance.domain.status import RollUp, Status
from indicators.domain.series import PathCounts
from scoring.domain.matrix import Matrix


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def scale(score: Decimal | None, target: Decimal | None, width: float = 200) -> str:
    """Draw readiness on its scale with the target."""
    return svg.score_scale(ScoreScale(_number(score), _number(target)), width)


def strip(shares: list[float]) -> str:
    """Draw the five stages as a strip."""
    return svg.stage_strip(shares)


def progress(actual: Decimal, planned: Decimal) -> str:
    """Draw what is done with a tick where the calendar stands."""
    return svg.bar_with_target(float(actual), float(planned))


def duties(total: RollUp) -> str:
    """Draw the states of the duties in one bar."""
    counts = total.counts
    parts = (
        BarPart(_("Met"), float(total.met), "good"),
        BarPart(_("In progress"), float(counts[Status.IN_PROGRESS]), "accent"),
        BarPart(_("Not started"), float(counts[Status.NOT_STARTED]), "mute"),
        BarPart(_("Overdue"), float(counts[Status.OVERDUE]), "bad"),
    )
    return svg.stacked_bar(StackedBar(parts, float(total.applicable)))


def indicators(summary: PathCounts) -> str:
    """Draw one block per indicator: on its path, behind, without a path."""
    states = (
        ["good"] * summary.on_or_ahead + ["warn"] * summary.behind + [""] * summary.without_path
    )
    return svg.blocks(states)


def dumbbell(matrix: Matrix, titles: dict[str, str]) -> str:
    """Draw now and target of every dimension."""
    words = Words(_("Now"), pgettext("score", "Target"), "", _("Capability, now and target"))
    return svg.dumbbell(dumbbell_chart(matrix, titles, words), width=380)
