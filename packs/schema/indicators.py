"""The indicator catalogue: definitions, formulas, units, goals and benchmarks."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from packs.schema.head import PackHead, Source
from packs.schema.initiatives import Reference, Titled
from packs.schema.text import Text
from packs.schema.values import Name, Number, Strict


class ServedGoal(Titled):
    """A goal or value that indicators serve."""

    horizon: Name


class Benchmark(Strict):
    """A figure of others, with where it comes from."""

    value: Text
    note: Text | None = None
    verified: Literal["yes", "judgement", "no"]
    source: Source


class Indicator(Titled):
    """One indicator."""

    definition: Text
    formula: Text
    unit: Text
    unit_kind: Name
    bounds: tuple[Number | None, Number | None] | None = None
    direction: Literal["up", "down", "target"]
    audience: tuple[Name, ...] = ()
    systems: tuple[Name, ...] = ()
    goals: tuple[Name, ...] = ()
    frequency: Literal["shift", "day", "week", "month", "quarter", "half_year", "year"]
    elements: tuple[Name, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    note: Text | None = None
    source: Source

    @model_validator(mode="after")
    def _check_bounds(self) -> Self:
        low, high = self.bounds or (None, None)
        if low is not None and high is not None and low >= high:
            raise ValueError("bounds run backwards")
        return self


class FormulaElement(Titled):
    """A quantity that formulas are built from."""

    meaning: Text


class Identity(Strict):
    """A rule that holds between elements."""

    rule: str
    meaning: Text


class TargetReading(Titled):
    """One way of reading a preset target."""

    factor: Number


class Preset(Titled):
    """A target that people often name."""

    indicator: Name
    base: Text
    unit: Text
    change_pct: Number
    direction: str
    question: Text | None = None
    readings: tuple[TargetReading, ...]
    source: Source


class IndicatorCatalog(PackHead):
    """The whole catalogue."""

    kind: Literal["indicators"] = "indicators"
    goals: tuple[ServedGoal, ...] = ()
    horizons: tuple[Titled, ...] = ()
    audiences: tuple[Titled, ...] = ()
    systems: tuple[Titled, ...] = ()
    kpi_set: dict[Name, tuple[Name, ...]] = {}
    presets: tuple[Preset, ...] = ()
    notes: tuple[Text, ...] = ()
    sources: tuple[Reference, ...] = ()
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    elements: tuple[FormulaElement, ...] = ()
    identities: tuple[Identity, ...] = ()
