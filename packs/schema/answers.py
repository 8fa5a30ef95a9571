"""Answer types of a framework: a closed set, each with the highest value it can give."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from packs.schema.text import Text
from packs.schema.values import Name, Number, Strict

# How a table of answers says that something does not apply; no choice may be named like that.
NOT_APPLICABLE = re.compile(
    r"n/?a(?:\s+(?P<state>proposed|accepted))?(?:\s*[:：]\s*(?P<former>.*))?", re.IGNORECASE
)


class Option(Strict):
    """What a choice is worth, and how it is worded."""

    value: Number
    label: Text | None = None


def _read_option(value: Any) -> Any:
    if isinstance(value, dict):
        renamed = {"v": "value", "weight": "value", "text": "label", "title": "label"}
        return {renamed.get(key, key): entry for key, entry in value.items()}
    return value if isinstance(value, Option) else {"value": value}


def _read_options(value: Any) -> Any:
    """Return options written as a list of `{id, value}` by id."""
    if not isinstance(value, list) or not all(
        isinstance(entry, dict) and "id" in entry for entry in value
    ):
        return value
    options: dict[Any, Any] = {}
    for entry in value:
        if entry["id"] in options:
            raise ValueError(f"option {entry['id']} stands twice")
        options[entry["id"]] = {key: part for key, part in entry.items() if key != "id"}
    return options


OptionLike = Annotated[Option, BeforeValidator(_read_option)]
Options = Annotated[dict[Name, OptionLike], BeforeValidator(_read_options), Field(min_length=1)]


class Point(Strict):
    """One step of a scale."""

    v: Number
    label: Text | None = None
    description: Text | None = None


def _read_point(value: Any) -> Any:
    """Return a step written as a bare number in full."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return {"v": value} if is_number else value


PointLike = Annotated[Point, BeforeValidator(_read_point)]


class SingleAnswer(Strict):
    """Pick one option; its value is the score."""

    type: Literal["single"] = "single"
    options: Options

    @property
    def maximum(self) -> Decimal:
        """Highest value an answer can give."""
        return max(option.value for option in self.options.values())

    @property
    def minimum(self) -> Decimal:
        """Lowest value an answer can give."""
        return min(option.value for option in self.options.values())


class MultiAnswer(Strict):
    """Tick several options; values add up, an exclusive option stands alone, a negative one takes."""

    type: Literal["multi"] = "multi"
    options: Options
    exclusive: tuple[Name, ...] = ()
    negative: tuple[Name, ...] = ()
    cap: Number | None = None

    @model_validator(mode="after")
    def _check_options(self) -> Self:
        for name in (*self.exclusive, *self.negative):
            if name not in self.options:
                raise ValueError(f"unknown option: {name}")
        for name in self.negative:
            if self.options[name].value > 0:
                raise ValueError(f"negative option {name} must not have a value above 0")
        return self

    @property
    def maximum(self) -> Decimal:
        """Highest value an answer can give."""
        joint = [o.value for name, o in self.options.items() if name not in self.exclusive]
        total = sum((value for value in joint if value > 0), Decimal(0))
        alone = [self.options[name].value for name in self.exclusive]
        best = max([total, *alone])
        return best if self.cap is None else min(best, self.cap)

    @property
    def minimum(self) -> Decimal:
        """Lowest value an answer can give."""
        return max(min(option.value for option in self.options.values()), Decimal(0))


Cut = tuple[Number | None, Number]


class _Table(Strict):
    """An interval table: each cut is [upper end, value]; the last end may be null (no limit)."""

    unit: str | None = None
    closed: Literal["right", "left"] = "right"
    cuts: tuple[Cut, ...] = ()
    min: Number | None = None
    min_open: bool = False
    max_open: bool = False

    @model_validator(mode="after")
    def _check_cuts(self) -> Self:
        ends = [end for end, _ in self.cuts]
        if None in ends[:-1]:
            raise ValueError("only the last cut may have no upper end")
        limits = [end for end in ends if end is not None]
        if self.lower is not None:
            limits.insert(0, self.lower)
        if any(high <= low for low, high in pairwise(limits)):
            raise ValueError("upper ends of cuts must rise: intervals overlap")
        return self

    @property
    def lower(self) -> Decimal | None:
        """Lowest accepted number; shares start at 0."""
        return Decimal(0) if self.min is None and self.unit == "percent" else self.min

    @property
    def maximum(self) -> Decimal:
        """Highest value an answer can give."""
        return max(value for _, value in self.cuts)

    @property
    def minimum(self) -> Decimal:
        """Lowest value an answer can give."""
        return min((value for _, value in self.cuts), default=Decimal(0))


