"""Duties as people comment on them."""

from __future__ import annotations

from django.urls import reverse

from activity.domain.subjects import Subject, row_key
from compliance.selectors.duties import get_duty
from organizations.models import Plant
from organizations.selectors.places import plant_today


def find_duty(plant: Plant, key: str) -> Subject | None:
    """Return a duty of the plant by its id."""
    duty = get_duty(plant, row_key(key), plant_today(plant))
    if duty is None:
        return None
    page = reverse("compliance:obligation-detail", args=[plant.slug, duty.row.pk])
    return Subject(duty.obligation.text, page)
