"""The group that owns plants."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import KeptDecimalField, TenantManager, VersionedModel
from core.currencies import is_currency
from core.text import LANGUAGES
from organizations.models.naming import ShownNameMixin

currency_code = RegexValidator(r"^[A-Z]{3}$", _("Use the three-letter code, for example MYR."))


class Organization(ShownNameMixin, VersionedModel):
    """An enterprise with plants abroad."""

    name = models.CharField(_("name"), max_length=120)
    local_name = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    slug = models.SlugField(unique=True)
    reporting_currency = models.CharField(
        _("reporting currency"), max_length=3, default="CNY", validators=[currency_code]
    )
    default_language = models.CharField(_("language"), max_length=10, default="zh-hans")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a currency or language that does not exist.

        Raises:
            ValidationError: by field.
        """
        if self.reporting_currency and not is_currency(self.reporting_currency):
            raise ValidationError({"reporting_currency": _("This currency code does not exist.")})
        if self.default_language and self.default_language not in LANGUAGES:
            raise ValidationError({"default_language": _("This language is not offered.")})


class ExchangeRate(VersionedModel):
    """What one unit of a currency is worth in the group's currency on a date, and who says so."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="rates")
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    rate = KeptDecimalField(
        _("rate"),
        max_digits=18,
        decimal_places=8,
        validators=[MinValueValidator(Decimal("0.00000001"))],
    )
    dated_on = models.DateField(_("date"))
    source = models.CharField(_("source"), max_length=120)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "currency", "dated_on"], name="one_rate_a_day"
            ),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_is_positive"),
        ]
        ordering = ["currency", "-dated_on"]

    def __str__(self) -> str:
        return f"{self.currency} {self.rate} ({self.dated_on})"

    def clean(self) -> None:
        """Refuse a currency that does not exist and a rate of the group's own currency.

        Raises:
            ValidationError: by field.
        """
        if self.currency and not is_currency(self.currency):
            raise ValidationError({"currency": _("This currency code does not exist.")})
        if self.currency == self.organization.reporting_currency:
            raise ValidationError(
                {"currency": _("This is the reporting currency; its rate is always 1.")}
            )
