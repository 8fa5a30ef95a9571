"""The tree of a framework: groups with children, items with an answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import Field, model_validator

from packs.schema.answers import AnswerType
from packs.schema.conditions import Condition
from packs.schema.questions import Weight
from packs.schema.rules import LevelRule
from packs.schema.text import Text
from packs.schema.values import Name, Number, Strict

Aggregate = Literal[
    "weighted_mean", "mean", "sum", "min", "max", "median", "share_met", "k_of_n", "none"
]
NaPolicy = Literal["redistribute", "zero", "forbidden", "anchor_to_target"]
MissingPolicy = Literal["exclude", "zero", "forbidden"]


class Node(Strict):
    """One node: a group with children, or an item with an answer."""

    id: Name
    title: Text | None = None
    help: Text | None = None
    typical_evidence: Text | None = None
    required_evidence_from_level: int | None = None
    kind: Literal["group", "item", "scene"] | None = None
    tags: tuple[Name, ...] = ()
    weight: Weight | None = None
    max: Number | None = Field(default=None, gt=0)
    aggregate: Aggregate | None = None
    met_at: Number | None = None
    k: int | None = Field(default=None, ge=1)
    na: NaPolicy | None = None
    missing: MissingPolicy | None = None
    target: Number | None = None
    scale: Name | None = None
    answer: AnswerType | None = None
    at_level: int | None = None
    visible_if: Condition | None = None
    level_rules: tuple[LevelRule, ...] = ()
    children: tuple[Node, ...] = ()

    @model_validator(mode="after")
    def _check_shape(self) -> Self:
        if self.children and (self.scale or self.answer):
            raise ValueError("a node has children or an answer, not both")
        if self.scale and self.answer:
            raise ValueError("a node has a scale or an answer, not both")
        if self.aggregate in ("share_met", "k_of_n") and self.met_at is None:
            raise ValueError(f"{self.aggregate} needs met_at")
        if self.aggregate == "k_of_n" and (self.k is None or self.k > len(self.children)):
            raise ValueError("k_of_n needs k, at most the number of children")
        return self

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()
