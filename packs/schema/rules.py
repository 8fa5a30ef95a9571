"""Requirements, gates and level rules of a framework: a closed set, written short or in full.

The short form (`{score: total, gte: 60}`) and the full form (`{rule: score, node: total, gte: 60}`)
mean the same; the short one is turned into the full one while reading.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, BeforeValidator, Field, Tag, model_validator
from pydantic import Discriminator as By

from packs.schema.text import Text
from packs.schema.values import Name, Number, Strict

Share = Annotated[Number, Field(ge=0, le=1)]


def _read_level(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("a level is a number, not true or false")  # noqa: TRY004 -- pydantic reads it
    return value


Level = Annotated[int, BeforeValidator(_read_level)]
_SHORT = {
    "score": ("score", "node"),
    "count": ("count", "of"),
    "every_child": ("every_child", "of"),
    "every": ("every", "questions"),
    "k_of_n": ("k_of_n", "questions"),
    "evidence_share": ("evidence_share", "gte"),
    "kpi": ("kpi", "id"),
    "gate": ("gate", "id"),
    "all": ("all", "of"),
    "any": ("any", "of"),
}


class ScoreRequirement(Strict):
    """The score of a node is at least a value."""

    rule: Literal["score"] = "score"
    node: Name
    gte: Number


class NodeLevelRequirement(Strict):
    """The level of a node is at least a value."""

    rule: Literal["node_level"] = "node_level"
    node: Name
    level_gte: Level


class CountRequirement(Strict):
    """At least `gte` nodes below a group reach a level; a tag narrows which ones count."""

    rule: Literal["count"] = "count"
    of: Name
    level_gte: Level
    gte: int = Field(ge=1)
    tag: Name | None = None


class EveryChildRequirement(Strict):
    """Each child of a group reaches a score or a level."""

    rule: Literal["every_child"] = "every_child"
    of: Name
    gte: Number | None = None
    level_gte: Level | None = None

    @model_validator(mode="after")
    def _check_limit(self) -> Self:
        if (self.gte is None) == (self.level_gte is None):
            raise ValueError("every_child needs either gte or level_gte")
        return self


class EveryRequirement(Strict):
    """Each named item reaches a value; a hidden one counts as met."""

    rule: Literal["every"] = "every"
    questions: tuple[Name, ...] = Field(
        min_length=1, validation_alias=AliasChoices("questions", "items")
    )
    at_least: Number
    reason: Literal["must", "veto"] = "must"


class KOfNRequirement(Strict):
    """k of n named items reach a value; hidden ones keep the number of allowed misses."""

    rule: Literal["k_of_n"] = "k_of_n"
    questions: tuple[Name, ...] = Field(
        min_length=1, validation_alias=AliasChoices("questions", "items")
    )
    at_least: Number
    k: int = Field(ge=1)
    n: int | None = None

    @model_validator(mode="after")
    def _check_count(self) -> Self:
        if self.n is not None and self.n != len(self.questions):
            raise ValueError(f"n is {self.n}, but {len(self.questions)} items are named")
        if self.k > len(self.questions):
            raise ValueError(f"k is {self.k}, but only {len(self.questions)} items are named")
        return self


class EvidenceRequirement(Strict):
    """Share of the weight whose answers have accepted evidence."""

    rule: Literal["evidence_share"] = "evidence_share"
    gte: Share


class KpiRequirement(Strict):
    """An indicator stands at or beyond a value."""

    rule: Literal["kpi"] = "kpi"
    id: Name
    gte: Number | None = None
    lte: Number | None = None
    scope: str | Text | None = None
    missing: Literal["not_met", "met"] = "not_met"

    @model_validator(mode="after")
    def _check_limit(self) -> Self:
        if (self.gte is None) == (self.lte is None):
            raise ValueError("kpi needs either gte or lte")
        return self


class GateRequirement(Strict):
    """A gate of this framework is open by measurement."""

    rule: Literal["gate"] = "gate"
    id: Name


class AllRequirement(Strict):
    """All of several requirements."""

    rule: Literal["all"] = "all"
    of: tuple[Requirement, ...] = Field(min_length=1)


class AnyRequirement(Strict):
    """At least one of several requirements."""

    rule: Literal["any"] = "any"
    of: tuple[Requirement, ...] = Field(min_length=1)


def _read_requirement(value: Any) -> Any:
    """Return the full form of a short requirement."""
    if not isinstance(value, dict) or "rule" in value:
        return value
    rest = dict(value)
    if "node" in rest:
        return {"rule": "node_level" if "level_gte" in rest else "score", **rest}
    for short, (rule, subject) in _SHORT.items():
        if short in rest:
            return {"rule": rule, subject: rest.pop(short), **rest}
    return value


def _rule_of(value: Any) -> str | None:
    return value.get("rule") if isinstance(value, dict) else getattr(value, "rule", None)


Requirement = Annotated[
    Annotated[ScoreRequirement, Tag("score")]
    | Annotated[NodeLevelRequirement, Tag("node_level")]
    | Annotated[CountRequirement, Tag("count")]
    | Annotated[EveryChildRequirement, Tag("every_child")]
    | Annotated[EveryRequirement, Tag("every")]
    | Annotated[KOfNRequirement, Tag("k_of_n")]
    | Annotated[EvidenceRequirement, Tag("evidence_share")]
    | Annotated[KpiRequirement, Tag("kpi")]
    | Annotated[GateRequirement, Tag("gate")]
    | Annotated[AllRequirement, Tag("all")]
    | Annotated[AnyRequirement, Tag("any")],
    By(_rule_of),
    BeforeValidator(_read_requirement),
]


class Gate(Strict):
    """Entry condition of a phase."""

    id: Name
    title: Text | None = None
    opens: Name | None = None
    requires: Name | None = None
    effect: str | Text | None = None
    all: tuple[Requirement, ...] = Field(min_length=1)


class Veto(Strict):
    """An item that, below a value, caps the level or takes it away."""

    item: Name
    at_least: Number = Field(validation_alias=AliasChoices("at_least", "gte"))
    cap: Level | None = None
    no_level: bool = False

    @model_validator(mode="after")
    def _check_effect(self) -> Self:
        if (self.cap is None) != self.no_level:
            raise ValueError("a veto either caps the level or takes it away (cap or no_level)")
        return self


class ConjunctionRule(Strict):
    """A level with the requirements that earn it."""

    type: Literal["conjunction"] = "conjunction"
    level: Level
    all: tuple[Requirement, ...] = ()
    any: tuple[Requirement, ...] = ()
    requires_lower: bool = False

    @model_validator(mode="after")
    def _check_parts(self) -> Self:
        if not self.all and not self.any:
            raise ValueError("a level needs requirements under all or any")
        return self


class Band(Strict):
    """One half-open stretch of scores: from is included, to is not."""

    from_: Number = Field(alias="from")
    to: Number | None = None
    level: Level

    @model_validator(mode="after")
    def _check_ends(self) -> Self:
        if self.to is not None and self.to <= self.from_:
            raise ValueError(f"band of level {self.level} does not end above its start")
        return self


def _read_bands(value: Any) -> Any:
    """Return bands written as [lower, level] or [lower, upper, level] in full."""
    if not isinstance(value, list | tuple):
        return value
    names = {2: ("from", "level"), 3: ("from", "to", "level")}
    return [
        dict(zip(names[len(band)], band, strict=True))
        if isinstance(band, list | tuple) and len(band) in names
        else band
        for band in value
    ]


Bands = Annotated[tuple[Band, ...], BeforeValidator(_read_bands), Field(min_length=1)]


class _Banded(Strict):
    bands: Bands

    @model_validator(mode="after")
    def _check_bands(self) -> Self:
        for low, high in pairwise(self.bands):
            if high.from_ <= low.from_:
                raise ValueError(f"band of level {high.level} does not start above the one before")
            if low.to is not None and low.to < high.from_:
                raise ValueError(f"gap between bands: {low.to} to {high.from_}")
            if low.to is not None and low.to > high.from_:
                raise ValueError(f"bands overlap: {high.from_} to {low.to}")
            if high.level <= low.level:
                raise ValueError(f"level {high.level} does not rise with its band")
        return self


class BandRule(_Banded):
    """Bands on the score of a node."""

    type: Literal["bands"] = "bands"
    score: Name = "total"


class CumulativeRule(_Banded):
    """Bands on the sum of level scores; a level at the unit threshold counts as one."""

    type: Literal["cumulative"] = "cumulative"
    unit_threshold: Share
    stop_at_first_unmet: bool = True


class MinimumRule(Strict):
    """The lowest level among the children of a node."""

    type: Literal["minimum"] = "minimum"
    of: Name = "total"


class LargelyFullyRule(Strict):
    """Level k: attributes of k at least largely, all below fully achieved."""

    type: Literal["largely_fully"] = "largely_fully"
    of: Name = "total"
    largely_above: Number = Decimal(50)
    fully_above: Number = Decimal(85)


class NaRule(Strict):
    """How "does not apply" counts for a level: neither missed nor met, and still in the divisor.

    More than `most` of the weight leaves no level; an item of `accepted_from` of the weight, or one
    that a gate or a veto rests on, waits for an assessor.
    """

    most: Share
    accepted_from: Share


class StagedRule(Strict):
    """Level k: enough weight at k or above, no must-item more than `must_slack` below it.

    With `floor_below` no item at all lies further than that below k.
    """

    type: Literal["staged"] = "staged"
    of: Name | None = None
    share: Share
    must: tuple[Name, ...] | Literal["gates"] = ()
    must_slack: int = Field(default=1, ge=0)
    floor_below: int | None = Field(default=None, ge=0)
    na: NaRule | None = None


_WRAPPED = {
    "cumulative": "cumulative",
    "minimum": "minimum",
    "largely_fully": "largely_fully",
    "this_level_largely_lower_fully": "largely_fully",
    "staged": "staged",
    "band": "bands",
}


def _read_level_rule(value: Any) -> Any:
    """Return the full form of a level rule."""
    if not isinstance(value, dict) or "type" in value:
        return value
    for short, kind in _WRAPPED.items():
        if short in value and len(value) == 1:
            inner = value[short]
            if isinstance(inner, str):
                inner = {"of": inner}
            if not isinstance(inner, dict | None):
                message = f"{short} needs a mapping of its settings"
                raise ValueError(message)
            return {"type": kind, **_sum_all(inner or {})}
    return {"type": "bands" if "bands" in value else "conjunction", **value}


def _sum_all(rule: Any) -> Any:
    """Return a cumulative rule in which `sum_all` or `mode` became `stop_at_first_unmet`."""
    if not isinstance(rule, dict):
        return rule
    rest = dict(rule)
    if "sum_all" in rest and "stop_at_first_unmet" not in rest:
        rest["stop_at_first_unmet"] = not rest.pop("sum_all")
    if rest.get("mode") in ("sum_all", "stop_at_first_unmet"):
        rest["stop_at_first_unmet"] = rest.pop("mode") == "stop_at_first_unmet"
    return rest


def _kind_of(value: Any) -> str | None:
    return value.get("type") if isinstance(value, dict) else getattr(value, "type", None)


LevelRule = Annotated[
    Annotated[ConjunctionRule, Tag("conjunction")]
    | Annotated[BandRule, Tag("bands")]
    | Annotated[CumulativeRule, Tag("cumulative")]
    | Annotated[MinimumRule, Tag("minimum")]
    | Annotated[LargelyFullyRule, Tag("largely_fully")]
    | Annotated[StagedRule, Tag("staged")],
    By(_kind_of),
    BeforeValidator(_read_level_rule),
]
