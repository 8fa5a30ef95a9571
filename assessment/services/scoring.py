"""The stored scores of a run, computed from its answers in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assessment.domain.aggregation import Run, score_nodes
from assessment.domain.numbers import exact
from assessment.domain.proof import evidence_share
from assessment.domain.scoring import ENGINE_VERSION, prepare, read_card
from assessment.domain.sections import find_sections
from assessment.domain.summary import summarize
from assessment.domain.types import Answer as GivenAnswer
from assessment.domain.types import NodeScore, Scorecard
from assessment.domain.visibility import hidden_items, with_aliases
from assessment.models import Assessment
from packs.schema import Framework


@dataclass(frozen=True, slots=True)
class Held:
    """What a stored answer says, as the engine reads it."""

    question: str
    value: Any
    target: int | None
    not_applicable: bool
    is_proven: bool

    @property
    def is_settled(self) -> bool:
        """Whether the question needs no more work: answered or does not apply."""
        return self.not_applicable or self.value is not None


@dataclass(frozen=True, slots=True)
class Result:
    """Both scorecards of a run and what is stored of them."""

    card: Scorecard
    target_nodes: Mapping[str, NodeScore]
    summary: dict[str, Any]


def as_answers(held: Iterable[Held]) -> dict[str, GivenAnswer]:
    """Return the answers as the engine takes them."""
    return {
        row.question: GivenAnswer(value=row.value, not_applicable=row.not_applicable)
        for row in held
    }


def _targets(held: Iterable[Held]) -> dict[str, GivenAnswer]:
    """Return the answers with each target in place of its value."""
    return {
        row.question: GivenAnswer(
            value=row.value if row.target is None else row.target,
            not_applicable=row.not_applicable,
        )
        for row in held
    }


def shown_questions(framework: Framework, run: Assessment, given: Mapping[str, Any]) -> list[str]:
    """Return the questions of a run in reading order: those its facts show, or the express set."""
    hidden = hidden_items(framework, run.facts, given)
    return _shown(framework, hidden, is_express=run.is_express)


def _shown(framework: Framework, hidden: Collection[str], *, is_express: bool) -> list[str]:
    wanted = set(framework.express_questions) if is_express else None
    return [
        leaf.id
        for leaf in framework.leaves
        if leaf.id not in hidden and (wanted is None or leaf.id in wanted)
    ]


def compute(
    run: Assessment, framework: Framework, held: list[Held], *, with_cells: bool = False
) -> Result:
    """Return the scores of a run as its answers stand.

    Args:
        run: its facts, profile and kind decide what counts.
        framework: the release it was opened with.
        held: every stored answer of the run.
        with_cells: whether dimension x process cells are scored too.

    Raises:
        AnswerError: a stored answer does not fit its question.
    """
    given = prepare(framework, as_answers(held), run.profile or None, with_aliases(run.facts))
    with exact():
        nodes = score_nodes(given)
        aims = _aim(given, nodes, held)
    lines = aims[framework.root.id].contributions
    proven = {row.question for row in held if row.is_proven}
    card = read_card(given, nodes, evidence=evidence_share(lines, proven), with_cells=with_cells)
    shown = _shown(framework, given.hidden, is_express=run.is_express)
    settled = {row.question: row.is_settled for row in held}
    sections = find_sections(framework, set(shown))
    summary = summarize(card, aims, sections, settled, ENGINE_VERSION)
    return Result(card, aims, summary)


def _aim(given: Run, nodes: Mapping[str, NodeScore], held: list[Held]) -> Mapping[str, NodeScore]:
    """Return node scores with each target in place of its answer; items without one stay."""
    aimed = {row.question for row in held if row.target is not None and row.target != row.value}
    if not aimed:
        return nodes
    leaves = {name: node for name, node in nodes.items() if name not in aimed}
    return score_nodes(replace(given, answers=_targets(held)), leaves)


def apply(run: Assessment, result: Result) -> None:
    """Put a result into the fields of a run; the caller saves them."""
    parts = result.summary["sections"].values()
    run.scores = result.summary
    run.answered_count = sum(part["answered"] for part in parts)
    run.question_count = sum(part["questions"] for part in parts)
