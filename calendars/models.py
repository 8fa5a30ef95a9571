"""When a plant works, and the days that all of its plans hang on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager, TranslatedModel, VersionedModel
from organizations.models import Plant
from planning.domain.calendars import ONE_DAY

WEEK = range(1, 8)


def check_weekend(value: Any) -> None:
    """Refuse what is no list of some days of a week, 1 Monday to 7 Sunday.

    Raises:
        ValidationError: it is something else, or no day is left to work on.
    """
    if not isinstance(value, list) or not all(type(day) is int and day in WEEK for day in value):
        raise ValidationError("days of the week stand by number")
    if len(set(value)) == len(WEEK):
        raise ValidationError(_("At least one day of the week is worked."))


class PlantCalendar(VersionedModel):
    """On which days of the week a plant rests, and which public holidays it keeps."""

    plant = models.OneToOneField(Plant, on_delete=models.CASCADE, related_name="calendar")
    weekend = models.JSONField(_("weekend"), default=list, blank=True, validators=[check_weekend])
    holiday_place = models.CharField(_("public holidays of"), max_length=10, blank=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return str(self.plant)


class PlantClosure(TranslatedModel):
    """Days on which a plant stands still: from the first one, open again on the last."""

    class Kind(models.TextChoices):
        SEASON = "season", _("Holiday season")
        MAINTENANCE = "maintenance", _("Maintenance")
        FREEZE = "freeze", _("Freeze of customs, accounts or a customer")
        SHORT_HOURS = "short_hours", _("Shortened hours, counted as closed")
        OTHER = "other", _("Something else")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="closures")
    title = models.CharField(_("closure"), max_length=160)
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.SEASON)
    starts_on = models.DateField(_("first day"))
    opens_on = models.DateField(_("open again on"))

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["starts_on", "opens_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens_on__gt=models.F("starts_on")),
                name="closure_opens_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_day(self) -> date:
        """The last closed day, as people read it."""
        return self.opens_on - ONE_DAY

    @property
    def days(self) -> int:
        """How many days are closed."""
        return (self.opens_on - self.starts_on).days


class PlantMilestone(TranslatedModel):
    """A day that the plans of a plant hang on, such as its start of production.

    `key` is its name in a pack; one of the plant's own has none. What is fixed, as a contract or
    a building, does not wait when the start of production slips.
    """

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="milestones")
    key = models.CharField(max_length=20, blank=True)
    title = models.CharField(_("milestone"), max_length=160)
    planned_on = models.DateField(_("planned day"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_fixed = models.BooleanField(_("fixed"), default=False)
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["planned_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plant", "key"],
                condition=~models.Q(key=""),
                name="a_key_names_one_milestone_of_a_plant",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        """The day on which it was reached, until then the planned one."""
        return self.reached_on or self.planned_on
