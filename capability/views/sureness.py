"""How sure the scores of the capability pages are, as they are drawn and written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

from charts import svg
from charts.spec import ScoreScale
from core.scores import figure, span
from core.wording.figures import decimal
from questionnaire.selectors.sureness import RunSureness
from scoring.domain.confidence import ConfidenceBand, Sureness
from scoring.domain.matrix import Level, Matrix
from scoring.domain.types import CellScore
from scoring.domain.undefined import Undefined, why


@dataclass(frozen=True, slots=True)
class SureWords:
    """How sure a score is, as it is written; with a reason where that is not known.

    Attributes:
        value: the figure, 0 to 1 with two places.
        agreement, proof, heard: what makes it so, written the same.
        band: between what the score lies; empty without a score.
        scale: the score on its scale with the band and the target.
        reason: why there is no figure.
    """

    value: str = ""
    agreement: str = ""
    proof: str = ""
    heard: str = ""
    band: str = ""
    scale: str = ""
    reason: str = ""


def sure_words(
    sure: Sureness | Undefined, band: ConfidenceBand | None = None, scale: str = ""
) -> SureWords:
    """Return how sure something is in the reader's language."""
    if isinstance(sure, Undefined):
        return SureWords(reason=why(sure).in_language(get_language() or "en"))
    return SureWords(
        value=decimal(sure.value, 2),
        agreement=decimal(sure.agreement, 2),
        proof=decimal(sure.proof, 2),
        heard=decimal(sure.heard, 2),
        band=span(band.lower, band.upper) if band else "",
        scale=scale,
    )


def dimension_bands(sure: RunSureness, matrix: Matrix) -> dict[str, tuple[Decimal, Decimal]]:
    """Return between what the score of each dimension lies, where that is known."""
    found = {row.dimension: sure.band(row.dimension) for row in matrix.rows}
    return {name: (band.lower, band.upper) for name, band in found.items() if band}


def why_sure(
    sure: RunSureness, dimension: str, level: Level, cell: CellScore | None = None
) -> SureWords:
    """Return how sure a cell, or the whole of a dimension, is.

    Args:
        sure: how sure the run is.
        dimension: the row.
        level: its figures.
        cell: the cell; the whole row where None.
    """
    known = sure.of_node(dimension) if cell is None else sure.of_cell(cell)
    if cell is None:
        band = sure.band(dimension)
    elif level.current is None:
        band = None
    else:
        band = sure.band_of((level.current, level.current), known, dimension)
    return sure_words(known, band, _scale(sure, dimension, level, band))


def _scale(sure: RunSureness, dimension: str, level: Level, band: ConfidenceBand | None) -> str:
    if band is None or level.current is None:
        return ""
    spec = ScoreScale(
        float(level.current),
        None if level.target is None else float(level.target),
        float(band.lower),
        float(band.upper),
        maximum=float(sure.run.current.nodes[dimension].maximum),
        title=f"{figure(level.current)} ({span(band.lower, band.upper)})",
        ticks=True,
    )
    return svg.score_scale(spec)
