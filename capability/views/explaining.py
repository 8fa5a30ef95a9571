"""The answer to "why this score", as the drawer shows it."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import get_language

from assessment.selectors.explaining import why_cell, why_node
from assessment.selectors.result import RunResult
from capability.domain.cells import cell_words
from capability.views.sureness import why_sure
from core.scores import figure
from questionnaire.selectors.sureness import RunSureness
from scoring.domain.cells import adds_up
from scoring.domain.matrix import Matrix


def explain(run: RunResult, matrix: Matrix, key: str, sure: RunSureness) -> dict[str, Any]:
    """Return what the drawer of `<dimension>` or `<dimension>:<column>` shows.

    Raises:
        Http404: there is no such cell.
    """
    dimension, _, column = key.partition(":")
    language = get_language() or "en"
    row = next((row for row in matrix.rows if row.dimension == dimension), None)
    if row is None or (column and column not in row.cells):
        raise Http404
    level, note, cell = row.whole, "", None
    if column:
        level = row.cells[column]
        cell = next(
            one for one in run.current.cells if (one.dimension, one.process) == (dimension, column)
        )
        why = why_cell(run, cell, language)
        if adds_up(run.framework) and cell.contributions:
            note = cell_words(cell).in_language(language)
    else:
        why = why_node(run, dimension, language)
    target = "" if level.target is None else figure(level.shown.target)
    known = why_sure(sure, dimension, level, cell)
    return {"why": why, "target": target, "note": note, "sure": known}
