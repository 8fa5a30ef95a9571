"""Requirements as people comment on them."""

from __future__ import annotations

from django.urls import reverse

from activity.domain.subjects import Subject, row_key
from core.text import LocalizedText
from needs.models import Requirement
from organizations.models import Plant


def find_requirement(plant: Plant, key: str) -> Subject | None:
    """Return a requirement of the plant by its id."""
    row = Requirement.objects.filter(plant=plant, pk=row_key(key)).first()
    if row is None:
        return None
    page = reverse("needs:requirement-list", args=[plant.slug])
    return Subject(LocalizedText.from_dict(row.title), f"{page}#requirement-{row.pk}")
