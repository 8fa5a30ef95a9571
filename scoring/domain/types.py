"""What goes into a score and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from core.text import LocalizedText
from scoring.domain.numbers import settled

State = Literal[
    "scored", "unanswered", "not_applicable", "hidden", "unweighted", "profile", "blocked"
]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a value in the form of its answer type, or "does not apply"."""

    value: Any = None
    not_applicable: bool = False
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """What a run holds on one question: the answer, the target and the words beside them.

    `has_evidence` says whether a piece of evidence counts; a refused one never does.
    """

    question: str
    value: Any
    target: int | None
    not_applicable: bool
    has_evidence: bool
    reason: str = ""
    note: str = ""
    version: int = 0

    @property
    def is_settled(self) -> bool:
        """Whether the question needs no more work: answered or does not apply."""
        return self.not_applicable or self.value is not None


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of the explanation: value x weight = product; products sum to the score."""

    item: str
    answer: str
    value: Decimal
    weight: Decimal

    @property
    def product(self) -> Decimal:
        """Part of the score that comes from this item."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Unmet:
    """One condition that stands between a node and its next level, or keeps a gate closed."""

    code: str
    subject: str
    have: Decimal | None
    need: Decimal
    text: LocalizedText
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelReading:
    """The level of a node by its rule, and what is missing for the next one."""

    level: int | None
    rule: str
    next_level: int | None = None
    unmet: tuple[Unmet, ...] = ()
    reason: str | None = None
    sums: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NodeScore:
    """Everything known about one node of the tree.

    `score` is scaled to the node's own maximum, `raw` is the value before that; both are None
    when nothing is scored, and then `reason` says why. `answered_weight` is the share of the
    applicable weight that carries an answer [0-1].
    """

    id: str
    state: State
    score: Decimal | None
    raw: Decimal | None
    maximum: Decimal
    answered_weight: Decimal
    presence: Decimal
    applied_weights: Mapping[str, Decimal]
    contributions: tuple[Contribution, ...]
    reason: str | None = None
    level_scores: Mapping[int, Decimal] = field(default_factory=dict)
    level: LevelReading | None = None


@dataclass(frozen=True, slots=True)
class GateReading:
    """Whether a phase may begin, by measurement."""

    id: str
    is_open: bool
    unmet: tuple[Unmet, ...]
    not_needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CellScore:
    """Score of one dimension in one column: a process, or the plant as a whole.

    `weight` is the share of the dimension's score that the cell makes [0-1]; None where cells do
    not add up to their row.
    """

    dimension: str
    process: str
    score: Decimal | None
    weights: Mapping[str, Decimal]
    contributions: tuple[Contribution, ...]
    answered_weight: Decimal
    level: int | None
    reason: str | None = None
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """Weighted mean over questions of a strategic element, or over the cells of a process."""

    id: str
    score: Decimal | None
    weights: Mapping[str, Decimal]
    answered_weight: Decimal


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The whole result of one run.

    `average_level` is the overall score rounded down to a step, `staged_level` the level by the
    pack's rule: both readings of the same answers stand side by side.
    """

    framework_id: str
    framework_version: str
    profile: str | None
    root_id: str
    nodes: Mapping[str, NodeScore]
    gates: Mapping[str, GateReading]
    cells: tuple[CellScore, ...]
    elements: tuple[GroupScore, ...]
    processes: tuple[GroupScore, ...]

    @property
    def total(self) -> NodeScore:
        """The top node."""
        return self.nodes[self.root_id]

    @property
    def score(self) -> Decimal | None:
        """Overall score, unrounded."""
        return self.total.score

    @property
    def reading(self) -> LevelReading | None:
        """Level of the top node with what is missing; None when the pack has no level rule."""
        return self.total.level

    @property
    def staged_level(self) -> int | None:
        """Level by the rule of the pack."""
        return self.total.level.level if self.total.level else None

    @property
    def average_level(self) -> int | None:
        """Overall score rounded down to a whole step."""
        return None if self.score is None else int(settled(self.score))

    @property
    def coverage(self) -> Decimal:
        """Share of the applicable weight that carries an answer [0-1]."""
        return self.total.answered_weight
