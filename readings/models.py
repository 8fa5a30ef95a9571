"""What a plant measures: definitions, the plant's own set, files and readings."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import (
    KeptDecimalField,
    TenantManager,
    TimestampedModel,
    TranslatedModel,
    VersionedModel,
)
from organizations.models import Organization, Plant
from readings.domain.aggregation import Aggregation, usual_aggregation
from readings.domain.periods import PeriodStep
from readings.domain.points import Bounds

PERSON = settings.AUTH_USER_MODEL


PERCENT = (MinValueValidator(0), MaxValueValidator(100))


class Indicator(VersionedModel):
    """One definition of one KPI in the organization; a name has no second definition."""

    class Direction(models.TextChoices):
        UP = "up", _("Higher is better")
        DOWN = "down", _("Lower is better")
        TARGET = "target", _("The target value is best")

    class Frequency(models.TextChoices):
        MONTH = "month", _("Monthly")
        QUARTER = "quarter", _("Quarterly")

    class Combining(models.TextChoices):
        """How months make a quarter; empty is what is usual for the kind of unit."""

        SUM = Aggregation.SUM, _("Sum of the months")
        MEAN = Aggregation.MEAN, _("Mean of the months")
        LAST = Aggregation.LAST, _("Newest month")
        RATIO = Aggregation.RATIO, _("From the sums of both parts")

    class UnitKind(models.TextChoices):
        PERCENT = "percent", _("Percentage")
        RATIO = "ratio", _("Ratio")
        INDEX = "index", _("Index")
        COUNT = "count", _("Count")
        DAYS = "days", _("Days")
        HOURS = "hours", _("Hours")
        MINUTES = "minutes", _("Minutes")
        MONEY = "money", _("Money")
        PPM = "ppm", _("Parts per million")
        RATE = "rate", _("Rate")
        ENERGY_PER_UNIT = "energy_per_unit", _("Energy per unit")
        OTHER = "other", _("Other")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="indicators"
    )
    code = models.CharField(_("code"), max_length=20)
    release = models.ForeignKey(
        "packs.PackRelease", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.JSONField()
    # The title in each language as it is compared: two definitions never share one.
    name_key = models.CharField(max_length=200)
    name_key_zh = models.CharField(max_length=200)
    definition = models.JSONField(default=dict, blank=True)
    formula = models.JSONField(default=dict, blank=True)
    unit = models.JSONField(default=dict, blank=True)
    unit_kind = models.CharField(_("kind of unit"), max_length=24, choices=UnitKind)
    direction = models.CharField(_("direction"), max_length=6, choices=Direction)
    lower_bound = KeptDecimalField(
        _("lowest possible value"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    upper_bound = KeptDecimalField(
        _("highest possible value"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    owner_name = models.CharField(_("definition owner"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    frequency = models.CharField(
        _("frequency"), max_length=7, choices=Frequency, default=Frequency.MONTH
    )
    combining = models.CharField(
        _("months to a quarter"), max_length=5, choices=Combining, blank=True, default=""
    )

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        db_table = "indicators_indicator"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code"], name="one_definition_per_code"
            ),
            models.UniqueConstraint(
                fields=["organization", "name_key"], name="one_definition_per_name"
            ),
            models.UniqueConstraint(
                fields=["organization", "name_key_zh"], name="one_definition_per_chinese_name"
            ),
            models.CheckConstraint(
                condition=models.Q(lower_bound__isnull=True)
                | models.Q(upper_bound__isnull=True)
                | models.Q(lower_bound__lt=models.F("upper_bound")),
                name="indicator_bounds_run_upwards",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def bounds(self) -> Bounds:
        """Lowest and highest value it can take."""
        return self.lower_bound, self.upper_bound

    @property
    def step(self) -> PeriodStep:
        """How far two readings lie apart."""
        return PeriodStep(self.frequency)

    @property
    def aggregation(self) -> Aggregation:
        """How its months make a quarter."""
        if self.combining:
            return Aggregation(self.combining)
        return usual_aggregation(self.code, self.unit_kind, is_own=self.is_own)

    @property
    def is_own(self) -> bool:
        """Whether the organization defined it, not the catalog."""
        return self.release_id is None


class PlantIndicator(TranslatedModel):
    """An indicator that a plant follows: owner, source, target, local deviation."""

    class TargetKind(models.TextChoices):
        VALUE = "value", _("A value")
        PERCENT = "percent", _("Percent change of the baseline")
        POINTS = "points", _("Percentage points")
        SPEED = "speed", _("Percent more speed")
        BENCHMARK = "benchmark", _("Part of the way to a benchmark")
        PRESET = "preset", _("A common target")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="uses")
    owner = models.ForeignKey(
        PERSON,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("owner at the plant"),
    )
    source = models.CharField(_("source at the plant"), max_length=200, blank=True)
    deviation = models.TextField(_("local deviation"), blank=True, max_length=1000)
    unit = models.JSONField(_("unit at the plant"), default=dict, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    target_value = KeptDecimalField(
        _("target"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    target_on = models.DateField(_("target date"), null=True, blank=True)
    target_kind = models.CharField(
        _("how the target is set"), max_length=9, choices=TargetKind, blank=True
    )
    target_change = KeptDecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    target_base = KeptDecimalField(max_digits=18, decimal_places=6, null=True, blank=True)
    target_reason = models.CharField(_("why this target"), max_length=200, blank=True)
    value_driver = models.CharField(_("value driver"), max_length=40, blank=True)
    is_active = models.BooleanField(default=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "indicators_plantindicator"
        ordering = ["indicator__code"]
        constraints = [
            models.UniqueConstraint(fields=["plant", "indicator"], name="an_indicator_once"),
            models.CheckConstraint(
                condition=models.Q(target_value__isnull=True, target_on__isnull=True)
                | models.Q(target_value__isnull=False, target_on__isnull=False),
                name="target_has_value_and_date",
            ),
            models.CheckConstraint(
                condition=models.Q(unit={}) | ~models.Q(deviation=""),
                name="another_unit_is_explained",
            ),
        ]

    def __str__(self) -> str:
        return str(self.indicator)

    @property
    def bounds(self) -> Bounds:
        """Lowest and highest possible value; those of the definition count for its unit only."""
        return (None, None) if self.unit else self.indicator.bounds

    @property
    def unit_text(self) -> dict[str, str]:
        """The unit in both languages: the plant's own, else that of the definition."""
        unit: dict[str, str] = self.unit or self.indicator.unit
        return unit


