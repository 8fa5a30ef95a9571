"""Initiatives as people comment on them."""

from __future__ import annotations

from django.urls import reverse

from activity.domain.subjects import Subject, row_key
from core.text import LocalizedText
from organizations.models import Plant
from roadmap.models import Initiative


def find_initiative(plant: Plant, key: str) -> Subject | None:
    """Return an initiative of the plant by its id."""
    row = Initiative.objects.filter(roadmap__plant=plant, pk=row_key(key)).only("title").first()
    if row is None:
        return None
    page = reverse("roadmap:roadmap-detail", args=[plant.slug])
    return Subject(LocalizedText.from_dict(row.title), f"{page}?initiative={row.pk}")
