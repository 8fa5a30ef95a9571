"""What the capability drawings show; the same for page and report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from charts.spec import ChartSpec, Dumbbell, DumbbellRow, Series
from core.scores import figure
from scoring.domain.matrix import Level, Matrix


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the drawings in the reader's language."""

    now: str
    target: str
    before: str
    finding: str
    least: str = ""
    most: str = ""


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _has_target(matrix: Matrix) -> bool:
    """Whether anything is wanted."""
    return any(row.whole.target is not None for row in matrix.rows)


def ends_of(level: Level) -> tuple[float, float] | None:
    """Return between what a score lies; None where it is one figure."""
    return (float(level.ends.lower), float(level.ends.upper)) if level.ends else None


Bands = Mapping[str, tuple[Decimal, Decimal]]


def now_series(
    levels: Sequence[Level],
    words: Words,
    *,
    filled: bool,
    bands: Sequence[tuple[Decimal, Decimal] | None] = (),
) -> list[Series]:
    """Return the scores as a row of numbers; where one of them is a range, as two: least and most.

    Args:
        levels: the dimensions in their order.
        words: names of the rows.
        filled: fill the area (radar).
        bands: between what each of them lies by how sure it is; drawn around scores that are none
            of them a range.
    """
    shown = [level.shown.now for level in levels]
    if not any(level.ends for level in levels):
        values = tuple(_number(level.current) for level in levels)
        now = Series("now", words.now, values, color="level-3", filled=filled, texts=tuple(shown))
        if not any(bands):
            return [now]
        low, high = (tuple(_number(b[at]) if b else None for b in bands) for at in (0, 1))
        return [replace(now, low=low, high=high)]
    pairs = [
        (level.ends.lower, level.ends.upper) if level.ends else (level.current, level.current)
        for level in levels
    ]
    low = tuple(_number(pair[0]) for pair in pairs)
    high = tuple(_number(pair[1]) for pair in pairs)
    return [
        Series("now", words.least, low, color="level-3", filled=filled),
        Series("most", words.most, high, color="level-3", stroke="dotted", points=False),
    ]


def profile_chart(
    matrix: Matrix,
    titles: Mapping[str, str],
    words: Words,
    *,
    kind: str = "radar",
    bands: Bands | None = None,
) -> ChartSpec:
    """Return now, target and, where there is one, the run before by dimension.

    Args:
        matrix: the matrix.
        titles: name of each dimension by id, in the reader's language.
        words: names of the series and the finding.
        kind: radar or bar.
        bands: between what the score of a dimension lies by how sure it is, where that is known.
    """
    around = [(bands or {}).get(row.dimension) for row in matrix.rows]
    levels = [row.whole for row in matrix.rows]
    series = now_series(levels, words, filled=kind == "radar", bands=around)
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
                value_text=row.whole.shown.now,
                ends=ends_of(row.whole),
                target_text=figure(row.whole.shown.target),
            )
            for row in matrix.rows
        ),
        title=words.finding,
        value_label=words.now,
        target_label=words.target if has_target else "",
    )
