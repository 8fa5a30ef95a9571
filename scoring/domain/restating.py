"""Earlier answers under the rules of a newer release, so that two runs can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from core.errors import RuleError
from packs.schema.framework import Framework
from scoring.domain.matrix import Matrix, build_matrix, dimension_ids
from scoring.domain.results import Terms, score_run
from scoring.domain.types import StoredAnswer


def is_newer(release: str, other: str) -> bool:
    """Return whether a release came after another one: "1.10.0" after "1.9.0"."""
    return _parts(release) > _parts(other)


def _parts(release: str) -> list[tuple[int, str]]:
    """Return a release as numbers and words that sort in their order."""
    found = re.findall(r"\d+|[^\d.]+", release)
    return [(int(part), "") if part.isdigit() else (0, part) for part in found]


def restate(framework: Framework, answers: Sequence[StoredAnswer], terms: Terms) -> Matrix | None:
    """Return what signed answers would have said under the rules of a newer release.

    What was signed as "does not apply" counts as accepted: somebody stood for it.

    Args:
        framework: the newer release of the same framework.
        answers: every answer of the earlier run, as it was sealed.
        terms: facts, profile and kind of the earlier run.

    Returns:
        The matrix of the earlier run; None when the newer release does not take its answers, so
        that no difference can be told.
    Source: docs/method.md#restated
    """
    taken = [
        replace(row, na_state="accepted") if row.not_applicable else row
        for row in answers
        if row.value is not None or row.not_applicable or row.target is not None
    ]
    try:
        scored = score_run(framework, taken, terms, with_cells=True)
    except RuleError:
        return None
    return build_matrix(dimension_ids(framework), scored.current, scored.target)
