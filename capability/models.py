"""The frozen capability matrix of a signed-off assessment."""

from __future__ import annotations

from django.db import models

from assessment.models import Assessment
from core.base import TenantManager
from organizations.models import Plant


class CapabilityMatrix(models.Model):
    """Levels, targets and gaps by dimension and process, as a seal holds them."""

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="matrices")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="matrices")
    number = models.PositiveSmallIntegerField(default=1)
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    pack_digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-frozen_at"]
        verbose_name_plural = "capability matrices"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="one_matrix_per_seal")
        ]

    def __str__(self) -> str:
        return f"{self.plant}: {self.assessment}"
