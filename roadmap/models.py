"""The three-year roadmap: initiatives, links, milestones, budget limits, changes."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from calendars.models import PlantMilestone
from core.base import (
    KeptDecimalField,
    TenantManager,
    TimestampedModel,
    TranslatedModel,
    VersionedModel,
)
from goals.models import Goal
from needs.models import Requirement
from organizations.models import Plant
from planning.domain.durations import TimeUnit
from planning.domain.lengths import DAYS_MAX, Length
from readings.models import PlantIndicator
from roadmap.domain.dating import BarDates

PERSON = settings.AUTH_USER_MODEL
BUFFER_MAX = 730  # days


class Roadmap(VersionedModel):
    """The plan of a plant over twelve quarters."""

    plant = models.OneToOneField(Plant, on_delete=models.CASCADE, related_name="roadmap")
    starts_on = models.DateField(_("first day"))
    currency = models.CharField(_("currency"), max_length=3)
    catalog = models.ForeignKey(
        "packs.PackRelease", on_delete=models.PROTECT, related_name="roadmaps"
    )

    TENANT = "plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.plant} {self.starts_on:%Y}"


class BudgetYear(VersionedModel):
    """The limit of one year of the plan."""

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="budget_years")
    year = models.PositiveSmallIntegerField(_("year"))
    limit_amount = KeptDecimalField(
        _("limit"), max_digits=16, decimal_places=2, validators=[MinValueValidator(0)]
    )

    TENANT = "roadmap__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "year"], name="one_limit_per_year")
        ]

    def __str__(self) -> str:
        return str(self.year)


class Initiative(TranslatedModel):
    """A planned project."""

    class Phase(models.TextChoices):
        DIGITIZE = "digitize", _("Digitize")
        INTEGRATE = "integrate", _("Integrate")
        OPTIMIZE = "optimize", _("Optimize")

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ACTIVE = "active", _("Under way")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    class Unit(models.TextChoices):
        WORKING = TimeUnit.WORKING.value, pgettext_lazy("unit", "working days")
        CALENDAR = TimeUnit.CALENDAR.value, _("calendar days")
        MONTHS = TimeUnit.MONTHS.value, _("months")

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="initiatives")
    catalog_id = models.CharField(max_length=20, blank=True)
    # Key of the launch need whose slice it is; empty for a whole initiative and for a remainder.
    need = models.CharField(max_length=20, blank=True)
    title = models.JSONField()
    phase = models.CharField(_("phase"), max_length=9, choices=Phase)
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("end"))
    # As somebody said it; None where start and end decide. Written by services.dating alone.
    duration = models.PositiveSmallIntegerField(
        _("duration"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(DAYS_MAX)],
    )
    duration_unit = models.CharField(
        _("unit of the duration"), max_length=8, choices=Unit, default=Unit.CALENDAR
    )
    one_off_amount = KeptDecimalField(
        _("one-off cost"), max_digits=16, decimal_places=2, validators=[MinValueValidator(0)]
    )
    # None where nobody said anything; 0 where somebody said that it costs nothing.
    yearly_amount = KeptDecimalField(
        _("yearly cost after the end"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3)
    owner = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.PLANNED)
    progress = models.PositiveSmallIntegerField(
        _("progress, %"), default=0, validators=[MaxValueValidator(100)]
    )
    spent_amount = KeptDecimalField(
        _("spent so far"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    note = models.TextField(_("note"), blank=True, max_length=4000)
    lifts = models.JSONField(default=dict, blank=True)
    reason = models.JSONField(default=dict, blank=True)
    due_milestone = models.ForeignKey(
        PlantMilestone,
        verbose_name=_("must stand at"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    enabling_milestone = models.ForeignKey(
        PlantMilestone,
        verbose_name=_("cannot begin before"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    buffer_days = models.PositiveSmallIntegerField(
        _("buffer in days"), default=0, validators=[MaxValueValidator(BUFFER_MAX)]
    )
    order = models.PositiveSmallIntegerField(default=0)
    requirements = models.ManyToManyField(Requirement, related_name="initiatives", blank=True)
    goals = models.ManyToManyField(Goal, related_name="initiatives", blank=True)

    TENANT = "roadmap__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["phase", "order", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="initiative_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="progress_is_at_most_100"
            ),
            models.CheckConstraint(
                condition=models.Q(status="planned", progress=0)
                | models.Q(status="active", progress__lt=100)
                | models.Q(status="done", progress=100)
                | models.Q(status="stopped"),
                name="state_and_progress_agree",
                violation_error_message=_(
                    "Planned is 0 %, under way 0 to 99 %, done 100 %. Change the state or the"
                    " progress."
                ),
            ),
            models.UniqueConstraint(
                fields=["roadmap", "catalog_id", "need"],
                condition=~models.Q(catalog_id=""),
                name="a_catalog_item_is_planned_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title.get("en", ""))

    @property
    def dates(self) -> BarDates:
        """Start, end and the length that somebody said."""
        said = Length(self.duration, TimeUnit(self.duration_unit)) if self.duration else None
        return BarDates(self.starts_on, self.ends_on, said)

    @dates.setter
    def dates(self, dates: BarDates) -> None:
        self.starts_on, self.ends_on = dates.starts_on, dates.ends_on
        self.duration = dates.length.count if dates.length else None
        unit = dates.length.unit if dates.length else TimeUnit.CALENDAR
        self.duration_unit = unit.value


class GateCondition(VersionedModel):
    """What the owner of a plan asks of an indicator before a phase may begin."""

    class Phase(models.TextChoices):
        INTEGRATE = "integrate", _("Integrate")
        OPTIMIZE = "optimize", _("Optimize")

    class Side(models.TextChoices):
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")

    roadmap = models.ForeignKey(Roadmap, on_delete=models.CASCADE, related_name="gate_conditions")
    phase = models.CharField(_("phase"), max_length=9, choices=Phase)
    plant_indicator = models.ForeignKey(
        PlantIndicator,
        on_delete=models.CASCADE,
        related_name="gate_conditions",
        verbose_name=_("Indicator"),
    )
    side = models.CharField(_("reached when"), max_length=8, choices=Side)
    bound_value = KeptDecimalField(_("value"), max_digits=18, decimal_places=6)

    TENANT = "roadmap__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["phase", "plant_indicator__indicator__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "phase", "plant_indicator"],
                name="a_gate_asks_an_indicator_once",
                violation_error_message=_("The gate asks this indicator already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.phase}: {self.plant_indicator}"


class InitiativeIndicator(TimestampedModel):
    """An indicator that an initiative is meant to move."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="indicator_links"
    )
    plant_indicator = models.ForeignKey(
        PlantIndicator, on_delete=models.CASCADE, related_name="initiative_links"
    )
    expected_change = models.CharField(_("expected change"), max_length=80, blank=True)

    TENANT = "initiative__roadmap__plant__organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "plant_indicator"], name="an_indicator_is_linked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.plant_indicator}"


