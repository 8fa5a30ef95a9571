"""Where the widest gap of a matrix lies, and how gaps are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from scoring.domain.matrix import Figures, Matrix


def beside_gaps(matrix: Matrix) -> Matrix:
    """Return a matrix whose dimensions and whole are written with two places, for pages with gaps.

    One place would hide a difference of 0.1 between two gaps, or make one where there is none.

    Source: docs/method.md#figures
    """
    rows = tuple(replace(row, whole=replace(row.whole, places=2)) for row in matrix.rows)
    return replace(matrix, rows=rows, overall=replace(matrix.overall, places=2))


@dataclass(frozen=True, slots=True)
class WidestGaps:
    """Where the largest gap lies, as places in the row of figures.

    Attributes:
        known: those that share the largest gap that is one figure; none where there is no gap.
        size: that gap.
        perhaps: those whose gap is a range that reaches above it.
        is_sure: whether the only one of these is wider in any case.
    """

    known: tuple[int, ...]
    size: Decimal
    perhaps: tuple[int, ...]
    is_sure: bool


def widest_gaps(figures: Sequence[Figures]) -> WidestGaps:
    """Return where the largest gap as written lies, and where it may lie.

    A gap that is a range is no smaller for being unknown: one that may be the widest is named.

    Source: docs/method.md#figures
    """
    sizes = [one.gap or Decimal(0) for one in figures]
    largest = max(sizes, default=Decimal(0))
    perhaps = [at for at, one in enumerate(figures) if (one.most or Decimal(0)) > largest]
    least = figures[perhaps[0]].least if len(perhaps) == 1 else None
    return WidestGaps(
        known=tuple(at for at, size in enumerate(sizes) if largest and size == largest),
        size=largest,
        perhaps=tuple(perhaps),
        is_sure=least is not None and least > largest,
    )
