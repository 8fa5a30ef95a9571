"""What the plant wants to reach, by horizon and as a tree, and the figures that show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.base import KeptDecimalField, TenantManager, TranslatedModel, VersionedModel
from goals.domain.tree import Misfit, Place, is_worse, misfit
from indicators.domain.targets import Direction
from needs.models import Requirement
from organizations.models import Plant
from readings.models import PlantIndicator

MISFITS = {
    Misfit.CIRCLE: _("A goal cannot serve itself, nor one that serves it."),
    Misfit.HORIZON: _("A goal does not reach farther than the goal it serves."),
    Misfit.DATE: _("A goal is not due after the goal it serves."),
}


class Goal(TranslatedModel):
    """A measurable goal with owner, value driver and date; it may serve a farther one."""

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
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
        verbose_name=_("goal it serves"),
    )
    horizon = models.CharField(_("horizon"), max_length=5, choices=Horizon)
    # The day from which the years of the horizon count; the day of its making where it is empty.
    counted_from = models.DateField(_("horizon counted from"), null=True, blank=True)
    title = models.CharField(_("goal"), max_length=200)
    value_driver = models.CharField(_("value driver"), max_length=10, choices=ValueDriver)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due_on = models.DateField(_("due"))
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

    @property
    def since(self) -> dt.date:
        """The day from which the years of its horizon count."""
        zone = ZoneInfo(self.plant.time_zone)
        return self.counted_from or timezone.localtime(self.created_at, zone).date()

    @property
    def place(self) -> Place:
        """Where it stands in the tree."""
        return Place(self.pk or 0, self.parent_id, self.horizon, self.due_on)

    def clean(self) -> None:
        """Refuse a place in the tree that contradicts its neighbours.

        Raises:
            ValidationError: another plant's goal, a circle, a farther horizon or a later date than
                that of the goal it serves; or a nearer one than that of a goal that serves it.
        """
        if self.due_on is None or not self.horizon:
            return  # the check of the field names it
        others = {row.pk: row.place for row in Goal.objects.filter(plant=self.plant)}
        above = {key: place.parent for key, place in others.items()}
        if self.parent_id:
            if self.parent_id not in others:
                raise ValidationError({"parent": _("This goal is not one of the plant’s.")})
            found = misfit(self.place, others[self.parent_id], above)
            if found:
                raise ValidationError({"parent": MISFITS[found]})
        self._clean_children(others.values(), above)

    def _clean_children(self, others: Iterable[Place], above: Mapping[int, int | None]) -> None:
        for child in others:
            if self.pk and child.parent == self.pk != child.key:
                found = misfit(child, self.place, above)
                if found in (Misfit.HORIZON, Misfit.DATE):
                    field = "horizon" if found is Misfit.HORIZON else "due_on"
                    raise ValidationError(
                        {field: _("A goal that serves this one reaches farther.")}
                    )


class GoalIndicator(VersionedModel):
    """A figure that shows whether a goal is reached; values in the unit of the indicator."""

    goal = models.ForeignKey(
        Goal, on_delete=models.CASCADE, related_name="indicator_links", verbose_name=_("goal")
    )
    plant_indicator = models.ForeignKey(
        PlantIndicator,
        on_delete=models.CASCADE,
        related_name="goal_links",
        verbose_name=_("Indicator"),
    )
    baseline_value = KeptDecimalField(
        _("baseline value"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    target_value = KeptDecimalField(
        _("target value"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    target_on = models.DateField(_("target date"), null=True, blank=True)

    TENANT = "goal__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["plant_indicator__indicator__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["goal", "plant_indicator"],
                name="a_goal_has_an_indicator_once",
                violation_error_message=_("The goal has this indicator already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.goal}: {self.plant_indicator}"

    def clean(self) -> None:
        """Refuse a target that is no improvement on the baseline.

        Raises:
            ValidationError: by field.
        """
        if self.baseline_value is None or self.target_value is None:
            return
        if self.baseline_value == self.target_value:
            raise ValidationError({"target_value": _("Target and baseline are the same.")})
        direction = Direction(self.plant_indicator.indicator.direction)
        if is_worse(self.baseline_value, self.target_value, direction):
            raise ValidationError({"target_value": _("This target is worse than the baseline.")})
