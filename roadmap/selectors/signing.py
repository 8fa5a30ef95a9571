"""Reads: what is signed of a milestone, and who stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from assessment.domain.sealing import fits, seal
from charts.timeline import MilestoneState
from organizations.models import Organization
from roadmap.domain.signing import SideStanding, Signature, is_signed, standing_of
from roadmap.models import Milestone, MilestoneSignature


@dataclass(frozen=True, slots=True)
class SignedSide:
    """One side of a milestone.

    Attributes:
        side: business or it.
        label: its name in the reader's language.
        standing: what its signature is worth now.
        newest: the signature that counts, or the one that an edit broke; None if it never signed.
        is_altered: a record of it was changed outside the product, and counts as nothing.
    """

    side: str
    label: str
    standing: SideStanding
    newest: MilestoneSignature | None
    is_altered: bool = False


def content_of(row: Milestone) -> dict[str, Any]:
    """Return what a signature stands for: the words as typed, not their second language."""
    return {
        "initiative": row.initiative.title.get("en", ""),
        "title": row.title,
        "due_on": row.due_on.isoformat(),
        "acceptance": row.acceptance,
        "reached_on": row.reached_on.isoformat() if row.reached_on else None,
    }


def digest_of(row: Milestone) -> str:
    """Return the hash of a milestone as it is now."""
    return seal(content_of(row))


def given(row: Milestone) -> list[Signature]:
    """Return every signature of a milestone as the rules see it; one that was altered is none."""
    return [
        Signature(one.side, one.digest, one.signed_by_id)
        for one in row.signatures.all()
        if not is_altered(one)
    ]


def is_altered(row: MilestoneSignature) -> bool:
    """Tell whether a signature was changed outside the product: its check sum does not fit."""
    return not fits(row.content, row.digest)


def altered(organization: Organization) -> list[str]:
    """Return the signatures of an organization that were altered, for the audit."""
    rows = MilestoneSignature.objects.filter(
        milestone__initiative__roadmap__plant__organization=organization
    )
    return [
        f"signature {row.pk} of milestone {row.milestone_id}" for row in rows if is_altered(row)
    ]


def is_accepted(row: Milestone) -> bool:
    """Tell whether both sides signed a milestone as it is now."""
    return is_signed(given(row), digest_of(row))


def state_of(row: Milestone) -> MilestoneState:
    """Return how far a milestone is."""
    if row.reached_on is None:
        return "open"
    return "signed" if is_accepted(row) else "reached"


def sides_of(row: Milestone) -> list[SignedSide]:
    """Return both sides with what their signatures are worth."""
    digest, known = digest_of(row), given(row)
    sides = []
    for side, label in MilestoneSignature.Side.choices:
        every = [one for one in row.signatures.all() if one.side == side]
        own = [one for one in every if not is_altered(one)]
        same = [one for one in own if one.digest == digest]
        newest = (same or own)[-1] if own else None
        standing = standing_of(side, known, digest)
        sides.append(SignedSide(side, str(label), standing, newest, len(own) < len(every)))
    return sides
