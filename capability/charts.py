"""The drawings of the capability pages in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from capability.domain.drawings import Words, dumbbell_chart, profile_chart
from core.charts import svg
from core.charts.spec import ChartSpec
from scoring.domain.matrix import Matrix


def words(matrix: Matrix, titles: dict[str, str]) -> Words:
    """Return the names of the series and the finding: where the largest gap lies."""
    return Words(
        now=_("Now"),
        target=_("Target"),
        before=_("Run before"),
        finding=finding(matrix, titles),
    )


def finding(matrix: Matrix, titles: dict[str, str]) -> str:
    """Return one sentence: the widest gap, that there is none, or that there are no targets."""
    if all(row.whole.target is None for row in matrix.rows):
        return _("No targets set yet")
    widest = max(matrix.rows, key=lambda row: row.whole.gap or 0, default=None)
    if widest is None or not widest.whole.gap:
        return _("No dimension is below its target")
    return _("Widest gap: %(dimension)s") % {"dimension": titles[widest.dimension]}


def profile(matrix: Matrix, titles: dict[str, str], *, kind: str) -> ChartSpec:
    """Return the description of the radar or of the bars."""
    return profile_chart(matrix, titles, words(matrix, titles), kind=kind)


def dumbbell(matrix: Matrix, titles: dict[str, str]) -> str:
    """Draw now and target of every dimension."""
    return svg.dumbbell(dumbbell_chart(matrix, titles, words(matrix, titles)))
