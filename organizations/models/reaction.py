"""How far each durable reaction has come in each organization."""

from __future__ import annotations

from django.db import models

from core.base import TenantManager
from organizations.models.organization import Organization


class ReactionCursor(models.Model):
    """The last thing that a reaction has dealt with; the row is locked while it works."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    reaction = models.CharField(max_length=80)
    # The id of an audit event, for a chore that of a pack release.
    position = models.BigIntegerField(default=0)
    # How often a chore was asked for again; tells a worker that it was asked while it worked.
    asked = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reaction", "organization"], name="a_reaction_has_one_cursor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reaction} {self.position}"
