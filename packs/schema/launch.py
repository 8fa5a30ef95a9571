"""The launch pack: what must stand at which milestone before a plant starts production."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from packs.schema.conditions import Condition
from packs.schema.head import PackHead
from packs.schema.initiatives import Reference, Titled
from packs.schema.text import Text
from packs.schema.values import Name, Number, Strict

# A source of the list; a page of a vendor, an adviser or the trade; memory; own judgement; computed
# from what sources say.
Basis = Literal["source", "third_party", "memory", "judgement", "computed"]
SOURCED = ("source", "third_party", "computed")
Weeks = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


def _refuse_backwards(ranges: Iterable[tuple[Number | int, Number | int | None]]) -> None:
    for low, high in ranges:
        if high is not None and low > high:
            raise ValueError(f"range runs backwards: {low} to {high}")


class Marked(Strict):
    """A figure or claim that says what it rests on."""

    basis: Basis
    sources: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _check_mark(self) -> Self:
        if self.basis in SOURCED and not self.sources:
            raise ValueError(f"basis {self.basis} needs a source")
        return self


class MarkedEntry(Titled, Marked):
    """An entry with a title that says what it rests on."""


class LaunchMilestone(Titled):
    """A point on the way to the start of production.

    Attributes:
        proof: what shows that it is reached.
        dated_by: who says when.
        moves_with_start: whether it moves with the start of production; contracts and building do
            not wait for it.
    """

    proof: Text
    dated_by: Text
    moves_with_start: bool


class PlantKind(MarkedEntry):
    """When milestones usually stand at a kind of plant.

    Attributes:
        months: from decision to start of production.
        weeks_before: weeks before the start by milestone, low to high.
        weeks_after: weeks after the start by milestone, low to high.
        notes: what a range means, by milestone.
    """

    months: Weeks
    weeks_before: dict[Name, Weeks]
    weeks_after: dict[Name, Weeks] = {}
    notes: dict[Name, Text] = {}

    @model_validator(mode="after")
    def _check_ranges(self) -> Self:
        _refuse_backwards((self.months, *self.weeks_before.values(), *self.weeks_after.values()))
        return self


class LaunchAnchor(MarkedEntry):
    """A real launch, or a published range, to hold a plan against; months from decision to start."""

    months: Weeks

    @model_validator(mode="after")
    def _check_range(self) -> Self:
        _refuse_backwards([self.months])
        return self


class LeadSpan(Marked):
    """How long others take.

    Attributes:
        countries: where; without any, wherever no other span of the lead time names the country.
        span: low to high; without an end it is "and more", without figures the words say it.
    """

    countries: tuple[Country, ...] = ()
    what: Text
    span: tuple[Number, Number | None] | None = None
    unit: Literal["working_days", "days", "weeks", "months"] | None = None

    @model_validator(mode="after")
    def _check_span(self) -> Self:
        if (self.span is None) != (self.unit is None):
            raise ValueError("span and unit stand together")
        _refuse_backwards([self.span] if self.span else [])
        return self


class LeadTime(Titled):
    """A lead time that no effort of the plant shortens, by country where it is known."""

    spans: tuple[LeadSpan, ...] = Field(min_length=1)


class LegalOrder(MarkedEntry):
    """An order of steps, or a condition, that the law of a country sets.

    Attributes:
        only_if: the plants it concerns.
        rule: what comes after what.
        consequence: what that means for the plan.
        milestones, needs: what it holds.
        spans: how long its steps take.
    """

    only_if: Condition
    rule: Text
    consequence: Text
    milestones: tuple[Name, ...] = ()
    needs: tuple[Name, ...] = ()
    spans: tuple[LeadSpan, ...] = ()


class LaunchNeed(MarkedEntry):
    """Something of IT that must stand at a milestone.

    Attributes:
        due: the milestone.
        why: what happens without it.
        initiatives: of the catalog, whose slice it is.
        scope: the part that must stand then.
        weeks: from start to usable, low to high; close support after it is not counted.
        buffer_days: calendar days that it should stand earlier.
        lead_times: those inside `weeks`.
        enabling: milestone before which the work cannot begin.
        may_wait_until: a later milestone until which it may be missing.
        after: needs that must stand first.
        only_if: the plants that need it; without it, all.
    """

    due: Name
    why: Text
    initiatives: tuple[Name, ...] = Field(min_length=1)
    scope: Text
    weeks: Weeks
    buffer_days: int = Field(ge=0)
    lead_times: tuple[Name, ...] = ()
    enabling: Name | None = None
    may_wait_until: Name | None = None
    after: tuple[Name, ...] = ()
    only_if: Condition | None = None

    @model_validator(mode="after")
    def _check_weeks(self) -> Self:
        _refuse_backwards([self.weeks])
        return self


class LaunchSlice(Strict):
    """The part of an initiative that is done before the start; its figures are those of the need.

    Attributes:
        id: of the initiative.
        need: the need that it meets.
        together_with: initiatives whose slices are the same work.
        remainder: what follows after the start.
    """

    id: Name
    need: Name
    together_with: tuple[Name, ...] = ()
    remainder: Text


class Questioned(Strict):
    """What a plan should not do before the start without a reason."""

    initiatives: tuple[Name, ...]
    phases: tuple[Name, ...]
    why: Text


class LaunchPack(PackHead):
    """The whole pack.

    Attributes:
        start: the milestone that is the start of production.
        slice_level_cap: highest level that a slice alone can lift to.
        amber_below_days: float below which a need is amber; below 0 it is red.
        missing_order: needs by which the first line of a summary is chosen, the gravest first.
    """

    kind: Literal["launch"] = "launch"
    start: Name
    slice_level_cap: int = Field(ge=0, le=5)
    amber_below_days: int = Field(ge=0)
    missing_order: tuple[Name, ...] = Field(min_length=1)
    questioned: Questioned
    rules: dict[Name, Text]
    sources: tuple[Reference, ...] = ()
    anchors: tuple[LaunchAnchor, ...] = ()
    milestones: tuple[LaunchMilestone, ...] = Field(min_length=1)
    kinds: tuple[PlantKind, ...] = Field(min_length=1)
    lead_times: tuple[LeadTime, ...] = ()
    orders: tuple[LegalOrder, ...] = ()
    needs: tuple[LaunchNeed, ...] = Field(min_length=1)
    slices: tuple[LaunchSlice, ...] = ()
