"""Systems as people comment on them."""

from __future__ import annotations

from django.urls import reverse

from activity.domain.subjects import Subject, row_key
from core.text import same
from landscape.models import System
from organizations.models import Plant


def find_system(plant: Plant, key: str) -> Subject | None:
    """Return a system of the plant by its id; its page is the list, which everybody may see."""
    row = System.objects.filter(plant=plant, pk=row_key(key)).first()
    if row is None:
        return None
    return Subject(same(row.name), reverse("landscape:system-list", args=[plant.slug]))
