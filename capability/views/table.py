"""The matrix as a table of exact numbers, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessment.selectors.result import RunResult
from scoring.domain.cells import adds_up
from scoring.domain.matrix import Level, Matrix

Cell = str | int | Decimal | None


def matrix_table(
    run: RunResult, matrix: Matrix, names: dict[str, str], processes: dict[str, str]
) -> Iterator[list[Cell]]:
    """Yield head and rows: scores, then, where cells add up, their weights and questions.

    A row can be checked in the sheet: now = sum of weight x cell. Where too much is open for one
    figure, now is the average of what is answered, and least and most say between what it lies; of
    columns that are ranges two last rows do.

    Args:
        run: the run; its scorecard says what the cells rest on.
        matrix: its matrix.
        names: dimensions by id, in the reader's language.
        processes: columns by id, in the reader's language.
    """
    for line in _lines(run, matrix, names, processes):
        yield [_settled(cell) if isinstance(cell, Decimal) else cell for cell in line]


def _settled(value: Decimal) -> Decimal:
    """Return a number with ten places: enough to check every sum, and no more than a sheet keeps."""
    return round(value, 10).normalize() + 0


def _lines(
    run: RunResult, matrix: Matrix, names: dict[str, str], processes: dict[str, str]
) -> Iterator[list[Cell]]:
    adding = adds_up(run.framework)
    head: list[Cell] = [
        _("Now"),
        _("Now, at least"),
        _("Now, at most"),
        pgettext("score", "Target"),
        _("Gap"),
    ]
    head.append(_("Change since the run before"))
    if adding:
        head += [_("%(column)s: weight") % {"column": title} for title in processes.values()]
        head += [_("%(column)s: questions") % {"column": title} for title in processes.values()]
    else:
        head.append(_("Note"))
    yield [_("Dimension"), *processes.values(), *head]
    scored = {(cell.dimension, cell.process): cell for cell in run.current.cells}
    for row in matrix.rows:
        cells = [row.cells[name].current if name in row.cells else None for name in processes]
        line: list[Cell] = [names[row.dimension], *cells, *_ends(row.whole)]
        if adding:
            behind = [scored[row.dimension, name] for name in processes]
            line += [cell.weight for cell in behind]
            line += [len(cell.contributions) for cell in behind]
        else:
            line.append(_("Cells include plant-wide answers and do not add up to the row."))
        yield line
    columns = [matrix.processes[name] for name in processes if name in matrix.processes]
    blank: list[Cell] = [None] * (len(head) - 6)
    known = [None if level.ends else level.current for level in columns]
    yield [_("Readiness"), *known, *_ends(matrix.overall), *blank]
    if any(level.ends for level in columns):
        least = [level.low if level.ends else level.current for level in columns]
        most = [level.high if level.ends else level.current for level in columns]
        yield [_("Readiness, at least"), *least, *[None] * len(head)]
        yield [_("Readiness, at most"), *most, *[None] * len(head)]


def _ends(level: Level) -> list[Cell]:
    ends = [level.low, level.high] if level.ends else [level.current, level.current]
    return [level.current, *ends, level.target, level.gap, level.change]
