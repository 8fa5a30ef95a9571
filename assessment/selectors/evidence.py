"""Which evidence counts: the one place that decides what supports an answer."""

from __future__ import annotations

from functools import cache

from django.db.models import Exists, OuterRef, QuerySet

from assessment.models import Answer, Evidence


def counting(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Return of some evidence what supports its answer: all but what an assessor refused.

    Source: docs/method.md#evidence
    """
    return rows.exclude(is_accepted=False)


@cache
def _has_evidence() -> Exists:
    # Whoever asks has read the run in its scope: joining its plant once more for every answer
    # would only make the busiest query of the product dearer.
    rows = Evidence._base_manager.filter(answer=OuterRef("pk"))  # noqa: SLF001 -- see above
    return Exists(counting(rows))


def with_evidence(rows: QuerySet[Answer]) -> QuerySet[Answer]:
    """Return answers that each know whether evidence supports them, as `has_evidence`."""
    return rows.annotate(has_evidence=_has_evidence())
