"""The valid signatures of runs and what they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
    signed = [run.pk for run in runs if run.state == Assessment.State.SIGNED_OFF]
    if not signed:
        return {}
    rows = Snapshot.objects.filter(assessment__in=signed, withdrawal=None)
    names = ("id", "number", "sha256", "locked_at", "data")
    return {
        row["assessment_id"]: (
            Seal(row["id"], row["number"], row["data"]["format"], row["sha256"], row["locked_at"]),
            row["data"],
        )
        for row in rows.values("assessment_id", *names)
    }
