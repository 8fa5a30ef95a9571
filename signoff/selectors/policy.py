"""What an organization asks of a signature."""

from __future__ import annotations

from signoff.models import SignaturePolicy

UNSEEN = 0


def policy_of(organization_id: int) -> SignaturePolicy:
    """Return what an organization asks, what holds without a word where nobody said anything.

    One query. A row that is not stored has the version UNSEEN.
    """
    row = SignaturePolicy.objects.filter(organization_id=organization_id).first()
    return row or SignaturePolicy(organization_id=organization_id, version=UNSEEN)
