"""Draws and outcomes that somebody changed outside the product."""

from __future__ import annotations

from organizations.models import Organization
from signoff.domain.challenge import seed_of
from signoff.models import ChallengeDraw, KeptChallenge


def altered(organization: Organization) -> list[str]:
    """Return the draws whose seed does not fit, and the outcomes that do not add up, for the audit."""
    draws = ChallengeDraw.objects.filter(assessment__plant__organization=organization)
    kept = KeptChallenge.objects.filter(snapshot__assessment__plant__organization=organization)
    return [
        *(f"draw {row.pk} of run {row.assessment_id}" for row in draws if not _is_drawn(row)),
        *(f"outcome {row.pk} of seal {row.snapshot_id}" for row in kept if not _adds_up(row)),
    ]


def _is_drawn(row: ChallengeDraw) -> bool:
    return row.seed == seed_of(row.assessment_id, row.fingerprint, row.secret)


def _adds_up(row: KeptChallenge) -> bool:
    stood = [question for question, one in row.answers.items() if one]
    return (row.drawn, row.stood) == (len(row.answers), len(stood))
