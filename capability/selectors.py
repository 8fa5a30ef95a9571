"""Reads: runs, matrices and advice of a plant."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Exists, OuterRef

from assessment.domain.sealed import WHOLE
from assessment.models import Assessment, Snapshot
from assessment.selectors.result import RunResult
from capability.domain.advice import CatalogItem, PlantReadiness
from capability.models import CapabilityMatrix
from organizations.models import Plant
from packs.models import PackRelease, current_release
from packs.schema import InitiativeCatalog
from scoring.domain.matrix import Matrix, matrix_from_json


def plant_runs(plant: Plant) -> list[Assessment]:
    """Return the runs of a plant, the newest first, with their framework release."""
    rows = Assessment.objects.filter(plant=plant).select_related("framework")
    return list(rows.defer("framework__content").order_by("-created_at", "-pk"))


def frozen_matrices(runs: Sequence[Assessment]) -> dict[int, Matrix]:
    """Return the kept matrix of the valid seal of each run, by id of the run; one query.

    It is a copy of what the seal holds, small enough for pages that show many plants.
    """
    valid = Snapshot.objects.filter(
        assessment=OuterRef("assessment"), number=OuterRef("number"), withdrawal=None
    )
    rows = CapabilityMatrix.objects.filter(Exists(valid), assessment__in=runs)
    return {row.assessment_id: matrix_from_json(row.data) for row in rows}


def matrices(found: Sequence[RunResult]) -> list[Matrix]:
    """Return the matrix of each run, in their order.

    Seals of the first format hold no targets of cells; of those the kept matrix speaks, if there
    is one. One query if any of the seals is that old, else none.
    """
    old = [one.assessment for one in found if one.seal and one.seal.format < WHOLE]
    frozen = frozen_matrices(old) if old else {}
    return [frozen.get(one.assessment.pk, one.matrix) for one in found]


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


def situation(run: RunResult, settled: frozenset[str]) -> PlantReadiness:
    """Return where the plant stands, as the advice rule asks for it."""
    questions = run.framework.questions_by_id
    gate_questions = {name for name, question in questions.items() if question.gates}
    gate_questions |= {name for name, question in questions.items() if question.veto}
    scores = {name: run.current.nodes[name].score for name in run.dimensions}
    return PlantReadiness(
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
