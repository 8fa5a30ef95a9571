"""The capability matrix: dimensions by processes, with current, target, gap and change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from core.scores import difference, figure, span, span_ends, written
from packs.schema.framework import Framework
from scoring.domain.borders import find_borders
from scoring.domain.types import Scorecard, ScoreRange


@dataclass(frozen=True, slots=True)
class Figures:
    """A level as it is written: every difference is that of the figures beside it.

    `between` says between what the score lies while too much is open for one figure, "1.2–3.0";
    `least` and `most` are the gap at its upper and at its lower end, where there is a target.
    """

    current: Decimal | None
    target: Decimal | None
    previous: Decimal | None
    between: str = ""
    least: Decimal | None = None
    most: Decimal | None = None

    @property
    def now(self) -> str:
        """The score in writing: one figure, the range, or a dash."""
        return self.between or figure(self.current)

    @property
    def gap(self) -> Decimal | None:
        """Target minus current as written, never below zero; None without both, or in a range."""
        return None if self.between else _above_zero(difference(self.target, self.current))

    @property
    def gap_words(self) -> str:
        """The gap in writing: one figure, between what it lies, or a dash."""
        if self.least is None or self.least == self.most:
            return figure(self.gap if self.least is None else self.least)
        return f"{figure(self.least)}–{figure(self.most)}"

    @property
    def change(self) -> Decimal | None:
        """Current minus the previous run, as written; None without one, or within a range."""
        return None if self.between else difference(self.current, self.previous)


NO_FIGURES = Figures(None, None, None)


def _above_zero(size: Decimal | None) -> Decimal | None:
    return None if size is None else max(size, Decimal(0).quantize(size))


@dataclass(frozen=True, slots=True)
class Level:
    """A current score beside its target and the score of the run before.

    All scores are on the pack's scale; None means "not scored", which is not zero. `borders` are
    the values on which something hangs; they only decide how the scores are written. `ends` are
    those of a score that is a range: then the gap is one too, and there is no change. `places` is
    with how many it is written: two where a gap stands beside it.
    """

    current: Decimal | None
    target: Decimal | None
    previous: Decimal | None = None
    borders: frozenset[Decimal] = field(default=frozenset(), compare=False)
    ends: ScoreRange | None = field(default=None, compare=False)
    places: int = field(default=1, compare=False)

    @property
    def shown(self) -> Figures:
        """The figures with one place, or with more where a border or a gap asks for them."""
        return self._written(self.places)

    @property
    def shown_finely(self) -> Figures:
        """The figures with two places, for tables of numbers."""
        return self._written(2)

    def _written(self, places: int) -> Figures:
        if self.ends:
            places = 1  # as the ends: more would be more than is known
        target = written(self.target, self.borders, places)
        found = Figures(
            written(self.current, self.borders, places),
            target,
            written(self.previous, self.borders, places),
        )
        if self.ends is None:
            return found
        low, high = span_ends(self.ends.lower, self.ends.upper)
        return replace(
            found,
            between=span(self.ends.lower, self.ends.upper),
            least=_above_zero(difference(target, high)),
            most=_above_zero(difference(target, low)),
        )

    @property
    def low(self) -> Decimal | None:
        """Lower end of a score that is a range."""
        return self.ends.lower if self.ends else None

    @property
    def high(self) -> Decimal | None:
        """Upper end of a score that is a range."""
        return self.ends.upper if self.ends else None

    @property
    def gap(self) -> Decimal | None:
        """Target minus current, never below zero; None when either is missing."""
        if self.current is None or self.target is None or self.ends:
            return None
        return max(self.target - self.current, Decimal(0))

    @property
    def change(self) -> Decimal | None:
        """Current minus the previous run; None without one, or within a range."""
        if self.current is None or self.previous is None or self.ends:
            return None
        return self.current - self.previous


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension: its cells by process id, and the dimension as a whole."""

    dimension: str
    cells: Mapping[str, Level]
    whole: Level


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole matrix; `is_provisional` marks a run that is not signed off.

    `restated_from` names the release that the run before was signed under, where its answers were
    scored anew under the rules of this one; empty when both were made by the same rules.
    """

    rows: tuple[Row, ...]
    processes: Mapping[str, Level]
    overall: Level
    level: int | None
    is_provisional: bool
    restated_from: str = ""

    def as_json(self) -> dict[str, object]:
        """Return plain values for storing; decimals become text, nothing is rounded."""
        return {
            "rows": [
                {
                    "dimension": row.dimension,
                    "cells": {name: _level_json(cell) for name, cell in row.cells.items()},
                    "whole": _level_json(row.whole),
                }
                for row in self.rows
            ],
            "processes": {name: _level_json(level) for name, level in self.processes.items()},
            "overall": _level_json(self.overall),
            "level": self.level,
            "is_provisional": self.is_provisional,
            **({"restated_from": self.restated_from} if self.restated_from else {}),
        }


def dimension_ids(framework: Framework) -> tuple[str, ...]:
    """Return the groups directly below the top of a framework that carry a score."""
    return tuple(node.id for node in framework.root.children if framework.rule_of(node) != "none")


def build_matrix(
    dimensions: Sequence[str],
    current: Scorecard,
    target: Scorecard | None,
    *,
    previous: Matrix | None = None,
    is_provisional: bool = False,
) -> Matrix:
    """Lay the scores of a run, of its targets and of the run before side by side.

    Args:
        dimensions: ids of the dimensions in reading order.
        current: the run scored by its agreed levels.
        target: the same run scored by the same engine with each level replaced by its target
            (a question without a target keeps its level), so that weights and tailoring agree;
            None when no question has a target: then nothing has one, and there is no gap.
        previous: matrix of the last signed run; a dimension unknown there has no change.
        is_provisional: the run is not signed off yet.

    Returns:
        The matrix with one row per dimension; process totals come from the scorecard.

    Source: docs/method.md#capability-matrix.
    """
    earlier = {row.dimension: row for row in previous.rows} if previous else {}
    targets = (
        {(cell.dimension, cell.process): cell.score for cell in target.cells} if target else {}
    )
    cells: dict[str, dict[str, Level]] = {name: {} for name in dimensions}
    for cell in current.cells:
        before = earlier.get(cell.dimension)
        old = before.cells.get(cell.process) if before else None
        cells[cell.dimension][cell.process] = Level(
            cell.score,
            targets.get((cell.dimension, cell.process)),
            old.current if old else None,
        )
    rows = tuple(
        Row(
            name,
            cells[name],
            Level(
                current.nodes[name].score,
                target.nodes[name].score if target else None,
                earlier[name].whole.current if name in earlier else None,
            ),
        )
        for name in dimensions
    )
    wanted = {group.id: group.score for group in target.processes} if target else {}
    processes = {
        group.id: Level(
            group.score,
            wanted.get(group.id),
            previous.processes[group.id].current
            if previous and group.id in previous.processes
            else None,
        )
        for group in current.processes
    }
    overall = Level(
        current.score,
        target.score if target else None,
        previous.overall.current if previous else None,
    )
    return Matrix(rows, processes, overall, current.staged_level, is_provisional)


def bordered(matrix: Matrix, framework: Framework, card: Scorecard) -> Matrix:
    """Return a matrix that knows how its scores are written.

    Args:
        matrix: of a run.
        framework: its pack, which says on which values levels and gates hang.
        card: the scorecard of the run, which says which scores are ranges.

    Source: docs/method.md#figures
    """
    nodes = {name: node.range for name, node in card.nodes.items()}
    columns = {group.id: group.range for group in card.processes}
    return with_ranges(matrix, framework, nodes, columns)


def with_ranges(
    matrix: Matrix,
    framework: Framework,
    nodes: Mapping[str, ScoreRange | None],
    columns: Mapping[str, ScoreRange | None],
) -> Matrix:
    """Return a matrix that knows its borders, and between what its scores lie.

    Args:
        matrix: of a run.
        framework: its pack, which says on which values levels and gates hang.
        nodes: by dimension, and by the framework's top, the range of a score that is one.
        columns: the same by column.

    Source: docs/method.md#figures
    """
    borders = find_borders(framework)

    def known(level: Level, name: str) -> Level:
        ends = nodes.get(name) if level.current is not None else None
        return replace(level, borders=borders.get(name, frozenset()), ends=ends)

    rows = tuple(replace(row, whole=known(row.whole, row.dimension)) for row in matrix.rows)
    processes = {
        name: replace(level, ends=columns.get(name) if level.current is not None else None)
        for name, level in matrix.processes.items()
    }
    overall = known(matrix.overall, framework.root.id)
    return replace(matrix, rows=rows, processes=processes, overall=overall)


def with_targets(matrix: Matrix, target: Scorecard) -> Matrix:
    """Return a matrix with the targets of a scorecard; everything else stays as it is."""
    cells = {(cell.dimension, cell.process): cell.score for cell in target.cells}
    groups = {group.id: group.score for group in target.processes}
    rows = tuple(
        replace(
            row,
            cells={
                name: replace(cell, target=cells.get((row.dimension, name)))
                for name, cell in row.cells.items()
            },
            whole=replace(row.whole, target=target.nodes[row.dimension].score),
        )
        for row in matrix.rows
    )
    processes = {
        name: replace(level, target=groups.get(name)) for name, level in matrix.processes.items()
    }
    overall = replace(matrix.overall, target=target.score)
    return replace(matrix, rows=rows, processes=processes, overall=overall)


def only_aimed(matrix: Matrix, aimed: Collection[str], root: str) -> Matrix:
    """Return a matrix without the targets that nobody set.

    Args:
        matrix: with a target everywhere, the level itself where no question has one.
        aimed: the nodes that have a target; see `aimed_nodes`.
        root: id of the whole; without it processes and the whole have no target.

    Source: docs/method.md#gaps
    """
    rows = tuple(row if row.dimension in aimed else _untargeted(row) for row in matrix.rows)
    if root in aimed:
        return replace(matrix, rows=rows)
    processes = {name: replace(level, target=None) for name, level in matrix.processes.items()}
    overall = replace(matrix.overall, target=None)
    return replace(matrix, rows=rows, processes=processes, overall=overall)


def _untargeted(row: Row) -> Row:
    cells = {name: replace(cell, target=None) for name, cell in row.cells.items()}
    return replace(row, cells=cells, whole=replace(row.whole, target=None))


def matrix_from_json(data: Mapping[str, Any]) -> Matrix:
    """Return the matrix stored by `Matrix.as_json`."""
    rows = tuple(
        Row(
            str(row["dimension"]),
            {name: _level(cell) for name, cell in row["cells"].items()},
            _level(row["whole"]),
        )
        for row in data["rows"]
    )
    processes = {name: _level(level) for name, level in data["processes"].items()}
    level = data["level"]
    return Matrix(
        rows,
        processes,
        _level(data["overall"]),
        level if isinstance(level, int) else None,
        bool(data["is_provisional"]),
        str(data.get("restated_from", "")),
    )


def _level(data: Mapping[str, Any]) -> Level:
    def number(key: str) -> Decimal | None:
        return None if data[key] is None else Decimal(str(data[key]))

    return Level(number("current"), number("target"), number("previous"))


def _level_json(level: Level) -> dict[str, str | None]:
    values = {"current": level.current, "target": level.target, "previous": level.previous}
    return {key: None if value is None else str(value) for key, value in values.items()}
