"""Writes: keeping the matrix of a signed run."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef

from assessment.domain.sealed import WHOLE
from assessment.domain.sealing import seal
from assessment.models import Assessment, Snapshot
from assessment.selectors.result import RunResult, result, terms_of
from capability.models import CapabilityMatrix
from core import clock
from core.errors import StateError
from organizations.models import User
from organizations.services import audit
from scoring.domain import engine as scoring
from scoring.domain.matrix import Matrix, matrix_from_json, only_aimed, with_targets
from scoring.domain.results import score_run


@transaction.atomic
def freeze_matrix(*, assessment: Assessment, by: User | None) -> Matrix:
    """Keep the matrix of a signed run as its seal holds it; a second time changes nothing.

    Args:
        assessment: a signed run.
        by: who signed; None when the system catches up.

    Raises:
        StateError: the run is not signed off.
    """
    found = result(assessment)
    if found.seal is None:
        message = "only a signed run has a matrix to keep"
        raise StateError(message)
    kept = CapabilityMatrix.objects.filter(assessment=assessment, number=found.seal.number).first()
    if kept:
        return matrix_from_json(kept.data)
    matrix = _sealed(found)
    data = matrix.as_json()
    row = CapabilityMatrix(
        plant=assessment.plant,
        assessment=assessment,
        number=found.seal.number,
        data=data,
        sha256=seal(data),
        engine_version=found.engine_version,
        pack_digest=assessment.framework.digest,
        frozen_at=clock.now(),
    )
    row.full_clean()
    row.save(force_insert=True)
    audit.record(
        by=by,
        verb="matrix.frozen",
        target=row,
        plant=assessment.plant,
        changes={"sha256": ["", row.sha256]},
    )
    return matrix


def _sealed(found: RunResult) -> Matrix:
    """Return the matrix of a seal.

    Seals of the first format hold no targets of cells: the rules that made them still give those,
    as long as the installed ones score like them; after that the seal's summary must do.
    """
    is_whole = found.seal is None or found.seal.format >= WHOLE
    if is_whole or not scoring.gives_scores_of(found.engine_version):
        return found.matrix
    answers, terms = list(found.answers.values()), terms_of(found.assessment)
    scored = score_run(found.framework, answers, terms, with_cells=True)
    if scored.target is None:
        return found.matrix
    matrix = with_targets(found.matrix, scored.target)
    return only_aimed(matrix, scored.aimed, found.framework.root.id)


def freeze_missing() -> int:
    """Keep the matrix of every signed run in scope that has none, in the system's name.

    Returns:
        How many were kept now.
    """
    kept = CapabilityMatrix.objects.filter(
        assessment=OuterRef("assessment"), number=OuterRef("number")
    )
    seals = Snapshot.objects.filter(~Exists(kept), withdrawal=None)
    runs = list(
        Assessment.objects.filter(pk__in=seals.values("assessment"))
        .select_related("framework", "plant")
        .defer("framework__content")
        .order_by("signed_off_at", "pk")
    )
    for run in runs:
        freeze_matrix(assessment=run, by=None)
    return len(runs)
