"""What initiatives bring, between which ends their cost lies, and how a plant appraises its plan."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import KeptDecimalField, TenantManager, TranslatedModel, VersionedModel
from core.bounds import COUNT_MAX
from goals.models import Goal
from organizations.models import Plant
from readings.models import PlantIndicator
from returns.domain.evidence import EvidenceLevel
from returns.domain.ramp import RAMP_MAX
from roadmap.models import Initiative

LONGEST = 3660  # days, as of work in a plan
HORIZON = (MinValueValidator(3), MaxValueValidator(20))
RATE = (MinValueValidator(Decimal(-50)), MaxValueValidator(Decimal(200)))


def _amount(label: Any) -> KeptDecimalField:
    return KeptDecimalField(
        label,
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


def _rate(label: Any, *, is_needed: bool = False) -> KeptDecimalField:
    return KeptDecimalField(
        label,
        max_digits=7,
        decimal_places=4,
        null=not is_needed,
        blank=not is_needed,
        validators=RATE,
    )


def refuse_disorder(row: models.Model, *names: str) -> None:
    """Refuse values that do not run upwards; those left empty are passed over.

    Raises:
        ValidationError: names the field whose value lies below the one before it.
    """
    known = [(name, value) for name in names if (value := getattr(row, name)) is not None]
    for (_name, below), (name, value) in itertools.pairwise(known):
        if value < below:
            raise ValidationError({name: _("Low, expected and high run upwards.")})


class CaseSettings(VersionedModel):
    """By what a plant appraises its plan; rates in percent a year."""

    plant = models.OneToOneField(Plant, on_delete=models.CASCADE, related_name="case_settings")
    discount_rate = _rate(_("discount rate, % a year"), is_needed=True)
    horizon_years = models.PositiveSmallIntegerField(_("years reckoned with"), validators=HORIZON)
    home_inflation = _rate(_("inflation of the group’s currency, % a year"))
    local_inflation = _rate(_("inflation of the plant’s currency, % a year"))
    finance_rate = _rate(_("rate paid on money out, % a year"))
    reinvest_rate = _rate(_("rate earned on money in, % a year"))
    seed = models.PositiveIntegerField(
        _("seed of the draws"), default=1, validators=[MaxValueValidator(COUNT_MAX)]
    )

    TENANT = "plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return str(self.plant)

    @property
    def reinvested(self) -> Decimal:
        """Rate that what comes in earns [% a year]; the discount rate where none is set."""
        own: Decimal | None = self.reinvest_rate
        needed: Decimal = self.discount_rate
        return needed if own is None else own


class InitiativeCase(VersionedModel):
    """What is committed for an initiative, and the ends around its cost and its duration."""

    initiative = models.OneToOneField(Initiative, on_delete=models.CASCADE, related_name="case")
    committed_amount = _amount(_("committed"))
    one_off_low = _amount(_("one-off cost, lowest"))
    one_off_high = _amount(_("one-off cost, highest"))
    days_low = models.PositiveSmallIntegerField(
        _("shortest duration, days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )
    days_high = models.PositiveSmallIntegerField(
        _("longest duration, days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )

    TENANT = "initiative__roadmap__plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return str(self.initiative)

    def clean(self) -> None:
        """Refuse half a range, and one that the plan's own figure does not lie in.

        Raises:
            ValidationError: by field.
        """
        cost = (self.one_off_low, self.initiative.one_off_amount, self.one_off_high)
        days = (self.days_low, planned_days(self.initiative), self.days_high)
        for (low, likely, high), first, last in (
            (cost, "one_off_low", "one_off_high"),
            (days, "days_low", "days_high"),
        ):
            if (low is None) != (high is None):
                raise ValidationError({last if high is None else first: _("Give both ends.")})
            if low is not None and low > likely:
                raise ValidationError({first: _("This lies above what the plan says.")})
            if high is not None and high < likely:
                raise ValidationError({last: _("This lies below what the plan says.")})


class Effect(TranslatedModel):
    """What an initiative changes once it is in use; its money is in the currency of the plan."""

    class Kind(models.TextChoices):
        HARD = "hard", _("Hard: money that is seen in the books")
        SOFT = "soft", _("Soft: stands apart, in no sum")

    class Proof(models.TextChoices):
        PROVED = EvidenceLevel.PROVED.value, _("Proved, counts whole")
        PILOT = EvidenceLevel.PILOT.value, _("Pilot, counts 80 %")
        PEER = EvidenceLevel.PEER.value, _("Another plant’s case, counts 50 %")
        IDEA = EvidenceLevel.IDEA.value, _("Idea, counts 20 %")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="effects")
    title = models.CharField(_("what changes"), max_length=160)
    plant_indicator = models.ForeignKey(
        PlantIndicator,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="effects",
        verbose_name=_("indicator"),
    )
    change = KeptDecimalField(
        _("change of the indicator"), max_digits=18, decimal_places=6, null=True, blank=True
    )
    benefit_low = _amount(_("benefit a year, lowest"))
    benefit_amount = _amount(_("benefit a year"))
    benefit_high = _amount(_("benefit a year, highest"))
    kind = models.CharField(_("kind"), max_length=4, choices=Kind, default=Kind.HARD)
    evidence = models.CharField(_("evidence"), max_length=6, choices=Proof, default=Proof.IDEA)
    ramp_months = models.PositiveSmallIntegerField(
        _("months until it is whole"), default=0, validators=[MaxValueValidator(RAMP_MAX)]
    )
    goal = models.ForeignKey(
        Goal,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="effects",
        verbose_name=_("goal it serves"),
    )

    TENANT = "initiative__roadmap__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["initiative", "id"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse ends without a middle, ends in disorder, and a change of no indicator.

        Raises:
            ValidationError: by field.
        """
        if self.benefit_amount is None and (self.benefit_low, self.benefit_high) != (None, None):
            raise ValidationError({"benefit_amount": _("Give the expected benefit as well.")})
        refuse_disorder(self, "benefit_low", "benefit_amount", "benefit_high")
        if self.change is not None and self.plant_indicator_id is None:
            raise ValidationError({"plant_indicator": _("Choose the indicator that changes.")})
        if self.change is None and self.plant_indicator_id is not None:
            raise ValidationError({"change": _("Say by how much the indicator changes.")})


class Promise(models.Model):
    """What somebody signed for of an effect, or that it is taken back; never changed.

    Initiative and effect are kept by their ids alone: a promise outlives what it was made of, and
    an undo that brings it back finds its promise again. `content` is `domain.promises.as_data`,
    `digest` its hash. Each row replaces at most one, and is replaced at most once.
    """

    class Act(models.TextChoices):
        PROMISED = "promised", _("Promised")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="promises")
    initiative_key = models.BigIntegerField()
    effect_key = models.BigIntegerField()
    act = models.CharField(_("act"), max_length=9, choices=Act, default=Act.PROMISED)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    reason = models.TextField(_("reason"), blank=True, max_length=500)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField()

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["effect_key"],
                condition=models.Q(replaces=None),
                name="an_effect_is_promised_first_once",
            ),
            models.CheckConstraint(
                condition=models.Q(replaces=None, act="promised")
                | (models.Q(replaces__isnull=False) & ~models.Q(reason="")),
                name="what_replaces_a_promise_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.effect_key} {self.act} {self.digest[:8]}"


def planned_days(initiative: Initiative) -> int:
    """Return how many calendar days the plan gives an initiative, both ends included."""
    return (initiative.ends_on - initiative.starts_on).days + 1