class Dependency(VersionedModel):
    """A link between two bars."""

    class Kind(models.TextChoices):
        FINISH_START = "FS", _("Finish to start")
        START_START = "SS", _("Start to start")
        FINISH_FINISH = "FF", _("Finish to finish")

    predecessor = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="successors")
    successor = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="predecessors")
    kind = models.CharField(_("kind"), max_length=2, choices=Kind, default=Kind.FINISH_START)
    lag_days = models.SmallIntegerField(_("lag in days"), default=0)

    TENANT = "predecessor__roadmap__plant__organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_link_per_pair"),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="no_link_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} {self.kind} {self.successor_id}"


class Milestone(TranslatedModel):
    """A dated result of an initiative that business and IT both accept."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=160)
    due_on = models.DateField(_("due"))
    acceptance = models.TextField(_("acceptance criteria"), blank=True, max_length=2000)
    reached_on = models.DateField(_("reached"), null=True, blank=True)

    TENANT = "initiative__roadmap__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class MilestoneSignature(models.Model):
    """The acceptance of a milestone by one side; it holds what was signed and is never changed."""

    class Side(models.TextChoices):
        BUSINESS = "business", _("Business")
        IT = "it", _("IT")

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="signatures")
    side = models.CharField(_("side"), max_length=8, choices=Side)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    signed_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    signed_at = models.DateTimeField()

    TENANT = "milestone__initiative__roadmap__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone", "side", "digest"], name="a_side_signs_a_content_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.side} {self.digest[:8]}"


class StoredSums(models.Model):
    """The sums and dates of a plan (`roadmap.domain.sums`), kept with each of its changes."""

    roadmap = models.OneToOneField(
        Roadmap, on_delete=models.CASCADE, related_name="sums", primary_key=True
    )
    from_day = models.DateField()
    data = models.JSONField()
    next_milestone = models.ForeignKey(
        Milestone, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    TENANT = "roadmap__plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.roadmap_id} {self.from_day}"
