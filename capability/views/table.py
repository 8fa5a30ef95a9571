"""The matrix as a table of exact numbers, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from assessment.selectors.result import RunResult
from scoring.domain.cells import adds_up
from scoring.domain.matrix import Level, Matrix

Cell = str | int | Decimal | None


def matrix_table(
    run: RunResult, matrix: Matrix, names: dict[str, str], processes: dict[str, str]
) -> Iterator[list[Cell]]:
    """Yield head and rows: scores, then, where cells add up, their weights and questions.

    A row can be checked in the sheet: now = sum of weight x cell.

    Args:
        run: the run; its scorecard says what the cells rest on.
        matrix: its matrix.
        names: dimensions by id, in the reader's language.
        processes: columns by id, in the reader's language.
    """
    adding = adds_up(run.framework)
    head: list[Cell] = [_("Now"), _("Target"), _("Gap"), _("Change since the run before")]
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
    totals = [matrix.processes[name].current for name in processes if name in matrix.processes]
    blank: list[Cell] = [None] * (len(head) - 4)
    yield [_("Readiness"), *totals, *_ends(matrix.overall), *blank]


def _ends(level: Level) -> list[Cell]:
    return [level.current, level.target, level.gap, level.change]
