"""What the plant wants to reach, by horizon."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import KeptDecimalField, TenantManager, TranslatedModel
from needs.models import Requirement
from organizations.models import Plant
from readings.models import PlantIndicator


class Goal(TranslatedModel):
    """A measurable goal with owner, value driver and date."""

    class Horizon(models.TextChoices):
        SHORT = "short", _("Short term, up to 1 year")
        MID = "mid", _("Mid term, 1 to 3 years")
        LONG = "long", _("Long term, 3 to 5 years")

    class ValueDriver(models.TextChoices):
        RESPONSE = "response", _("Response to the local market")
        COST = "cost", _("Operating and management cost")
        COMPLIANCE = "compliance", _("Compliance and risk")
        SCHEDULING = "scheduling", _("Global resource scheduling")
        DECISIONS = "decisions", _("Decisions on data")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="goals")
    horizon = models.CharField(_("horizon"), max_length=5, choices=Horizon)
    title = models.CharField(_("goal"), max_length=200)
    value_driver = models.CharField(_("value driver"), max_length=10, choices=ValueDriver)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("due"))
    indicator = models.ForeignKey(
        PlantIndicator, null=True, blank=True, on_delete=models.SET_NULL, related_name="goals"
    )
    baseline_text = models.CharField(_("baseline"), max_length=80, blank=True)
    target_text = models.CharField(_("target"), max_length=80)
    expected_return_amount = KeptDecimalField(
        _("expected return a year"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(max_length=3, blank=True)
    dimensions = models.JSONField(_("capability dimensions"), default=list, blank=True)
    requirements = models.ManyToManyField(Requirement, related_name="goals", blank=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "roadmap_goal"
        ordering = ["due_on", "title"]
        constraints = [
            models.UniqueConstraint(fields=["plant", "title"], name="a_goal_is_set_once")
        ]

    def __str__(self) -> str:
        return self.title
