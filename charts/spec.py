"""What a drawing shows: data, axes, units and words, without any engine.

Words arrive in the reader's language; colours are token names, never hex. All values are plain
floats, `None` for "not there". The same description is drawn as SVG (`charts.svg`) and, for
exploring, by Plotly (`charts.plotly`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stroke = Literal["solid", "dashed", "dotted", "none"]
Values = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers.

    Args:
        key: Stable name, equal in both engines.
        label: Words for legend, tooltip and table.
        values: One value for each position on the x axis.
        color: Color token.
        stroke: Line style; `none` for points only.
        points: Whether each value gets a point.
        low: Lower edge of a band around the values.
        high: Upper edge of that band.
        end_label: Words beside the last value.
        end_mark: Draw a diamond at the last value.
        filled: Fill the area (radar).
        texts: The values as written, where they are printed; else they are rounded.
    """

    key: str
    label: str
    values: Values
    color: str = "accent"
    stroke: Stroke = "solid"
    points: bool = True
    low: Values = ()
    high: Values = ()
    end_label: str = ""
    end_mark: bool = False
    filled: bool = False
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A level line: mean, control limit, budget limit.

    Args:
        value: Height of the line.
        label: Words on the line.
        color: Color token.
        stroke: Line style.
        first: First x position; from the left edge if absent.
        last: Last x position; to the right edge if absent.
        label_at: x position at which the words start.
        below: Write the words under the line.
    """

    value: float
    label: str = ""
    color: str = "ink-3"
    stroke: Stroke = "dotted"
    first: int | None = None
    last: int | None = None
    label_at: int | None = None
    below: bool = False


@dataclass(frozen=True, slots=True)
class AxisStretch:
    """A stretch of the x axis with a ground of its own, such as the baseline."""

    first: int
    last: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A value singled out, with the words beside it; a note may have several lines."""

    series: str
    index: int
    text: str
    note: str = ""
    color: str = "bad"


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart with axes, or a radar.

    Args:
        kind: `line` (time series, control chart, curves), `bar` (grouped) or `radar`.
        title: The finding, in one line.
        description: What a listener needs to know.
        x: Keys of the positions, for example ISO dates.
        x_labels: Words of the positions; the keys themselves if absent.
        series: The numbers.
        unit: Unit of the values.
        x_title: Words under the x axis.
        minimum: Lowest value shown; found from the data if absent.
        maximum: Highest value shown.
        decimals: Decimals of printed values.
        references: Level lines.
        periods: Marked stretches.
        rings: Values singled out.
        ticks: Positions that get a label; all or evenly thinned if absent.
        legend: Draw a legend below.
        time: Whether the keys are ISO dates.
        show_values: Print the values on bars.
    """

    kind: Literal["line", "bar", "radar"]
    title: str
    x: tuple[str, ...]
    series: tuple[Series, ...]
    description: str = ""
    x_labels: tuple[str, ...] = ()
    unit: str = ""
    x_title: str = ""
    minimum: float | None = None
    maximum: float | None = None
    decimals: int = 1
    references: tuple[ReferenceLine, ...] = ()
    periods: tuple[AxisStretch, ...] = ()
    rings: tuple[Ring, ...] = ()
    ticks: tuple[int, ...] = ()
    legend: bool = False
    time: bool = False
    show_values: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Words of the x positions."""
        return self.x_labels or self.x


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """One score on its scale, with band and target."""

    value: float | None
    target: float | None = None
    low: float | None = None
    high: float | None = None
    minimum: float = 0.0
    maximum: float = 5.0
    title: str = ""
    ticks: bool = False


@dataclass(frozen=True, slots=True)
class DumbbellRow:
    """Now and target of one thing; the texts are the values as written, else they are rounded.

    A value that is not known yet has only the ends between which it lies.
    """

    label: str
    value: float | None
    target: float | None = None
    companion: str = ""
    href: str = ""
    value_text: str = ""
    target_text: str = ""
    ends: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """A list of now and target on one scale."""

    rows: tuple[DumbbellRow, ...]
    title: str = ""
    description: str = ""
    minimum: float = 0.0
    maximum: float = 5.0
    value_label: str = ""
    target_label: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One answer on a level scale; the shape says whose it is."""

    value: float
    shape: Literal["circle", "square", "triangle", "diamond"] = "circle"


@dataclass(frozen=True, slots=True)
class DotSpread:
    """The spread of answers to one question."""

    dots: tuple[Dot, ...]
    median: float | None = None
    minimum: float = 0.0
    maximum: float = 5.0
    title: str = ""


@dataclass(frozen=True, slots=True)
class BarPart:
    """One part of a whole."""

    label: str
    value: float
    color: str


@dataclass(frozen=True, slots=True)
class StackedBar:
    """Parts of a whole in one bar."""

    parts: tuple[BarPart, ...]
    total: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell; without a value the reason says why.

    `text` is the value as written, else it is rounded; `note` a small line below; a `hatched` cell
    rests on too little to be a level.
    """

    value: float | None
    name: str = ""
    href: str = ""
    provisional: bool = False
    current: bool = False
    text: str = ""
    note: str = ""
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row of cells."""

    label: str
    cells: tuple[HeatCell, ...]
    companion: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Levels by row and column.

    Args:
        columns: Column heads.
        companions: The column heads in the other language, below; none in one language.
        rows: The rows; a `plain` row prints numbers without ground (totals).
        gaps: Column positions with a wider space before them.
        title: The finding.
        description: What a listener needs to know.
        minimum: Lowest level of the scale.
        maximum: Highest level of the scale.
    """

    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    gaps: tuple[int, ...] = ()
    title: str = ""
    description: str = ""
    minimum: float = 0.0
    maximum: float = 5.0
    companions: tuple[str, ...] = ()
