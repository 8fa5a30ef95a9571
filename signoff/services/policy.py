"""Saying what an organization asks of a signature."""

from __future__ import annotations

from django.db import transaction

from core.errors import StaleVersionError
from organizations.models import Organization, User
from organizations.services import audit
from questionnaire.services.writing import write
from signoff.models import SignaturePolicy
from signoff.selectors.policy import policy_of

FIELDS = ("signers", "challenged")


@transaction.atomic
def set_policy(
    *, organization: Organization, signers: int, challenged: int, expected: int, by: User
) -> SignaturePolicy:
    """Say how many people sign a run and how many answers are drawn; signed runs stay as they are.

    Args:
        organization: whose runs.
        signers: 1 or 2.
        challenged: how many answers are drawn [0-20]; a draw that was made stays.
        expected: version that was seen, 0 where nothing was said so far.
        by: who says so.

    Raises:
        StaleVersionError: somebody else said something since.
        ValidationError: by field.
    """
    Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    row = policy_of(organization.pk)
    if row.version != expected:
        message = "somebody else changed the policy in the meantime"
        raise StaleVersionError(message)
    before = {name: getattr(row, name) for name in FIELDS}
    after = {"signers": signers, "challenged": challenged}
    write(row, after)
    changes = audit.difference(before, after)
    audit.record(
        by=by, verb="signature_policy.set", target=row, changes=changes, organization=organization
    )
    return row
