"""The five stages of a plant's way: owner, date, tasks, signature."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager, TranslatedModel, VersionedModel
from core.text import LocalizedText
from journey.domain.stages import STAGE_NAMES, STANDARD_TASKS
from organizations.models.plant import Plant


class PlantStage(VersionedModel):
    """One of the five stages at one plant."""

    class Stage(models.IntegerChoices):
        CURRENT_STATE = 1, _("Current state")
        GOALS = 2, _("Goals")
        SOLUTION = 3, _("Solution and selection")
        PILOT = 4, _("Pilot and iterate")
        ROLL_OUT = 5, _("Roll-out and enablement")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="stages")
    stage = models.PositiveSmallIntegerField(choices=Stage)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Why it was signed while tasks were open.
    signed_reason = models.CharField(_("reason for signing"), max_length=300, blank=True)
    reopened_reason = models.CharField(_("reason for reopening"), max_length=300, blank=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "organizations_plantstage"
        constraints = [
            models.UniqueConstraint(fields=["plant", "stage"], name="one_row_per_stage"),
            models.CheckConstraint(
                condition=models.Q(stage__gte=1, stage__lte=5), name="stage_is_1_to_5"
            ),
        ]
        ordering = ["plant", "stage"]

    def __str__(self) -> str:
        return f"{self.plant}: {self.label.en}"

    @property
    def label(self) -> LocalizedText:
        """The stage's name in both languages."""
        return STAGE_NAMES[self.stage]


class StageTask(TranslatedModel):
    """One thing to do within a stage.

    A standard task carries its code and no title of its own, so that everybody reads it in their
    language; a task written by people carries their words.
    """

    plant_stage = models.ForeignKey(PlantStage, on_delete=models.CASCADE, related_name="tasks")
    standard = models.CharField(max_length=30, blank=True)
    title = models.CharField(_("task"), max_length=200, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    TENANT = "plant_stage__plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "organizations_stagetask"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title="") | ~models.Q(standard=""), name="task_has_words"
            )
        ]

    def __str__(self) -> str:
        return self.label.en

    @property
    def label(self) -> LocalizedText:
        """The task's words; a standard task speaks both languages."""
        known = STANDARD_TASKS.get(self.standard)
        if self.title or known is None:
            return self.both("title")
        return known.title
