"""Dimensions and questions of a questionnaire written as dimensions.yaml and questions/*.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from packs.schema.conditions import Condition
from packs.schema.head import Source
from packs.schema.text import Text
from packs.schema.values import Name, Number, Strict

PLANT_WIDE = "plant-wide"  # id of the column for questions of no single process
ProfileWeight = Annotated[Number, Field(ge=0, le=1)]
Weight = ProfileWeight | dict[Name, ProfileWeight]


class Question(Strict):
    """One question with all that the reader of its card sees, and how it counts."""

    id: Name
    dimension: Name
    topic: Text
    text: Text
    why: Text
    looks_at: tuple[Text, ...] = Field(min_length=1)
    trap: Text
    evidence: Text
    levels: dict[int, Text]
    level_4_reading: Text | None = None
    processes: tuple[Name, ...] | Literal["all"]
    element: Name
    roles: tuple[Name, ...] = Field(min_length=1)
    weight: Weight
    visible_if: Condition | None = None
    gates: tuple[Name, ...] = ()
    veto: bool = False
    initiatives: tuple[Name, ...] = ()
    indicators: tuple[Name, ...] = ()
    evidence_required_from_level: int = 3
    seed: str | None = None
    source: Source | None = None

    @property
    def is_cross_cutting(self) -> bool:
        """Whether the question belongs to every process."""
        return self.processes == "all"

    def belongs_to(self, process: str) -> bool:
        """Return whether the question names a process."""
        return self.processes != "all" and process in self.processes


class HorizonTargets(Strict):
    """Target scores after one, three and five years."""

    year_1: Number
    year_3: Number
    year_5: Number


class Dimension(Strict):
    """One capability dimension with the words of its card."""

    id: Name
    slug: Name
    title: Text
    key_question: Text
    difficulty: Text
    strategy: Text
    weight: Weight
    targets: HorizonTargets | None = None


class Process(Strict):
    """A business process that questions name."""

    id: Name
    title: Text
    order: int = 0


class Element(Strict):
    """A strategic element that questions serve."""

    id: Name
    title: Text


class CellRule(Strict):
    """How process questions and cross-cutting questions share a cell."""

    rule: Literal["cell_blend"] = "cell_blend"
    process_share: ProfileWeight
    cross_cutting_share: ProfileWeight
    staged_share: ProfileWeight | None = None

    @model_validator(mode="after")
    def _check_shares(self) -> Self:
        if self.process_share + self.cross_cutting_share != 1:
            raise ValueError("process_share and cross_cutting_share must sum to 1")
        return self


class CellSplitRule(Strict):
    """Each question stands in the cells of its processes in equal parts, plant-wide ones apart.

    So the weights of a row add up to those of its dimension. A cell of fewer than `level_from`
    questions has a score and no level.
    """

    rule: Literal["cell_split"]
    staged_share: ProfileWeight | None = None
    level_from: int = Field(default=2, ge=1)


def _cell_rule(value: Any) -> str:
    stated = value.get("rule") if isinstance(value, dict) else getattr(value, "rule", None)
    return str(stated or "cell_blend")


AnyCellRule = Annotated[
    Annotated[CellRule, Tag("cell_blend")] | Annotated[CellSplitRule, Tag("cell_split")],
    Discriminator(_cell_rule),
]


class ExpressRun(Strict):
    """Which questions make the short run of a first visit."""

    include: tuple[Literal["gates", "veto"], ...] = ()
    questions: tuple[Name, ...] = ()
    title: Text | None = None
    note: Text | None = None


class Alignment(Strict):
    """Questions that touch a part of another model; a hint, never a rating in it."""

    model: Name
    title: Text | None = None
    note: Text | None = None
    parts: dict[Name, tuple[Name, ...]]
