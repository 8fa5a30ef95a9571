"""The drawings of the capability pages in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from capability.domain.drawings import Words, dumbbell_chart, profile_chart
from core.charts import svg
from core.charts.spec import ChartSpec
from core.scores import figure
from core.wording.texts import listed
from scoring.domain.matrix import Matrix, widest_gaps


def words(matrix: Matrix, titles: dict[str, str]) -> Words:
    """Return the names of the series and the finding: where the largest gap lies."""
    return Words(
        now=_("Now"),
        target=pgettext("level", "Target"),
        before=_("Run before"),
        finding=finding(matrix, titles),
        least=_("Now, at least"),
        most=_("Now, at most"),
    )


def finding(matrix: Matrix, titles: dict[str, str]) -> str:
    """Return one sentence: where the widest gap lies, that there is none, or no targets.

    Where several dimensions share it, none is named as the widest.
    """
    if all(row.whole.target is None for row in matrix.rows):
        return _("No targets set yet")
    widest = widest_gaps(matrix)
    if not widest and any(row.whole.ends and row.whole.target is not None for row in matrix.rows):
        return _("Too much is open to tell the gaps")
    if not widest:
        return _("No dimension is below its target")
    names = [titles[row.dimension] for row in widest]
    gap = figure(widest[0].whole.shown.gap)
    if len(names) == 1:
        return _("Widest gap: %(dimension)s, %(gap)s") % {"dimension": names[0], "gap": gap}
    if len(names) == len(matrix.rows):
        return _("Every dimension is %(gap)s below its target") % {"gap": gap}
    words = _("Widest gap, %(gap)s each: %(dimensions)s")
    return words % {"gap": gap, "dimensions": listed(names)}


def profile(matrix: Matrix, titles: dict[str, str], *, kind: str) -> ChartSpec:
    """Return the description of the radar or of the bars."""
    return profile_chart(matrix, titles, words(matrix, titles), kind=kind)


def dumbbell(matrix: Matrix, titles: dict[str, str]) -> str:
    """Draw now and target of every dimension."""
    return svg.dumbbell(dumbbell_chart(matrix, titles, words(matrix, titles)))
