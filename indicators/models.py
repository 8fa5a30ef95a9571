"""What readings are held against: baselines and figures of others."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import KeptDecimalField, TenantManager, TimestampedModel, TranslatedModel
from organizations.models import Plant
from readings.models import Indicator, PlantIndicator

PERSON = settings.AUTH_USER_MODEL


class IndicatorBaseline(models.Model):
    """The computed starting value of a period; a change makes a new version, the old one stays.

    `statistics` is `domain.snapshot.as_data`, `readings` the extract it rests on, `sha256` its
    seal. The database refuses to change or delete a row; the highest version is the current one.
    """

    plant_indicator = models.ForeignKey(
        PlantIndicator, on_delete=models.CASCADE, related_name="baselines"
    )
    number = models.PositiveIntegerField()
    period_from = models.DateField()
    period_to = models.DateField()
    statistics = models.JSONField()
    readings = models.JSONField()
    sha256 = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    note = models.CharField(_("note"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    TENANT = "plant_indicator__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plant_indicator", "number"], name="baseline_versions_count_up"
            ),
            models.CheckConstraint(
                condition=models.Q(period_from__lte=models.F("period_to")),
                name="baseline_period_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plant_indicator} {self.period_from:%Y-%m} to {self.period_to:%Y-%m}"


class Benchmark(TranslatedModel):
    """A figure of others for a plant's indicator; never without its source."""

    class Grade(models.TextChoices):
        PRIMARY = "primary", _("Primary source")
        SECOND_HAND = "second_hand", _("Second-hand")
        VENDOR = "vendor", _("Vendor figure")
        JUDGEMENT = "judgement", _("Judgment")

    plant_indicator = models.ForeignKey(
        PlantIndicator, on_delete=models.CASCADE, related_name="benchmarks"
    )
    value = KeptDecimalField(_("value"), max_digits=18, decimal_places=6)
    percentile = models.CharField(_("which figure"), max_length=60, blank=True)
    population = models.CharField(_("population"), max_length=200)
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1980), MaxValueValidator(2100)]
    )
    grade = models.CharField(_("kind of source"), max_length=11, choices=Grade)
    source_name = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("web address"), max_length=500, blank=True)
    license_note = models.CharField(_("license note"), max_length=200, blank=True)

    TENANT = "plant_indicator__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(source_name=""), name="benchmark_has_a_source"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plant_indicator} {self.source_name} {self.year}"


class StoredTrend(models.Model):
    """Quarters and trend of a plant's indicator, as a worker computed them; pages read this.

    `quarters` and `trend` are data of `readings.domain.verdicts`, `readings_sha256` says of which
    readings: another seal means that a worker has yet to come.
    """

    plant_indicator = models.OneToOneField(
        PlantIndicator, on_delete=models.CASCADE, related_name="stored_trend"
    )
    quarters = models.JSONField(default=list)
    trend = models.JSONField()
    readings_sha256 = models.CharField(max_length=64)
    computed_at = models.DateTimeField()

    TENANT = "plant_indicator__plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return str(self.plant_indicator)


class GroupTrend(models.Model):
    """How the plants that follow an indicator drift together; data of `readings.domain.verdicts`."""

    indicator = models.OneToOneField(
        Indicator, on_delete=models.CASCADE, related_name="group_trend"
    )
    verdict = models.JSONField()
    computed_at = models.DateTimeField()

    TENANT = "indicator__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return str(self.indicator)


class IndicatorWorkbook(TimestampedModel):
    """Readings, quarters and trends of a plant as a workbook: asked for by a person, made by a worker."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Under way")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="indicator_workbooks")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    heartbeat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to="workbooks/%Y/%m", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.plant} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or is under way."""
        return self.state in (self.State.QUEUED, self.State.RUNNING)