class IntervalAnswer(_Table):
    """A number looked up in an interval table with stated open and closed ends."""

    type: Literal["interval"] = "interval"
    cuts: tuple[Cut, ...] = Field(min_length=1)


class RatioAnswer(_Table):
    """Two numbers, first divided by second; looked up in a table when cuts are given."""

    type: Literal["ratio"] = "ratio"
    numerator: Text | None = None
    denominator: Text | None = None
    max: Number | None = None

    @model_validator(mode="after")
    def _check_maximum(self) -> Self:
        if self.cuts and self.max is not None:
            raise ValueError("a ratio has cuts or max, not both")
        return self

    @property
    def maximum(self) -> Decimal:
        """Highest value an answer can give."""
        if self.cuts:
            return super().maximum
        whole = Decimal(100) if self.unit == "percent" else Decimal(1)
        return whole if self.max is None else self.max


class BandAnswer(Strict):
    """Pick one band of a profile; its number is the score."""

    type: Literal["band", "band_pick"] = "band"
    bands: tuple[PointLike, ...] = Field(min_length=2)

    @cached_property
    def maximum(self) -> Decimal:
        """Highest value an answer can give."""
        return max(self.steps)

    @property
    def minimum(self) -> Decimal:
        """Lowest value an answer can give."""
        return min(self.steps)

    @cached_property
    def steps(self) -> frozenset[Decimal]:
        """The values that can be picked."""
        return frozenset(point.v for point in self.bands)


class ClausesAnswer(Strict):
    """A list of clause scores for each level; a level is the plain mean of its clauses."""

    type: Literal["clauses_per_level"] = "clauses_per_level"
    values: tuple[Number, ...] = Field(
        default=(Decimal(0), Decimal("0.5"), Decimal("0.8"), Decimal(1)), min_length=1
    )
    levels: int | None = Field(default=None, ge=1, le=20)
    clauses: dict[int, int | tuple[Text, ...]] = {}

    @property
    def maximum(self) -> Decimal:
        """Highest value an answer can give: one full point per level."""
        return Decimal(self.levels or max(self.clauses, default=1)) * max(self.values)

    @property
    def minimum(self) -> Decimal:
        """Lowest value an answer can give."""
        return Decimal(0)

    def clause_count(self, level: int) -> int | None:
        """Return how many clauses a level has, None when the pack does not say."""
        stated = self.clauses.get(level)
        return stated if stated is None or isinstance(stated, int) else len(stated)


class MatrixAnswer(Strict):
    """The same short choice (yes, partly, no) for several rows; row values add up or are averaged."""

    type: Literal["matrix"] = "matrix"
    rows: tuple[Name, ...] | dict[Name, Text | None] = Field(min_length=1)
    values: dict[Name, Number] = Field(
        default={"yes": Decimal(1), "partly": Decimal("0.5"), "no": Decimal(0)}, min_length=1
    )
    combine: Literal["sum", "mean"] = "sum"

    @model_validator(mode="after")
    def _check_rows(self) -> Self:
        if len(set(self.rows)) != len(self.rows):
            raise ValueError("a row stands twice")
        return self

    @property
    def maximum(self) -> Decimal:
        """Highest value an answer can give."""
        best = max(self.values.values())
        return best * len(self.rows) if self.combine == "sum" else best

    @property
    def minimum(self) -> Decimal:
        """Lowest value an answer can give."""
        worst = min(self.values.values())
        return worst * len(self.rows) if self.combine == "sum" else worst


class NumberAnswer(Strict):
    """A plain number inside stated limits."""

    type: Literal["number"] = "number"
    min: Number = Decimal(0)
    max: Number

    @model_validator(mode="after")
    def _check_limits(self) -> Self:
        if self.max <= self.min:
            raise ValueError("max must be above min")
        return self

    @property
    def maximum(self) -> Decimal:
        """Highest value an answer can give."""
        return self.max

    @property
    def minimum(self) -> Decimal:
        """Lowest value an answer can give."""
        return self.min


def _type_of(value: Any) -> str | None:
    stated = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return "band" if stated == "band_pick" else stated


AnswerType = Annotated[
    Annotated[SingleAnswer, Tag("single")]
    | Annotated[MultiAnswer, Tag("multi")]
    | Annotated[IntervalAnswer, Tag("interval")]
    | Annotated[RatioAnswer, Tag("ratio")]
    | Annotated[BandAnswer, Tag("band")]
    | Annotated[ClausesAnswer, Tag("clauses_per_level")]
    | Annotated[MatrixAnswer, Tag("matrix")]
    | Annotated[NumberAnswer, Tag("number")],
    Discriminator(_type_of),
]
