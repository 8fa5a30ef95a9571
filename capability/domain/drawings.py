"""What the capability drawings show; the same for page and report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.charts.spec import ChartSpec, Dumbbell, DumbbellRow, Series
from core.scores import figure
from scoring.domain.matrix import Matrix


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the drawings in the reader's language."""

    now: str
    target: str
    before: str
    finding: str


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _has_target(matrix: Matrix) -> bool:
    """Whether anything is wanted."""
    return any(row.whole.target is not None for row in matrix.rows)


def profile_chart(
    matrix: Matrix, titles: Mapping[str, str], words: Words, *, kind: str = "radar"
) -> ChartSpec:
    """Return now, target and, where there is one, the run before by dimension.

    Args:
        matrix: the matrix.
        titles: name of each dimension by id, in the reader's language.
        words: names of the series and the finding.
        kind: radar or bar.
    """
    series = [
        Series(
            "now",
            words.now,
            tuple(_number(row.whole.current) for row in matrix.rows),
            color="level-3",
            filled=kind == "radar",
            texts=tuple(figure(row.whole.shown.current) for row in matrix.rows),
        )
    ]
    if _has_target(matrix):
        values = tuple(_number(row.whole.target) for row in matrix.rows)
        texts = tuple(figure(row.whole.shown.target) for row in matrix.rows)
        series.append(
            Series(
                "target",
                words.target,
                values,
                color="ink-2",
                stroke="dashed",
                points=False,
                texts=texts,
            )
        )
    if kind == "bar" and any(row.whole.previous is not None for row in matrix.rows):
        values = tuple(_number(row.whole.previous) for row in matrix.rows)
        texts = tuple(figure(row.whole.shown.previous) for row in matrix.rows)
        series.insert(0, Series("before", words.before, values, color="mute", texts=texts))
    return ChartSpec(
        kind="radar" if kind == "radar" else "bar",
        title=words.finding,
        x=tuple(row.dimension for row in matrix.rows),
        x_labels=tuple(titles[row.dimension] for row in matrix.rows),
        series=tuple(series),
        minimum=0.0,
        maximum=5.0,
        legend=True,
        show_values=kind == "bar",
    )


def dumbbell_chart(
    matrix: Matrix,
    titles: Mapping[str, str],
    words: Words,
    companions: Mapping[str, str] | None = None,
) -> Dumbbell:
    """Return now and target of every dimension on one scale; without gaps only now."""
    second = companions or {}
    has_target = _has_target(matrix)
    return Dumbbell(
        rows=tuple(
            DumbbellRow(
                titles[row.dimension],
                _number(row.whole.current),
                _number(row.whole.target) if has_target else None,
                companion=second.get(row.dimension, ""),
                value_text=figure(row.whole.shown.current),
                target_text=figure(row.whole.shown.target),
            )
            for row in matrix.rows
        ),
        title=words.finding,
        value_label=words.now,
        target_label=words.target if has_target else "",
    )
