"""Who has left an organization, and when their name goes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager
from organizations.models.organization import Organization


class Departure(models.Model):
    """A person who was closed in an organization; the row goes when they come back."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="departures"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departures"
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("work goes to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    left_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "person"], name="a_person_leaves_once")
        ]
        ordering = ["left_at"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.left_at:%Y-%m-%d}"
