"""What a person should know before signing a run: named here, never silently passed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checked:
    """One question of a run as it stands before the signature.

    Attributes:
        question: its id.
        level: answered level; None for other kinds of answers and without one.
        target: wanted level.
        is_settled: whether it is answered, or counts as one that does not apply.
        is_excluded: whether it counts as one that does not apply.
        evidence_from: level from which an answer has to be proven; None if never.
        verdicts: of each piece of evidence: accepted, refused, or None while nobody decided.
    """

    question: str
    level: int | None = None
    target: int | None = None
    is_settled: bool = True
    is_excluded: bool = False
    evidence_from: int | None = None
    verdicts: tuple[bool | None, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPoints:
    """Questions by what is open about them, in reading order.

    Attributes:
        unanswered: nobody answered them.
        unproven: their level asks for evidence, and none is accepted.
        unreviewed: evidence waits for its verdict.
        aimed_low: their target lies below their level.
    """

    unanswered: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    unreviewed: tuple[str, ...] = ()
    aimed_low: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many points there are; a question may have several."""
        parts = (self.unanswered, self.unproven, self.unreviewed, self.aimed_low)
        return sum(len(part) for part in parts)


def find_open_points(rows: Iterable[Checked]) -> OpenPoints:
    """Return what is open about a run: none of it forbids the signature, all of it is confirmed.

    Args:
        rows: every question that the run asks.

    Source: docs/method.md#sign-off
    """
    known = list(rows)
    counted = [row for row in known if not row.is_excluded]
    return OpenPoints(
        unanswered=tuple(row.question for row in known if not row.is_settled),
        unproven=tuple(name for name, is_proven in proofs(known).items() if not is_proven),
        unreviewed=tuple(row.question for row in counted if None in row.verdicts),
        aimed_low=tuple(row.question for row in counted if _is_aimed_low(row)),
    )


def proofs(rows: Iterable[Checked]) -> dict[str, bool]:
    """Return the questions whose level asks for evidence, and whether one piece of it is accepted.

    Args:
        rows: every question that the run asks; those that do not apply are left out.

    Source: docs/method.md#sign-off
    """
    return {row.question: True in row.verdicts for row in rows if _is_provable(row)}


def _is_provable(row: Checked) -> bool:
    if row.is_excluded or row.level is None or row.evidence_from is None:
        return False
    return row.level >= row.evidence_from


def _is_aimed_low(row: Checked) -> bool:
    return row.level is not None and row.target is not None and row.target < row.level
