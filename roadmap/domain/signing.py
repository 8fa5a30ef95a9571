"""Whether both sides stand behind a milestone as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

BUSINESS, IT = "business", "it"
SIDES = (BUSINESS, IT)


class SideStanding(StrEnum):
    """What a side's signature is worth."""

    OPEN = "open"
    SIGNED = "signed"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Signature:
    """What one side signed, as the rules see it.

    Attributes:
        side: business or it.
        digest: hash of what was signed, 64 hex digits.
        person: id of who signed; None once the account is gone.
    """

    side: str
    digest: str
    person: int | None = None


def standing_of(side: str, signatures: Iterable[Signature], digest: str) -> SideStanding:
    """Return what a side's signatures are worth for a milestone as it is now.

    Args:
        side: business or it.
        signatures: all that were ever given for the milestone, in any order.
        digest: hash of the milestone as it is now.

    Returns:
        Signed where the side signed exactly this, broken where it signed something else only, open
        where it never signed.

    Source: docs/method.md#signed-milestones.
    """
    given = {one.digest for one in signatures if one.side == side}
    if digest in given:
        return SideStanding.SIGNED
    return SideStanding.BROKEN if given else SideStanding.OPEN


def is_signed(signatures: Iterable[Signature], digest: str) -> bool:
    """Tell whether both sides signed a milestone as it is now."""
    known = list(signatures)
    return all(standing_of(side, known, digest) is SideStanding.SIGNED for side in SIDES)


def is_other_side(side: str, person: int, signatures: Iterable[Signature], digest: str) -> bool:
    """Tell whether a person already signed the same for the other side: two sides are two people."""
    return any(
        one.side != side and one.digest == digest and one.person == person for one in signatures
    )
