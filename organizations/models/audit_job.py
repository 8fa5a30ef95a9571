"""Checks and exports of the audit trail: the row is the job."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager, TimestampedModel
from organizations.models.organization import Organization


class AuditJob(TimestampedModel):
    """A check of the chain or an export of events, asked for by a person and done by a worker."""

    class Kind(models.TextChoices):
        CHECK = "check", _("Check of the audit log")
        EXPORT = "export", _("Export of the audit log")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="audit_jobs"
    )
    kind = models.CharField(max_length=6, choices=Kind)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Field of the filter -> value; which events an export holds.
    filter = models.JSONField(default=dict, blank=True)
    heartbeat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # Events done, and how many there are.
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    # A check begins behind this event; 0 for one that began at the first.
    since_event = models.PositiveBigIntegerField(default=0)
    # What it found: the last event that fits with its seal; the first that does not.
    last_event = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    removed = models.PositiveBigIntegerField(default=0)
    broken_at = models.PositiveBigIntegerField(null=True, blank=True)
    words_differ = models.BooleanField(default=False)
    file = models.FileField(upload_to="audit/%Y/%m", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organization", "kind", "-id"], name="audit_job_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits or is under way."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def percent(self) -> int:
        """How far it is [0-100]."""
        return min(100, 100 * self.done // self.total) if self.total else 0
