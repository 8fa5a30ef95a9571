"""Reads: runs and matrices of a plant, the catalog of initiatives in force."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language

from assessment.domain.card_data import stored_ranges
from assessment.domain.sealed import WHOLE
from assessment.models import Assessment, Snapshot
from assessment.selectors.result import RunResult
from assessment.selectors.runs import framework_of
from capability.models import CapabilityMatrix
from organizations.models import Plant
from packs.models import PackRelease, current_release
from packs.schema import Framework
from scoring.domain.matrix import (
    Matrix,
    bordered,
    dimension_ids,
    matrix_from_json,
    with_ranges,
)


def plant_runs(plant: Plant) -> list[Assessment]:
    """Return the runs of a plant, the newest first, with their framework release."""
    rows = Assessment.objects.filter(plant=plant).select_related("framework")
    return list(rows.defer("framework__content").order_by("-created_at", "-pk"))


def frozen_matrices(runs: Sequence[Assessment]) -> dict[int, Matrix]:
    """Return the kept matrix of the valid seal of each run, by id of the run; one query.

    It is a copy of what the seal holds, small enough for pages that show many plants. It does not
    hold between what a score lies: that is said by the scores that the run keeps.
    """
    valid = Snapshot.objects.filter(
        assessment=OuterRef("assessment"), number=OuterRef("number"), withdrawal=None
    )
    rows = CapabilityMatrix.objects.filter(Exists(valid), assessment__in=runs)
    known = {run.pk: run for run in runs}
    return {
        row.assessment_id: _ranged(known[row.assessment_id], matrix_from_json(row.data))
        for row in rows
    }


def _ranged(run: Assessment, matrix: Matrix) -> Matrix:
    framework = framework_of(run.framework)
    return with_ranges(matrix, framework, stored_ranges(run.scores, framework.root.id), {})


def matrices(found: Sequence[RunResult]) -> list[Matrix]:
    """Return the matrix of each run, in their order.

    Seals of the first format hold no targets of cells; of those the kept matrix speaks, if there
    is one. One query if any of the seals is that old, else none.
    """
    old = [one.assessment for one in found if one.seal and one.seal.format < WHOLE]
    frozen = frozen_matrices(old) if old else {}
    return [
        bordered(frozen[one.assessment.pk], one.framework, one.current)
        if one.assessment.pk in frozen
        else one.matrix
        for one in found
    ]


def catalog_release() -> PackRelease:
    """Return the current release of the initiative catalog."""
    return current_release(PackRelease.Kind.INITIATIVES)


def dimension_choices() -> list[tuple[str, str]]:
    """Return id and name of the capability dimensions in the reader's language."""
    try:
        framework = current_release(PackRelease.Kind.FRAMEWORK).read(Framework)
    except PackRelease.DoesNotExist:
        return []
    language = get_language() or "en"
    titles = {name: framework.nodes[name].title for name in dimension_ids(framework)}
    return [
        (name, title.in_language(language) if title else name) for name, title in titles.items()
    ]
