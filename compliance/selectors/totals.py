"""How many plants stand with their duties, from the sums that are kept with them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from functools import lru_cache

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from compliance.domain.status import DutyStanding
from compliance.domain.sums import DutySums, next_due, roll_up_sums, sum_up
from compliance.models import ObligationEvidence, ObligationStatus, StoredDuties
from compliance.selectors.duties import Totals
from organizations.selectors.evidence import counting
from organizations.selectors.places import among


def stored_totals(plants: Collection[int], today: dt.date) -> dict[int, Totals]:
    """Return how plants stand by plant id, without layers: one query, two while sums are missing.

    Args:
        plants: their ids.
        today: the day on which they are judged.
    """
    asked = set(plants)
    text = Cast("data", TextField())
    rows = StoredDuties.objects.filter(among(asked)).values_list("plant", text)
    found = {plant: _read(data) for plant, data in rows if plant in asked}
    missing = asked - found.keys()
    if missing:
        found |= sums_of(missing)
    return {
        plant: Totals(roll_up_sums(sums, today), next_due(sums)) for plant, sums in found.items()
    }


@lru_cache(maxsize=1000)
def _read(text: str) -> DutySums:
    """Return stored sums; the same text is read once."""
    return DutySums(**json.loads(text))


def sums_of(plants: Collection[int]) -> dict[int, DutySums]:
    """Return the sums of plants as their duties stand now, in one query."""
    duties: dict[int, list[DutyStanding]] = {plant: [] for plant in plants}
    pieces = Exists(counting(ObligationEvidence.objects.filter(status=OuterRef("pk"))))
    rows = ObligationStatus.objects.filter(plant__in=duties).annotate(has_evidence=pieces)
    names = ("applies", "state", "due_on", "review_on", "is_doubtful", "decision", "has_evidence")
    for plant, applies, state, due_on, review_on, doubt, decision, has in rows.values_list(
        "plant", *names
    ):
        is_open = doubt and not decision
        duties[plant].append(
            DutyStanding(applies, state, due_on, review_on, is_open, has_evidence=has)
        )
    return {plant: sum_up(some) for plant, some in duties.items()}