class ReadingImport(TimestampedModel):
    """A file of readings that was taken in."""

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="reading_imports")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    imported_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "indicators_readingimport"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name


class Measurement(TranslatedModel):
    """The value of one period, kept under its first day."""

    class Origin(models.TextChoices):
        MANUAL = "manual", _("Entered by hand")
        PASTE = "paste", _("Pasted")
        FILE = "file", _("Imported from a file")
        COMPUTED = "computed", _("Computed from elements")

    plant_indicator = models.ForeignKey(
        PlantIndicator, on_delete=models.CASCADE, related_name="measurements"
    )
    period = models.DateField(_("period"))
    value = KeptDecimalField(_("value"), max_digits=18, decimal_places=6)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.MANUAL)
    elements = models.JSONField(default=dict, blank=True)
    reading_import = models.ForeignKey(
        ReadingImport, null=True, blank=True, on_delete=models.SET_NULL, related_name="measurements"
    )
    quality = KeptDecimalField(
        _("data quality, %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=PERCENT,
    )
    cause = models.CharField(_("cause"), max_length=300, blank=True)
    is_excluded = models.BooleanField(_("left out of limits"), default=False)
    recorded_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    TENANT = "plant_indicator__plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "indicators_measurement"
        ordering = ["period"]
        constraints = [
            models.UniqueConstraint(
                fields=["plant_indicator", "period"], name="one_value_per_period"
            ),
            models.CheckConstraint(
                condition=models.Q(is_excluded=False) | ~models.Q(cause=""),
                name="excluded_reading_has_a_cause",
            ),
            models.CheckConstraint(
                condition=models.Q(quality__isnull=True)
                | models.Q(quality__gte=0, quality__lte=100),
                name="reading_quality_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plant_indicator} {self.period:%Y-%m}"
