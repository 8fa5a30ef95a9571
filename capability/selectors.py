"""Reads: runs, matrices, gaps and advice of a plant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.domain.proof import evidence_share
from assessment.domain.scoring import ENGINE_VERSION, score
from assessment.domain.types import Answer as GivenAnswer
from assessment.domain.types import Scorecard
from assessment.models import Answer, Assessment, Evidence
from assessment.selectors import previous_signed
from capability.domain.advice import CatalogItem, Situation
from capability.domain.gaps import Gap, gaps
from capability.domain.matrix import Matrix, build_matrix, matrix_from_json
from capability.models import CapabilityMatrix
from organizations.models import Plant
from packs.models import PackRelease, current_release
from packs.schema import Framework, InitiativeCatalog

# question, value, target, not applicable
AnswerRow = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One run with its two scorecards: by agreed levels, and by targets where there are any."""

    assessment: Assessment
    framework: Framework
    current: Scorecard
    target: Scorecard | None
    targets: Mapping[str, Decimal | None]
    values: Mapping[str, object]

    @property
    def is_provisional(self) -> bool:
        """Whether the run is not signed off yet."""
        return self.assessment.state != Assessment.State.SIGNED_OFF

    @property
    def engine_version(self) -> str:
        """Version of the engine that made the scores."""
        return ENGINE_VERSION

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Ids of the dimensions in reading order."""
        return dimension_ids(self.framework)


def dimension_ids(framework: Framework) -> tuple[str, ...]:
    """Return the groups directly below the top of a framework that carry a score."""
    return tuple(node.id for node in framework.root.children if framework.rule_of(node) != "none")


def plant_runs(plant: Plant) -> list[Assessment]:
    """Return the runs of a plant, the newest first, with their framework release."""
    rows = Assessment.objects.filter(plant=plant).select_related("framework")
    return list(rows.defer("framework__content").order_by("-created_at", "-pk"))


def load_run(assessment: Assessment) -> Run:
    """Score one run; see `load_runs`."""
    return load_runs([assessment])[0]


def load_runs(assessments: Sequence[Assessment]) -> list[Run]:
    """Score runs by their answers and by their targets; two queries besides the cached packs."""
    answers: dict[int, list[AnswerRow]] = defaultdict(list)
    rows = Answer.objects.filter(assessment__in=assessments).values_list(
        "assessment", "question", "value", "target", "not_applicable"
    )
    for run, *row in rows:
        answers[run].append(tuple(row))
    proven: dict[int, set[str]] = defaultdict(set)
    held = Evidence.objects.filter(answer__assessment__in=assessments).exclude(is_accepted=False)
    for run, question in held.values_list("answer__assessment", "answer__question"):
        proven[run].add(question)
    return [_scored(one, answers[one.pk], proven[one.pk]) for one in assessments]


def _scored(assessment: Assessment, rows: list[AnswerRow], proven: set[str]) -> Run:
    framework = assessment.framework.read(Framework)
    given: dict[str, GivenAnswer] = {}
    targets: dict[str, Decimal | None] = {}
    for question, value, wish, not_applicable in rows:
        given[question] = GivenAnswer(value=value, not_applicable=not_applicable)
        targets[question] = None if wish is None else Decimal(wish)
    wanted = {
        question: answer
        if answer.not_applicable or targets[question] is None
        else GivenAnswer(value=targets[question])
        for question, answer in given.items()
    }
    profile = assessment.profile or None
    facts = assessment.facts
    target = score(framework, wanted, profile=profile, facts=facts)
    # Both cards carry the same weights, so the share of one is that of the other.
    evidence = evidence_share(target.total.contributions, proven)
    current = score(framework, given, profile=profile, facts=facts, evidence=evidence)
    return Run(
        assessment=assessment,
        framework=framework,
        current=current,
        target=target if any(wish is not None for wish in targets.values()) else None,
        targets=targets,
        values={question: answer.value for question, answer in given.items()},
    )


def stored_matrix(assessment: Assessment) -> Matrix | None:
    """Return the frozen matrix of a signed-off run, None when there is none."""
    row = CapabilityMatrix.objects.filter(assessment=assessment).first()
    return matrix_from_json(row.data) if row else None


def live_matrix(run: Run) -> Matrix:
    """Return the matrix of a run as it stands now, with the change since the last signed one."""
    before = previous_signed(run.assessment)
    return build_matrix(
        run.dimensions,
        run.current,
        run.target,
        previous=stored_matrix(before) if before else None,
        is_provisional=run.is_provisional,
    )


def frozen_matrices(runs: Sequence[int]) -> dict[int, Matrix]:
    """Return the frozen matrices of some runs by id of the run; one query."""
    rows = CapabilityMatrix.objects.filter(assessment__in=runs)
    return {row.assessment_id: matrix_from_json(row.data) for row in rows}


def open_gaps(run: Run) -> tuple[Gap, ...]:
    """Return the gaps of a run, the most valuable first."""
    return gaps(run.current, run.dimensions, run.targets)


def plant_size(headcount: int) -> str:
    """Return the size class of the catalog: small below 200 people, large above 1000."""
    return "small" if headcount < 200 else "mid" if headcount <= 1000 else "large"


def catalog_release() -> PackRelease:
    """Return the current release of the initiative catalog."""
    return current_release(PackRelease.Kind.INITIATIVES)


def catalog_items(catalog: InitiativeCatalog, size: str) -> dict[str, CatalogItem]:
    """Return the catalog for a plant size, by id."""
    caps = {phase.id: Decimal(phase.level_cap) for phase in catalog.phases}
    return {
        item.id: CatalogItem(
            id=item.id,
            phase=item.phase,
            cap=caps[item.phase],
            lifts=dict(item.lifts),
            prerequisites=item.prerequisites,
            conditions={name: Decimal(level) for name, level in item.conditions.items()},
            cost=item.cost_usd[size],
            duration=item.duration_months,
            run_cost_percent=item.run_cost_pct_per_year,
        )
        for item in catalog.initiatives
    }


def situation(run: Run, settled: frozenset[str]) -> Situation:
    """Return where the plant stands, as the advice rule asks for it."""
    questions = run.framework.questions_by_id
    gate_questions = {name for name, question in questions.items() if question.gates}
    gate_questions |= {name for name, question in questions.items() if question.veto}
    scores = {name: run.current.nodes[name].score for name in run.dimensions}
    return Situation(
        links={name: question.initiatives for name, question in questions.items()},
        levels={
            line.item: line.value
            for name in run.dimensions
            for line in run.current.nodes[name].contributions
        },
        dimension_scores={name: value for name, value in scores.items() if value is not None},
        dimension_weights=run.current.total.applied_weights,
        gate_questions=frozenset(gate_questions),
        settled=settled,
    )
