"""What readings are held against: baselines and figures of others."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import KeptDecimalField, TenantManager, TranslatedModel
from readings.models import PlantIndicator

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
