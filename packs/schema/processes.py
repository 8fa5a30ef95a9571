"""The process and system reference model."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from packs.schema.head import PackHead, Source
from packs.schema.initiatives import Reference, Titled
from packs.schema.text import Text
from packs.schema.values import Name, Number, Strict

Weight = Annotated[Number, Field(ge=0, le=1)]


class ApqcReference(Strict):
    """A pointer into the APQC framework."""

    code: Name
    ref: int


class SubProcess(Titled):
    """One sub-process of an area."""

    apqc: tuple[ApqcReference, ...] = ()
    systems: tuple[Name, ...] = ()
    data_objects: tuple[Text, ...] = ()
    pain_points: tuple[Text, ...] = ()
    indicators: tuple[Name, ...] = ()
    local_variants: tuple[Text, ...] = ()
    next: tuple[Name, ...] = ()


class Area(Titled):
    """One of the value-chain areas."""

    order: int
    processes: tuple[SubProcess, ...] = Field(min_length=1)


class SystemCategory(Titled):
    """A category of information system."""

    summary: Text
    isa95_level: int = Field(ge=0, le=4)
    data_objects: tuple[Text, ...] = ()
    typical_life_years: tuple[int, int]
    default_disposition: Text
    overseas_note: Text
    basis: str


class ScaleStep(Strict):
    """A level with its name."""

    level: int
    title: Text


class MaturityScale(Strict):
    """Levels on which sub-processes are scored."""

    note: Text
    levels: tuple[ScaleStep, ...]


class Criterion(Titled):
    """A weighted criterion."""

    weight: Weight


class CriteriaSet(Strict):
    """Criteria of one axis; weights sum to 1."""

    title: Text
    criteria: tuple[Criterion, ...]

    @model_validator(mode="after")
    def _check_weights(self) -> Self:
        total = sum(entry.weight for entry in self.criteria)
        if total != 1:
            raise ValueError(f"weights sum to {total}, not 1")
        return self


class Limit(Strict):
    """One side of a cut-off."""

    at_least: Number | None = None
    below: Number | None = None


class Quadrant(Titled):
    """A quadrant of two axes with its proposal."""

    business_value: Limit
    technical_fit: Limit
    disposition: Name


class Override(Strict):
    """A rule that wins over the two scores."""

    id: Name
    rule: Text
    effect: Text


class TimeModel(Strict):
    """Two scores, a cut-off and four quadrants."""

    scale: tuple[int, int]
    scale_note: Text
    formula: Text
    note: Text
    cut_off: Number
    borderline: Number
    business_value: CriteriaSet
    technical_fit: CriteriaSet
    quadrants: tuple[Quadrant, ...]
    overrides: tuple[Override, ...] = ()
    source: Source | None = None


class SixRDecision(Strict):
    """Which of the six ways follows from a quadrant."""

    quadrant: Name
    r: Name
    when: Text


class SixR(Strict):
    """The six ways of treating a system."""

    note: Text
    terms: tuple[Titled, ...]
    decision: tuple[SixRDecision, ...]


class Disposition(Strict):
    """How keep, reuse, retire or replace is proposed."""

    seed_terms: tuple[Titled, ...]
    inventory_fields: tuple[Name, ...]
    time_model: TimeModel
    six_r: SixR


class ProcessModel(PackHead):
    """The whole reference model."""

    kind: Literal["processes"] = "processes"
    count: int | None = None
    area_order: tuple[Name, ...] = ()
    apqc_note: Text | None = None
    isa95_note: Text | None = None
    indicator_note: Text | None = None
    disposition_note: Text | None = None
    maturity_scale: MaturityScale | None = None
    sources: tuple[Reference, ...] = ()
    areas: tuple[Area, ...] = Field(min_length=1)
    systems: tuple[SystemCategory, ...] = ()
    disposition: Disposition | None = None
