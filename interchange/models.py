"""Addresses at which a calendar program reads a plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.base import TenantManager, TimestampedModel
from organizations.models import Plant


class PlanFeed(TimestampedModel):
    """The address of one person for the calendar of one plant; its secret part is stored hashed."""

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="plan_feeds")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="plan_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plant", "reader"],
                condition=models.Q(revoked_at=None),
                name="one_open_feed_per_reader",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plant_id} {self.reader_id}"
