"""What was found and what follows from it: findings and requirements."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assessment.models.assessment import Answer, Assessment
from core.base import KeptDecimalField, TenantManager, VersionedModel
from organizations.models import Plant


class Finding(VersionedModel):
    """A gap, pain point or risk at a plant; a gap points at the answer it comes from."""

    class Kind(models.TextChoices):
        GAP = "gap", _("Gap")
        PAIN_POINT = "pain_point", _("Pain point")
        RISK = "risk", _("Risk")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.JSONField()
    assessment = models.ForeignKey(
        Assessment, null=True, blank=True, on_delete=models.CASCADE, related_name="findings"
    )
    answer = models.ForeignKey(
        Answer, null=True, blank=True, on_delete=models.CASCADE, related_name="findings"
    )
    question = models.CharField(max_length=60, blank=True)
    dimension = models.CharField(max_length=40, blank=True)
    current_level = models.PositiveSmallIntegerField(null=True, blank=True)
    target_level = models.PositiveSmallIntegerField(null=True, blank=True)
    priority = KeptDecimalField(max_digits=9, decimal_places=6, default=0)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "assessment_finding"
        ordering = ["-priority", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"],
                condition=models.Q(kind="gap"),
                name="one_gap_per_question",
            )
        ]

    def __str__(self) -> str:
        return self.question or str(self.title.get("en", ""))


class Requirement(VersionedModel):
    """What the plant needs, derived from one or more findings."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("requirement", "Open")
        PLANNED = "planned", _("Planned")
        MET = "met", _("Met")
        DROPPED = "dropped", _("Dropped")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="requirements")
    code = models.CharField(max_length=20)
    title = models.JSONField()
    dimension = models.CharField(max_length=40, blank=True)
    question = models.CharField(max_length=60, blank=True)
    findings = models.ManyToManyField(Finding, related_name="requirements", blank=True)
    priority = KeptDecimalField(max_digits=9, decimal_places=6, default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "assessment_requirement"
        ordering = ["-priority", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plant", "code"], name="requirement_code_is_unique")
        ]

    def __str__(self) -> str:
        return self.code
