"""What the run signed before says, under the rules of the run it is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.domain.restating import is_newer, restate
from assessment.domain.sealed import read_matrix, read_result
from assessment.models import Assessment
from assessment.selectors.runs import framework_of, signed_before
from assessment.selectors.seals import valid_seals
from scoring.domain.matrix import Matrix, build_matrix, dimension_ids
from scoring.domain.results import Terms


@dataclass(frozen=True, slots=True)
class Earlier:
    """The run that was signed before another one, as that one may be compared with it.

    Attributes:
        run: the earlier run.
        matrix: what it says under the rules of the later run.
        restated_from: release it was signed under, where its answers were scored anew; else empty.
    """

    run: Assessment
    matrix: Matrix
    restated_from: str = ""


def earlier_runs(runs: Sequence[Assessment]) -> dict[int, Earlier]:
    """Return the run that was signed before each run, by id of the later one; two queries.

    Answers given under an older release of the same framework are scored under the newer one. The
    first run of a plant is missing, and so is one that cannot be compared: of another framework, of
    an older release than the one before it, or where the releases do not ask the same.

    Source: docs/method.md#restated
    """
    signed: dict[int, list[Assessment]] = defaultdict(list)
    rows = Assessment.objects.filter(
        plant__in={run.plant_id for run in runs}, state=Assessment.State.SIGNED_OFF
    )
    for row in rows.select_related("framework").defer("framework__content"):
        signed[row.plant_id].append(row)
    before = {run.pk: signed_before(run, signed[run.plant_id]) for run in runs}
    needed = {run.pk: run for run in before.values() if run}
    if not needed:
        return {}
    seals = valid_seals(list(needed.values()))
    found = {}
    for run in runs:
        old = before[run.pk]
        if old and old.pk in seals:
            _seal, data = seals[old.pk]
            earlier = _compared(run, old, data)
            if earlier:
                found[run.pk] = earlier
    return found


def _compared(run: Assessment, old: Assessment, data: Mapping[str, Any]) -> Earlier | None:
    older, newer = framework_of(old.framework), framework_of(run.framework)
    if old.framework_id == run.framework_id:
        return Earlier(old, read_matrix(data, older))
    if newer.id != older.id or not is_newer(newer.version, older.version):
        return None
    terms = Terms(data["run"]["facts"], data["run"]["profile"], old.is_express)
    found = restate(older, newer, read_result(data, older).answers, terms)
    if found.lost or found.added:
        return None
    matrix = build_matrix(dimension_ids(newer), found.card, None)
    return Earlier(old, matrix, older.version)
