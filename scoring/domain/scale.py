"""Whether the scores of a framework are steps of a scale of levels, or points."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from packs.schema.answers import AnswerType, BandAnswer, ClausesAnswer, SingleAnswer
from packs.schema.framework import Framework
from scoring.domain.numbers import settled

MOST_STEPS = 10  # a scale with more steps is one of points


def whole_level(score: Decimal | None, *, is_levelled: bool) -> int | None:
    """Return a score rounded down to a level; None where scores are no levels.

    Source: docs/method.md#levels
    """
    return int(settled(score)) if is_levelled and score is not None else None


@lru_cache(maxsize=128)
def is_levelled(framework: Framework, profile: str | None) -> bool:
    """Return whether a score of 3 reads as level 3: every item is answered on the same steps.

    Steps are whole numbers one apart, at most ten above the lowest; items, groups and the top are
    not rescaled to points.
    """
    tops = {_top_step(framework.answer_of(leaf)) for leaf in framework.leaves}
    if len(tops) != 1:
        return False
    top = tops.pop()
    return top is not None and framework.maximum_of(framework.root, profile) == top


def _top_step(kind: AnswerType) -> Decimal | None:
    if isinstance(kind, ClausesAnswer):
        return kind.maximum if max(kind.values) == 1 else None
    values = None
    if isinstance(kind, BandAnswer):
        values = sorted(kind.steps)
    elif isinstance(kind, SingleAnswer):
        values = sorted({option.value for option in kind.options.values()})
    if values is None or len(values) > MOST_STEPS + 1 or values[0] not in (0, 1):
        return None
    steps = [values[0] + place for place in range(len(values))]
    return values[-1] if values == steps else None
