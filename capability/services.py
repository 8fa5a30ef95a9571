"""Writes: freezing the matrix of a signed-off run."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction

from assessment.domain.scoring import ENGINE_VERSION
from assessment.models import Assessment
from assessment.selectors import previous_signed
from capability.domain.matrix import Matrix, matrix_from_json
from capability.models import CapabilityMatrix
from capability.selectors import live_matrix, load_run
from core import clock
from core.errors import StateError
from organizations.models import User
from organizations.services import audit


@transaction.atomic
def freeze_matrix(*, assessment: Assessment, by: User | None) -> Matrix:
    """Store the matrix of a signed-off run; a frozen one is returned as it is.

    Args:
        assessment: a signed-off run; earlier signed runs are frozen first, so that the change
            since the last run is the same whenever this happens.
        by: who signed off; None when the system catches up.

    Raises:
        StateError: the run is not signed off.
    """
    if assessment.state != Assessment.State.SIGNED_OFF:
        message = "only a signed-off run has a frozen matrix"
        raise StateError(message)
    found = CapabilityMatrix.objects.filter(assessment=assessment).first()
    if found:
        return matrix_from_json(found.data)
    before = previous_signed(assessment)
    if before:
        freeze_matrix(assessment=before, by=by)
    matrix = live_matrix(load_run(assessment))
    data = matrix.as_json()
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    row = CapabilityMatrix.objects.create(
        plant=assessment.plant,
        assessment=assessment,
        data=data,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        engine_version=ENGINE_VERSION,
        pack_digest=assessment.framework.digest,
        frozen_at=clock.now(),
    )
    audit.record(
        by=by,
        verb="matrix.frozen",
        target=row,
        plant=assessment.plant,
        changes={"sha256": ["", row.sha256]},
    )
    return matrix
