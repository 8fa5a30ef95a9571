"""The framework pack: a tree of scored nodes, its rules and its own test vectors.

A framework is written either as `tree` (any depth) or as `dimensions` with `questions`;
the second form is turned into the same tree, so that one engine runs both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AliasChoices, Field, model_validator

from packs.schema.answers import AnswerType, BandAnswer, ClausesAnswer, PointLike
from packs.schema.conditions import Condition
from packs.schema.head import PackHead
from packs.schema.priority import PriorityChoice, PriorityRule
from packs.schema.questions import (
    Alignment,
    AnyCellRule,
    Dimension,
    Element,
    ExpressRun,
    Process,
    ProfileWeight,
    Question,
)
from packs.schema.rules import (
    Band,
    CumulativeRule,
    Gate,
    Level,
    LevelRule,
    NaRule,
    Share,
    StagedRule,
    Veto,
)
from packs.schema.text import Text
from packs.schema.tree import Aggregate, MissingPolicy, NaPolicy, Node
from packs.schema.values import Name, Number, Strict

ROOT_NAMES = ("total", "overall")
Fact = TypeVar("Fact")


def median_of(values: list[Decimal]) -> Decimal:
    """Return the middle of at least one value; of an even number the mean of the middle two."""
    order = sorted(values)
    return (order[(len(order) - 1) // 2] + order[len(order) // 2]) / 2


_HIGHEST: dict[str, Callable[[list[Decimal]], Decimal]] = {
    "sum": lambda tops: sum(tops, Decimal(0)),
    "min": min,
    "max": max,
    "median": median_of,
}


class Numbers(Strict):
    """How numbers are shown and compared; nothing is rounded on the way."""

    decimal_places: int = Field(default=4, ge=0, le=12)
    display_places: int = Field(default=1, ge=0, le=12)
    rounding: Literal["half_up", "truncate"] = "half_up"
    compare_on: Literal["exact"] | Annotated[int, Field(ge=0, le=12, strict=True)] = "exact"


class Tailoring(Strict):
    """Which nodes a person may cut, and where their weight goes."""

    nodes: tuple[Name, ...] = ()
    redistribute: Literal["siblings", "tree"] = "siblings"


class Vector(Strict):
    """A worked case: inputs and what must come out."""

    name: Name
    source: str = Field(min_length=1)
    inputs: dict[Name, Any]
    expect: dict[Name, Any] = Field(min_length=1)
    tolerance: Number | None = None
    profile: Name | None = None
    facts: dict[Name, Any] = {}
    evidence: Share | None = None
    kpis: dict[Name, Number] = {}
    priority: PriorityChoice | None = None
    note: str | None = None


class Framework(PackHead):
    """A whole framework pack.

    What follows from the pack alone is worked out once per node and kept, because every saved
    answer asks for it; a copy with other contents is read anew, not made with `model_copy`.
    """

    kind: Literal["framework"] = "framework"
    alignment: Literal["own", "aligned", "official-import"] = "own"
    languages: tuple[Name, ...] = ()
    provider: str | None = None
    numbers: Numbers = Numbers()
    scales: dict[Name, tuple[PointLike, ...]] = {}
    level_names: dict[int, Text] = {}
    base_level: Level | None = None
    tree: tuple[Node, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    questions: tuple[Question, ...] = ()
    question_scale: Name | None = None
    dimension_level_rules: tuple[LevelRule, ...] = ()
    processes: tuple[Process, ...] = ()
    elements: tuple[Element, ...] = ()
    roles: dict[Name, Text] = {}
    facts: tuple[Name, ...] = ()
    weight_profiles: dict[Name, dict[Name, ProfileWeight]] = {}
    profile_from: Name | None = None
    default_profile: Name | None = None
    answer: AnswerType | None = None
    aggregate: Aggregate | None = None
    na: NaPolicy = "redistribute"
    missing: MissingPolicy = "exclude"
    completeness: Share = Field(
        default=Decimal("0.9"), validation_alias=AliasChoices("completeness", "completeness_min")
    )
    level_rules: tuple[LevelRule, ...] = ()
    vetoes: tuple[Veto, ...] = Field(
        default=(), validation_alias=AliasChoices("vetoes", "veto", "veto_items")
    )
    gates: tuple[Gate, ...] = ()
    tailoring: Tailoring = Tailoring()
    cell_rule: AnyCellRule | None = None
    priority: PriorityRule | None = None
    express_run: ExpressRun | None = None
    initiative_conditions: dict[Name, dict[Name, int]] = {}
    crosswalks: tuple[Alignment, ...] = ()
    vectors: tuple[Vector, ...] = ()

    # What is reckoned once from a framework is kept by it; a release is one object per process.
    __hash__ = object.__hash__

    @model_validator(mode="after")
    def _check_form(self) -> Self:
        if bool(self.tree) == bool(self.dimensions):
            raise ValueError("a framework has either a tree or dimensions with questions")
        if bool(self.dimensions) != bool(self.questions):
            raise ValueError("dimensions and questions belong together")
        if self.dimensions and not self.question_scale:
            raise ValueError("question_scale names the scale of the questions")
        return self

    @cached_property
    def root(self) -> Node:
        """The top node; written out, or made around the top-level nodes."""
        if len(self.tree) == 1 and self.tree[0].id in ROOT_NAMES:
            own = self.tree[0]
            return own.model_copy(update={"level_rules": own.level_rules or self.level_rules})
        children = self.tree or tuple(self._dimension_node(entry) for entry in self.dimensions)
        return Node(
            id="total",
            title=self.title,
            aggregate=self.aggregate,
            level_rules=self.level_rules,
            children=children,
        )

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node by id, parents before children."""
        return {node.id: node for node in self.order}

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """Every node, parents before children."""
        return tuple(self.root.walk())

    @cached_property
    def parents(self) -> Mapping[str, Node]:
        """Parent of every node but the root."""
        return {child.id: node for node in self.order for child in node.children}

    @cached_property
    def conditional(self) -> tuple[tuple[str, str, Condition | None], ...]:
        """Id, parent and own condition of each node that facts can hide, parents first."""
        hidden: dict[str, tuple[str, str, Condition | None]] = {}
        for node in self.order:
            above = self.parents.get(node.id)
            parent = above.id if above else ""
            if node.visible_if is not None or parent in hidden:
                hidden[node.id] = (node.id, parent, node.visible_if)
        return tuple(hidden.values())

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """Items that take an answer, in reading order."""
        return tuple(node for node in self.order if not node.children)

    @cached_property
    def questions_by_id(self) -> Mapping[str, Question]:
        """Full texts of the questions, when the pack is written with dimensions."""
        return {question.id: question for question in self.questions}

    @cached_property
    def questions_of(self) -> Mapping[str, tuple[Question, ...]]:
        """Questions of each dimension in reading order."""
        dimensions: dict[str, list[Question]] = {}
        for question in self.questions:
            dimensions.setdefault(question.dimension, []).append(question)
        return {name: tuple(members) for name, members in dimensions.items()}

    @cached_property
    def profiles(self) -> tuple[str, ...]:
        """Names of the weight profiles, in the order of first mention."""
        names = dict.fromkeys(self.weight_profiles)
        for node in self.order:
            if isinstance(node.weight, dict):
                names.update(dict.fromkeys(node.weight))
        return tuple(names)

    @cached_property
    def level_count(self) -> int:
        """Highest level that rules, names or scales speak of."""
        steps = [int(point.v) for scale in self.scales.values() for point in scale]
        bands = [band.level for band in self._cumulative_bands]
        return max([1, *steps, *self.level_names, *bands])

    def resolve(self, node_id: str) -> str:
        """Return a node id; `total` and `overall` both mean the root."""
        return self.root.id if node_id in ROOT_NAMES else node_id

    def rule_of(self, node: Node) -> Aggregate:
        """Return how children make a score: as stated, else by weights, points or plain mean."""
        return self._kept("rule", node, None, self._find_rule)

    def _find_rule(self, node: Node, _profile: str | None) -> Aggregate:
        if node.aggregate:
            return node.aggregate
        scored = [child for child in node.children if child.aggregate != "none"]
        profiled = {name for table in self.weight_profiles.values() for name in table}
        if any(child.weight is not None or child.id in profiled for child in scored):
            return "weighted_mean"
        if scored and all(child.max is not None for child in scored):
            return "sum"
        return "mean"

    def weight_of(self, node: Node, profile: str | None) -> Decimal | None:
        """Return a node's stated weight in a profile, None when the pack states none."""
        return self._kept("weight", node, profile, self._find_weight)

    def _find_weight(self, node: Node, profile: str | None) -> Decimal | None:
        stated = self.weight_profiles.get(profile or "", {}).get(node.id)
        if stated is not None:
            return stated
        if isinstance(node.weight, dict):
            return node.weight.get(profile or "", Decimal(0))
        return node.weight

    def answer_of(self, node: Node) -> AnswerType:
        """Return the answer type of an item: its own, its scale, or that of the pack."""
        return self._kept("answer", node, None, self._find_answer)

    def _find_answer(self, node: Node, _profile: str | None) -> AnswerType:
        if node.scale:
            return BandAnswer(bands=self.scales[node.scale])
        answer = node.answer or self.answer
        if answer is None:
            raise ValueError(f"item {node.id} has no answer type")
        if isinstance(answer, ClausesAnswer) and answer.levels is None and not answer.clauses:
            return answer.model_copy(update={"levels": self.clause_levels})
        return answer

    def maximum_of(self, node: Node, profile: str | None) -> Decimal:
        """Return the highest score a node can have when all of it applies."""
        return self._kept("maximum", node, profile, self._find_maximum)

    def _find_maximum(self, node: Node, profile: str | None) -> Decimal:
        if node.max is not None:
            return node.max
        if not node.children:
            return self.answer_of(node).maximum
        rule = self.rule_of(node)
        parts = [child for child in node.children if self.rule_of(child) != "none"]
        tops = [self.maximum_of(child, profile) for child in parts] or [Decimal(0)]
        if rule in ("share_met", "k_of_n"):
            return Decimal(1)
        if rule in _HIGHEST:
            return _HIGHEST[rule](tops)
        if rule in ("mean", "weighted_mean") and parts:
            weights = [Decimal(1) for _ in parts]
            if rule == "weighted_mean":
                weights = [self.weight_of(child, profile) or Decimal(0) for child in parts]
            whole = sum(weights, Decimal(0)) or Decimal(1)
            return sum((w * top for w, top in zip(weights, tops, strict=True)), Decimal(0)) / whole
        return max(tops)

    @cached_property
    def clause_levels(self) -> int:
        """Number of levels that clause lists speak of, from the bands of the cumulative rule."""
        return max((band.level for band in self._cumulative_bands), default=1)

    @property
    def _cumulative_bands(self) -> tuple[Band, ...]:
        return tuple(
            band
            for node in self.order
            for rule in node.level_rules
            if isinstance(rule, CumulativeRule)
            for band in rule.bands
        )

    def policy(self, node: Node, name: Literal["na", "missing"]) -> str:
        """Return the nearest stated policy: the node's, an ancestor's, or the pack's."""
        current: Node | None = node
        while current is not None:
            stated = getattr(current, name)
            if stated:
                return str(stated)
            current = self.parents.get(current.id)
        return str(getattr(self, name))

    @cached_property
    def gate_musts(self) -> Mapping[str, frozenset[str]]:
        """Items that a gate wants each at a value, by gate id."""
        return {
            gate.id: frozenset(
                item for part in gate.all if part.rule == "every" for item in part.questions
            )
            for gate in self.gates
        }

    @cached_property
    def na_rules(self) -> Mapping[str, NaRule]:
        """How "does not apply" counts for the level of an item's group, by item; absent: plain."""
        return {
            child.id: rule.na
            for node in self.order
            for rule in node.level_rules
            if isinstance(rule, StagedRule) and rule.na
            for child in self.nodes[self.resolve(rule.of or node.id)].children
        }

    @cached_property
    def express_questions(self) -> tuple[str, ...]:
        """Ids of the express run in reading order."""
        run = self.express_run or ExpressRun()
        wanted = set(run.questions)
        if "veto" in run.include:
            wanted |= {question.id for question in self.questions if question.veto}
        if "gates" in run.include:
            wanted |= {question.id for question in self.questions if question.gates}
        return tuple(leaf.id for leaf in self.leaves if leaf.id in wanted)

    @cached_property
    def _facts(self) -> dict[tuple[str, int, str | None], tuple[Node, Any]]:
        """What is known of nodes; the node stands beside it so that its identity stays its own."""
        return {}

    def _kept(
        self,
        name: str,
        node: Node,
        profile: str | None,
        find: Callable[[Node, str | None], Fact],
    ) -> Fact:
        """Return a fact of a node, found at the first call."""
        key = (name, id(node), profile)
        entry = self._facts.get(key)
        if entry is None:
            entry = self._facts[key] = (node, find(node, profile))
        fact: Fact = entry[1]
        return fact

    def _dimension_node(self, dimension: Dimension) -> Node:
        members = self.questions_of.get(dimension.id, ())
        return Node(
            id=dimension.id,
            title=dimension.title,
            weight=dimension.weight,
            aggregate="weighted_mean",
            level_rules=self.dimension_level_rules,
            children=tuple(self._question_node(entry) for entry in members),
        )

    def _question_node(self, question: Question) -> Node:
        return Node(
            id=question.id,
            title=question.topic,
            weight=question.weight,
            scale=self.question_scale,
            visible_if=question.visible_if,
            required_evidence_from_level=question.evidence_required_from_level,
            tags=("veto",) if question.veto else (),
        )
