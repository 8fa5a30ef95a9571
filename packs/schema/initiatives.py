"""The initiative catalogue: what a plant can do, in phases, with lifts, cost, time and links."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from packs.schema.head import PackHead, Source
from packs.schema.text import Text
from packs.schema.values import Name, Number, Strict

Money = Annotated[Number, Field(ge=0)]
PHASES = ("digitize", "integrate", "optimize")


class Titled(Strict):
    """An id with its title."""

    id: Name
    title: Text


class Phase(Titled):
    """One of the phases, with the highest level its initiatives can lift to."""

    order: int
    horizon: Text
    level_cap: int = Field(ge=0, le=5)


class PlantSize(Titled):
    """A size class for cost ranges, with how many initiatives it carries at a time."""

    employees: Text
    revenue_usd: Text
    basis: str
    at_once: int | None = Field(default=None, ge=1)


class Reference(Strict):
    """A numbered source of figures."""

    id: Name
    claim: Text | None = None
    title: Text | None = None
    publisher: str | None = None
    grade: str | None = None
    url: str | None = None


class Initiative(Titled):
    """One initiative."""

    slug: Name
    phase: Name
    module: Name
    summary: Text
    lifts: dict[Name, Annotated[Number, Field(ge=0, le=5)]] = Field(min_length=1)
    prerequisites: tuple[Name, ...] = ()
    duration_months: tuple[Money, Money]
    cost_usd: dict[Name, tuple[Money, Money]]
    run_cost_pct_per_year: Money
    basis: str
    roles: tuple[Name, ...] = ()
    indicators: tuple[Name, ...] = ()
    risks: tuple[Name, ...] = ()
    acceptance: tuple[Text, ...] = Field(min_length=1)
    conditions: dict[Name, int] = {}
    governance: bool = False
    source: Source

    @model_validator(mode="after")
    def _check_ranges(self) -> Self:
        for low, high in (self.duration_months, *self.cost_usd.values()):
            if low > high:
                raise ValueError(f"range runs backwards: {low} to {high}")
        return self


class InitiativeRole(Titled):
    """A role that initiatives name."""


class Risk(Titled):
    """A standing risk with starting values."""

    category: Name
    probability: int = Field(ge=1, le=5)
    impact: int = Field(ge=1, le=5)
    mitigation: Text


class InitiativeCatalog(PackHead):
    """The whole catalogue."""

    kind: Literal["initiatives"] = "initiatives"
    phases: tuple[Phase, ...]
    dimensions: dict[Name, Name] = {}
    modules: tuple[Titled, ...] = ()
    plant_sizes: tuple[PlantSize, ...]
    level_scale: Text | None = None
    lift_rule: Text
    cost_rule: Text
    duration_rule: Text
    prerequisite_rule: Text
    condition_rule: Text | None = None
    capacity_rule: Text | None = None
    governance_rule: Text | None = None
    sources: tuple[Reference, ...] = ()
    initiatives: tuple[Initiative, ...] = Field(min_length=1)
    roles: tuple[InitiativeRole, ...]
    risks: tuple[Risk, ...]

    @property
    def level_caps(self) -> dict[str, Decimal]:
        """Phase id -> the highest level that an initiative of the phase can lift to."""
        return {phase.id: Decimal(phase.level_cap) for phase in self.phases}
