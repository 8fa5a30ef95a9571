"""How much of a result rests on evidence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from scoring.domain.types import Contribution


def evidence_share(lines: Sequence[Contribution], supported: Collection[str]) -> Decimal:
    """Return the share of the scored weight that has evidence [0-1].

    Args:
        lines: contributions of the top node.
        supported: questions with at least one piece of evidence that no assessor refused.

    Returns:
        0 when nothing is scored.
    Source: docs/method.md#evidence
    """
    whole = sum((line.weight for line in lines), Decimal(0))
    held = sum((line.weight for line in lines if line.item in supported), Decimal(0))
    return held / whole if whole else Decimal(0)
