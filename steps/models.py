"""The log of steps: what rows were before and after each step of editing."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.base import TenantManager
from organizations.models import Plant

PERSON = settings.AUTH_USER_MODEL


class Step(models.Model):
    """One step of editing: what the rows were before and after, so that it can be undone.

    `before` and `after` are lists of `{"table", "id", "values"}`; a row that was not there has
    no values. `subject` is a title in both languages, `verb` names the act.
    """

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=40)
    subject = models.JSONField(default=dict, blank=True)
    before = models.JSONField()
    after = models.JSONField()
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "roadmap_roadmapchange"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject.get('en', '')}".strip()
