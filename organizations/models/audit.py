"""The trail of every write: append-only, each event chained to the one before."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.base import TenantManager
from organizations.models.organization import Organization
from organizations.models.plant import Plant


class AuditChain(models.Model):
    """The seal of an organization's newest event, in one narrow row.

    A writer locks this row, so events of one organization are written one after the other; a
    trigger (migration 0003) refuses an event that does not follow the head and moves the head.
    """

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="audit_chain", primary_key=True
    )
    head = models.CharField(max_length=64, blank=True)
    length = models.PositiveBigIntegerField(default=0)

    TENANT = "organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.length}"


class AuditEvent(models.Model):
    """Who did what to which object, when and from where."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="audit_events"
    )
    plant = models.ForeignKey(Plant, null=True, blank=True, on_delete=models.PROTECT)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_label = models.CharField(max_length=120)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    object_label = models.CharField(max_length=200)
    changes = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True, blank=True)
    happened_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    event_hash = models.CharField(max_length=64)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organization", "-id"], name="audit_by_organization"),
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["plant", "-id"], name="audit_by_plant"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_label}"
