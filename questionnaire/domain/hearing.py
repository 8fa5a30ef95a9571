"""What several answers of people to one question come to, whatever kind of answer it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.domain.agreement import lower_weighted_median, within_group
from scoring.domain.confidence import DEFAULT_RULE
from scoring.domain.undefined import Undefined

ZERO, ONE = Decimal(0), Decimal(1)
LEAST = 3  # voices, from which agreement within a group is told


@dataclass(frozen=True, slots=True)
class Heard:
    """What one person says.

    Attributes:
        value: the answer; None where it does not apply to them, or they have not spoken.
        points: what it is worth, None with `value`.
        not_applicable: whether they say that the question does not apply.
        reason: why not.
        target: the level they aim at.
    """

    value: Any = None
    points: Decimal | None = None
    not_applicable: bool = False
    reason: str = ""
    target: int | None = None

    @property
    def has_spoken(self) -> bool:
        """Whether they say anything."""
        return self.not_applicable or self.value is not None


def middle(heard: Sequence[Heard]) -> Heard | None:
    """Return the answer in the middle: the lower median by what the answers are worth.

    "Does not apply" is the outcome only where everybody says so: one who can answer shows that it
    does. The target is the lower median of the targets.

    Args:
        heard: what people say; those who say nothing are passed over.

    Returns:
        None where nobody says anything.
    Source: docs/method.md#voices
    """
    spoken = [one for one in heard if one.has_spoken]
    if not spoken:
        return None
    rated = [one for one in spoken if one.points is not None]
    target = _median([Decimal(one.target) for one in spoken if one.target is not None])
    aim = None if target is None else int(target)
    if not rated:
        reasons = dict.fromkeys(one.reason for one in spoken)
        return Heard(not_applicable=True, reason="\n".join(reasons)[:1000], target=aim)
    points = _median([one.points for one in rated if one.points is not None])
    chosen = next(one for one in rated if one.points == points)
    return Heard(value=chosen.value, points=chosen.points, target=aim)


def must_agree(heard: Sequence[Heard], options: int | None = None) -> bool:
    """Tell whether people have to talk before an answer stands.

    They are two steps apart, agree too little among three or more, or are not of one mind whether the
    question applies. Without steps any difference has to be talked about.

    Args:
        heard: what people say.
        options: how many steps the question offers, one apart; None where it offers none.
    Source: docs/method.md#voices
    """
    spoken = [one for one in heard if one.has_spoken]
    points = [one.points for one in spoken if one.points is not None]
    if points and len(points) < len(spoken):
        return True
    apart = max(points) - min(points) if points else ZERO
    if options is None:
        return apart > ZERO
    agreed = within_group(points, options) if len(points) >= LEAST else None
    is_loose = isinstance(agreed, Decimal) and agreed < DEFAULT_RULE.agreed
    return apart >= DEFAULT_RULE.far or is_loose


def _median(values: list[Decimal]) -> Decimal | None:
    found = lower_weighted_median((value, ONE) for value in values)
    return None if isinstance(found, Undefined) else found
