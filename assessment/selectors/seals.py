"""The valid signatures of runs and what they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, JSONField, Q, Value, When

from assessment.models import Assessment, Snapshot


@dataclass(frozen=True, slots=True)
class Seal:
    """The valid signature of a run: which row holds it, and under what it was made."""

    id: int
    number: int
    format: int
    sha256: str
    locked_at: dt.datetime


def valid_seals(runs: Sequence[Assessment]) -> dict[int, tuple[Seal, Mapping[str, Any]]]:
    """Return the valid seal of each run with what it holds; runs without one are missing."""
    return {key: (seal, data) for key, (seal, data) in new_seals(runs, ()).items() if data}


def new_seals(
    runs: Sequence[Assessment], known: Collection[Seal]
) -> dict[int, tuple[Seal, Mapping[str, Any] | None]]:
    """Return the valid seal of each run, with what it holds if it is none of the known ones.

    What a seal holds never changes and is large: a known one stays in the database. One query.
    """
    signed = [run.pk for run in runs if run.state == Assessment.State.SIGNED_OFF]
    if not signed:
        return {}
    held: Any = F("data")
    if known:
        same = Q()
        for seal in known:
            same |= Q(pk=seal.id, sha256=seal.sha256)
        nothing = Value(None, output_field=JSONField())
        held = Case(When(same, then=nothing), default=held, output_field=JSONField())
    by_id = {seal.id: seal for seal in known}
    rows = Snapshot.objects.filter(assessment__in=signed, withdrawal=None).annotate(held=held)
    found: dict[int, tuple[Seal, Mapping[str, Any] | None]] = {}
    for key, pk, number, sha256, locked_at, data in rows.values_list(
        "assessment_id", "id", "number", "sha256", "locked_at", "held"
    ):
        seal = Seal(pk, number, data["format"], sha256, locked_at) if data else by_id[pk]
        found[key] = seal, data
    return found
