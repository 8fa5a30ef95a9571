"""The drawings of the capability pages in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from capability.domain.drawings import Bands, Words, dumbbell_chart, profile_chart
from charts import svg
from charts.spec import ChartSpec
from core.scores import figure
from core.wording.texts import listed
from scoring.domain.matrix import Figures, Matrix
from scoring.domain.widest import WidestGaps, widest_gaps


def words(matrix: Matrix, titles: dict[str, str]) -> Words:
    """Return the names of the series and the finding: where the largest gap lies."""
    return Words(
        now=_("Now"),
        target=pgettext("score", "Target"),
        before=_("Run before"),
        finding=finding(matrix, titles),
        least=_("Now, at least"),
        most=_("Now, at most"),
    )


def finding(matrix: Matrix, titles: dict[str, str]) -> str:
    """Return one sentence: where the widest gap lies, that there is none, or no targets.

    Where several dimensions share it, none is named as the widest. One whose gap is a range is
    named where it may be the widest.
    """
    if all(row.whole.target is None for row in matrix.rows):
        return _("No targets set yet")
    figures = [row.whole.shown for row in matrix.rows]
    widest = widest_gaps(figures)
    names = [titles[row.dimension] for row in matrix.rows]
    known = [names[at] for at in widest.known]
    gap = figure(widest.size)
    if widest.perhaps:
        return _perhaps(widest, names, figures)
    if not known:
        return _("No dimension is below its target")
    if len(known) == 1:
        return _("Widest gap: %(dimension)s, %(gap)s") % {"dimension": known[0], "gap": gap}
    if len(known) == len(matrix.rows):
        return _("Every dimension is %(gap)s below its target") % {"gap": gap}
    words = _("Widest gap, %(gap)s each: %(dimensions)s")
    return words % {"gap": gap, "dimensions": listed(known)}


def _perhaps(widest: WidestGaps, names: Sequence[str], figures: Sequence[Figures]) -> str:
    """Name what may be the widest gap with its range, and the widest that is known."""

    def named(places: Sequence[int]) -> str:
        words = _("%(dimension)s (%(gap)s)")
        return listed(
            [words % {"dimension": names[at], "gap": figures[at].gap_words} for at in places]
        )

    if widest.is_sure:
        return _("Widest gap: %(dimension)s, %(gap)s") % {
            "dimension": names[widest.perhaps[0]],
            "gap": figures[widest.perhaps[0]].gap_words,
        }
    if not widest.known:
        return _("Gaps, not answered in full: %(dimensions)s") % {
            "dimensions": named(widest.perhaps)
        }
    return _("Perhaps the widest gap: %(perhaps)s; the widest known: %(known)s") % {
        "perhaps": named(widest.perhaps),
        "known": named(widest.known),
    }


def profile(
    matrix: Matrix, titles: dict[str, str], *, kind: str, bands: Bands | None = None
) -> ChartSpec:
    """Return the description of the radar or of the bars, with how sure they are."""
    return profile_chart(matrix, titles, words(matrix, titles), kind=kind, bands=bands)


def dumbbell(matrix: Matrix, titles: dict[str, str]) -> str:
    """Draw now and target of every dimension."""
    return svg.dumbbell(dumbbell_chart(matrix, titles, words(matrix, titles)))
