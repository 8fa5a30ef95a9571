"""What the search looks through."""

from __future__ import annotations

from django.db import models

from core.base import TenantManager
from organizations.models import Organization, Plant


class SearchEntry(models.Model):
    """What one thing can be found by, kept with every act that names, renames or removes it.

    Texts of packs are not here: they are the same at every plant (`overview.selectors.pack_texts`).
    """

    class Kind(models.TextChoices):
        PLANT = "plant"
        INITIATIVE = "initiative"
        SYSTEM = "system"
        INDICATOR = "indicator"

    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.PositiveBigIntegerField()
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    plant = models.ForeignKey(Plant, null=True, on_delete=models.CASCADE, related_name="+")
    # The terms (overview.domain.folding), each between two spaces: a search looks for " beginning".
    terms = models.TextField()

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_thing")
        ]
        indexes = [models.Index(fields=["kind", "plant"], name="search_by_kind_and_plant")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
