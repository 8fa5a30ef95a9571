"""What goes into a score and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from core.text import LocalizedText

State = Literal[
    "scored", "unanswered", "not_applicable", "hidden", "unweighted", "profile", "blocked"
]
OUTSIDE = ("not_applicable", "unweighted", "hidden")  # states of what is in no sum
NaState = Literal["plain", "proposed", "accepted"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a value in the form of its answer type, or "does not apply".

    `na_state` says how far "does not apply" has come: `plain` as somebody said it, `proposed` to
    an assessor, `accepted` by one. The value beside it is the former answer, which counts while
    an acceptance that the pack asks for is missing.
    """

    value: Any = None
    not_applicable: bool = False
    target: Decimal | None = None
    na_state: NaState = "plain"


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
    na_state: NaState = "plain"

    @property
    def is_proposed(self) -> bool:
        """Whether "does not apply" waits for an assessor; until then the value counts."""
        return self.not_applicable and self.na_state == "proposed"

    @property
    def is_excluded(self) -> bool:
        """Whether the question counts as one that does not apply."""
        return self.not_applicable and not self.is_proposed

    @property
    def is_settled(self) -> bool:
        """Whether the question needs no more work: answered or does not apply."""
        return self.is_excluded or self.value is not None


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
    """One condition that stands between a node and its next level, or keeps a gate closed.

    Attributes:
        code: which kind of condition; the codes that say why no level can be told are
            `not_answered`, `no_scope`, `scope_too_small` and `level_open`; `at_most` says beside
            them which level is still possible.
        subject: id of the question, node, gate or indicator it is about.
        have: value today; None where it is not known.
        need: value that is asked for; of `share_missed` and `scope_too_small` the most allowed.
        text: the condition in words, ids with their topics.
        items: questions that would meet it.
        topic: name of the subject, where the pack gives one.
    """

    code: str
    subject: str
    have: Decimal | None
    need: Decimal
    text: LocalizedText
    items: tuple[str, ...] = ()
    topic: LocalizedText | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What holds a level below what the score alone would read.

    Attributes:
        level: the level as it is.
        by: what the next level lacks, the most telling first.
        text: "held at 0 by DG-13 Storage country: 0, needs 1".
    """

    level: int
    by: tuple[Unmet, ...]
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class Lift:
    """What accepted "does not apply" adds to a level.

    Attributes:
        before: the level with the former answers in their place; None if none could be told.
        through: the questions without which the level would be another.
        text: "lifted from 1: DG-01 Data-asset inventory does not apply".
    """

    before: int | None
    through: tuple[str, ...]
    text: LocalizedText


@dataclass(frozen=True, slots=True)
class ScoreRange:
    """Between what a score can lie once the open questions are answered.

    Attributes:
        lower: score with every open question at its lowest value.
        upper: score with every open question at its highest value.
        open_guards: open questions that a gate or a veto rests on.
    """

    lower: Decimal
    upper: Decimal
    open_guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelReading:
    """The level of a node by its rule, and what is missing for the next one.

    Where no level can be told, `level` is None, `reason` says in short why, and `unmet` holds
    what is not known, of this node and of the parts whose level it needs. `level` None without a
    reason is known: not even the lowest level is reached.
    """

    level: int | None
    rule: str
    next_level: int | None = None
    unmet: tuple[Unmet, ...] = ()
    reason: str | None = None
    sums: Mapping[str, Decimal] = field(default_factory=dict)
    held: Held | None = None
    lifted: Lift | None = None

    @property
    def is_known(self) -> bool:
        """Whether the answers tell the level, be it none."""
        return self.level is not None or self.reason is None


@dataclass(frozen=True, slots=True)
class NodeScore:
    """Everything known about one node of the tree.

    Attributes:
        score: scaled to the node's own maximum; None when nothing is scored.
        raw: the value before that.
        answered_weight: share of the applicable weight that carries an answer [0-1].
        reason: why there is no score.
        excluded: share of the weight of what the plant is asked that does not apply [0-1].
        answered_levels: the same as `answered_weight`, by level of lists of clauses.
        range: of the top and the groups below it, where too much is open for one figure.
        border: value above the score on which a level or a gate hangs and which the score,
            rounded as the pack says, would reach or pass; None when there is none.
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
    excluded: Decimal = Decimal(0)
    answered_levels: Mapping[int, Decimal] = field(default_factory=dict)
    range: ScoreRange | None = None
    border: Decimal | None = None


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
    """Weighted mean over questions of a strategic element, or over the cells of a process.

    `range` says between what the mean of a process lies while too much of it is open.
    """

    id: str
    score: Decimal | None
    weights: Mapping[str, Decimal]
    answered_weight: Decimal
    range: ScoreRange | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The whole result of one run.

    `average_level` is the overall score rounded down to a step, `staged_level` the level by the
    pack's rule: both readings of the same answers stand side by side. A framework whose scores are
    no steps (points) has no average reading.
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
    average_level: int | None = None

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
    def coverage(self) -> Decimal:
        """Share of the applicable weight that carries an answer [0-1]."""
        return self.total.answered_weight
