"""The answers of a run that are looked at again before it is signed: drawn by chance, then judged."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

BITS = 53  # as many as a float keeps


@dataclass(frozen=True, slots=True)
class Drawable:
    """An answered question that may be drawn.

    Attributes:
        question: its id.
        weight: share of the question in the overall score [0-1].
        level: what its answer is worth, on the scale of the score.
    """

    question: str
    weight: Decimal
    level: Decimal

    @property
    def chance(self) -> float:
        """How often it is drawn first, in proportion to the others; never below zero."""
        return max(0.0, float(self.weight * self.level))


@dataclass(frozen=True, slots=True)
class Challenged:
    """A drawn answer and what was found.

    Attributes:
        question: its id.
        stands: whether whoever looked found it proven; None while nobody has.
        is_as_drawn: whether the answer is still the one that was drawn.
    """

    question: str
    stands: bool | None = None
    is_as_drawn: bool = True

    @property
    def stood(self) -> bool:
        """Whether it was found to be true and was not changed."""
        return self.stands is True and self.is_as_drawn


@dataclass(frozen=True, slots=True)
class ChallengeOutcome:
    """How many answers were drawn, how many of them stood, how many nobody has looked at yet."""

    drawn: int
    stood: int
    waiting: int


def seed_of(run: int, fingerprint: str, secret: str) -> str:
    """Return the seed of a draw: nobody can choose it, everybody can compute it afterwards.

    Args:
        run: number of the run.
        fingerprint: of the answers as they were handed in, hexadecimal.
        secret: made by chance at the moment of the draw, hexadecimal.

    Returns:
        64 hexadecimal digits.
    Source: docs/method.md#challenge
    """
    return hashlib.sha256(f"{run}/{fingerprint}/{secret}".encode()).hexdigest()


def draw(rows: Iterable[Drawable], count: int, seed: str) -> tuple[str, ...]:
    """Draw questions without putting any back, each by its weight × level.

    Every question has a number u of its own from the seed, even over 0 to 1; the questions with the
    greatest u^(1/w) are drawn, w = weight × level. So the first one is w / Σw often question w. What
    has w = 0 comes after all others, in the order of its u.

    Args:
        rows: the answered questions, in any order; each once.
        count: how many are drawn [>= 0]; where there are fewer, all are.
        seed: of `seed_of`; the same draws the same.

    Returns:
        Ids in the order in which they were drawn.
    Source: docs/method.md#challenge (Efraimidis and Spirakis 2006, algorithm A-Res)
    """
    ordered = sorted(rows, key=lambda row: _place(row, seed))
    return tuple(row.question for row in ordered[: max(0, count)])


def _place(row: Drawable, seed: str) -> tuple[bool, float, str]:
    """Return where a question comes: −ln(u) / w is smallest where u^(1/w) is greatest."""
    digest = hashlib.sha256(f"{seed}/{row.question}".encode()).digest()
    number = int.from_bytes(digest[:8], "big") >> (64 - BITS)
    wait = -math.log((number + 0.5) / 2**BITS)
    chance = row.chance
    return chance == 0, wait / chance if chance else wait, row.question


def outcome(answers: Iterable[Challenged]) -> ChallengeOutcome:
    """Count what became of the drawn answers.

    An answer that was changed since it was drawn did not stand, whatever is said of the new one.

    Source: docs/method.md#challenge
    """
    known = list(answers)
    return ChallengeOutcome(
        drawn=len(known),
        stood=sum(1 for one in known if one.stood),
        waiting=sum(1 for one in known if one.stands is None),
    )
