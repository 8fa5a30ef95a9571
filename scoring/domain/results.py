"""From the answers of a run to its result: what saving, signing and reading share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from packs.schema.framework import Framework
from scoring.domain import engine as scoring
from scoring.domain.aggregation import Run, score_nodes
from scoring.domain.evidence import evidence_share
from scoring.domain.gaps import Gap, aimed_nodes, find_gaps
from scoring.domain.matrix import Matrix, bordered, build_matrix, dimension_ids, only_aimed
from scoring.domain.numbers import exact
from scoring.domain.scope import restored, set_aside
from scoring.domain.sections import find_sections
from scoring.domain.summary import summarize
from scoring.domain.types import Answer, Contribution, NodeScore, Scorecard, StoredAnswer
from scoring.domain.visibility import with_aliases


@dataclass(frozen=True, slots=True)
class Terms:
    """Under what a run is scored.

    Attributes:
        facts: facts of the plant, as the run keeps them.
        profile: weight profile; empty for packs without profiles.
        is_express: whether only what gates and vetoes rest on is asked.
    """

    facts: Mapping[str, Any]
    profile: str = ""
    is_express: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of a run.

    Attributes:
        current: scorecard of the answers.
        target: scorecard of the targets, see `Result`; None without cells.
        targets: the targets that count, by question.
        aimed: the nodes that have a target.
        summary: what the run stores of it.
    """

    current: Scorecard
    target: Scorecard | None
    targets: Mapping[str, Decimal]
    aimed: frozenset[str]
    summary: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that a run says, live or as it was locked.

    Attributes:
        engine_version: version of the rules that made it.
        answers: what was said, by question.
        current: scorecard of the answers.
        target: scores, levels and gates of the targets, without the lines that explain them;
            None when no target counts, or when the seal is of the first format.
        targets: the targets that count, by question.
        gaps: the open gaps, the most valuable first.
        matrix: dimensions by processes.
        summary: what the run's pages show in short.
    """

    engine_version: str
    answers: Mapping[str, StoredAnswer]
    current: Scorecard
    target: Scorecard | None
    targets: Mapping[str, Decimal]
    gaps: tuple[Gap, ...]
    matrix: Matrix
    summary: Mapping[str, Any]


def counted_targets(answers: Iterable[StoredAnswer], asked: Collection[str]) -> dict[str, Decimal]:
    """Return the targets that count, by question.

    A target counts where the run asks the question and it applies; it needs no answer beside it.

    Source: docs/method.md#gaps
    """
    return {
        row.question: Decimal(row.target)
        for row in answers
        if row.target is not None and not row.is_excluded and row.question in asked
    }


def score_run(
    framework: Framework,
    answers: Sequence[StoredAnswer],
    terms: Terms,
    *,
    with_cells: bool = False,
) -> Scored:
    """Return the scores of a run as its answers stand.

    Args:
        framework: the release it was opened with.
        answers: every stored answer of the run.
        terms: facts, profile and kind decide what counts.
        with_cells: whether cells and the scorecard of the targets are wanted too; saving an
            answer needs neither.

    Raises:
        AnswerError: a stored answer does not fit its question.
    """
    given = {row.question: _answer(row.value, row) for row in answers}
    run = scoring.prepare(framework, given, terms.profile or None, with_aliases(terms.facts))
    shown = _shown(framework, run.hidden, is_express=terms.is_express)
    targets = counted_targets(_as_counted(run, answers), set(shown))
    with exact():
        nodes = score_nodes(run)
        aims = _aim(run, nodes, targets)
    supported = {row.question for row in answers if row.has_evidence}
    share = evidence_share(_evidence_lines(run, nodes, supported), supported)
    aimed = aimed_nodes(framework, nodes, targets)
    current = scoring.read_whole(run, nodes, evidence=share, with_cells=with_cells)
    target = _bare(scoring.read_card(run, aims, evidence=share)) if with_cells and targets else None
    wanted = {name: aims[name].score for name in aimed}
    settled = {row.question: row.is_settled for row in answers}
    sections = find_sections(framework, set(shown))
    summary = summarize(current, wanted, sections, settled, scoring.ENGINE_VERSION)
    return Scored(current, target, targets, aimed, summary)


def make_result(
    framework: Framework,
    answers: Sequence[StoredAnswer],
    terms: Terms,
    *,
    previous: Matrix | None,
    is_provisional: bool,
    restated_from: str = "",
) -> Result:
    """Return the whole result of a run by the rules of today.

    Args:
        framework: the release it was opened with.
        answers: every stored answer of the run.
        terms: under what it is scored.
        previous: matrix of the run that was signed before it, under the same rules.
        is_provisional: whether the run is still under way.
        restated_from: release that run was signed under, where its answers were scored anew.

    Raises:
        AnswerError: a stored answer does not fit its question.
    """
    scored = score_run(framework, answers, terms, with_cells=True)
    matrix = build_matrix(
        dimension_ids(framework),
        scored.current,
        scored.target,
        previous=previous,
        is_provisional=is_provisional,
    )
    matrix = only_aimed(matrix, scored.aimed, framework.root.id)
    return Result(
        engine_version=scoring.ENGINE_VERSION,
        answers={row.question: row for row in answers},
        current=scored.current,
        target=scored.target,
        targets=scored.targets,
        gaps=find_gaps(framework, scored.current, scored.targets),
        matrix=bordered(
            replace(matrix, restated_from=restated_from if previous else ""),
            framework,
            scored.current,
        ),
        summary=scored.summary,
    )


def _answer(value: Any, row: StoredAnswer) -> Answer:
    return Answer(value=value, not_applicable=row.not_applicable, na_state=row.na_state)


def _as_counted(run: Run, answers: Iterable[StoredAnswer]) -> list[StoredAnswer]:
    """Return the answers in which a claim that still waits for an assessor changes nothing."""
    return [
        replace(row, not_applicable=False)
        if row.question in run.answers and not run.answers[row.question].not_applicable
        else row
        for row in answers
    ]


def _evidence_lines(
    run: Run, nodes: Mapping[str, NodeScore], supported: Collection[str]
) -> tuple[Contribution, ...]:
    """Return the lines that evidence is counted over: what does not apply costs none of it."""
    former = {
        item: answer
        for item, answer in set_aside(run).items()
        if item in supported and answer.value is not None
    }
    scores = restored(run, nodes, former) if former else nodes
    return scores[run.framework.root.id].contributions


def _shown(framework: Framework, hidden: Collection[str], *, is_express: bool) -> list[str]:
    """Return the questions of a run in reading order: those its facts show, or the express set."""
    wanted = set(framework.express_questions) if is_express else None
    return [
        leaf.id
        for leaf in framework.leaves
        if leaf.id not in hidden and (wanted is None or leaf.id in wanted)
    ]


def _bare(card: Scorecard) -> Scorecard:
    """Return a scorecard without its explanations: nobody asks why a target is what it is."""

    def node(score: NodeScore) -> NodeScore:
        return replace(
            score, applied_weights={}, contributions=(), level_scores={}, answered_levels={}
        )

    return replace(
        card,
        nodes={name: node(score) for name, score in card.nodes.items()},
        cells=tuple(replace(cell, weights={}, contributions=()) for cell in card.cells),
        elements=tuple(replace(group, weights={}) for group in card.elements),
        processes=tuple(replace(group, weights={}) for group in card.processes),
    )


def _aim(
    run: Run, nodes: Mapping[str, NodeScore], targets: Mapping[str, Decimal]
) -> Mapping[str, NodeScore]:
    """Return node scores with each target in place of its answer; items without one stay."""
    aimed = {
        question: Answer(value=target)
        for question, target in targets.items()
        if question not in run.answers or run.answers[question].value != target
    }
    if not aimed:
        return nodes
    leaves = {name: node for name, node in nodes.items() if name not in aimed}
    return score_nodes(replace(run, answers={**run.answers, **aimed}), leaves)
