"""What an organization said about its files."""

from __future__ import annotations

from django.db import models

from core.base import TenantManager
from organizations.models import Organization

HEAD_LENGTH = 120


class HeadChoice(models.Model):
    """Which column of ours the head of a file is, as somebody of the organization said.

    `subject` is the kind of rows, `head` is folded; `field` is empty for a column that is left out.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="head_choices"
    )
    subject = models.CharField(max_length=40)
    head = models.CharField(max_length=HEAD_LENGTH)
    field = models.CharField(max_length=60, blank=True)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        ordering = ["subject", "head"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "subject", "head"], name="a_head_is_said_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.head} → {self.field}"
