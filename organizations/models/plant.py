"""A plant abroad and the facts that decide what applies to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.base import KeptDecimalField, TenantManager, TranslatedModel
from core.currencies import is_currency
from organizations.domain.countries import country_codes, country_name
from organizations.domain.languages import FLOOR_LANGUAGES
from organizations.domain.zones import time_zones
from organizations.models.naming import ShownNameMixin
from organizations.models.organization import Organization, currency_code

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)
MOST_PEOPLE = 2_000_000_000
country_code = RegexValidator(r"^[A-Z]{2}$", _("Use the two-letter country code, for example MY."))


class YesNo(models.TextChoices):
    """An answer that may not be known yet."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known yet")


def _fact(label: StrPromise) -> models.CharField[str, str]:
    return models.CharField(label, max_length=7, choices=YesNo, default=YesNo.UNKNOWN)


class Plant(ShownNameMixin, TranslatedModel):
    """An overseas plant."""

    class ProcessType(models.TextChoices):
        DISCRETE = "discrete", _("Discrete (parts, assembly)")
        PROCESS = "process", _("Process (batch, continuous)")

    class Representation(models.TextChoices):
        NONE = "none", _("None")
        UNION = "union", _("Union")
        WORKS_COUNCIL = "works_council", _("Works council")
        UNKNOWN = "unknown", _("Not known yet")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="plants")
    name = models.CharField(_("name"), max_length=80)
    local_name = models.CharField(_("name in Chinese"), max_length=80, blank=True)
    slug = models.SlugField(max_length=60, unique=True)
    country = models.CharField(_("country"), max_length=2, validators=[country_code])
    city = models.CharField(_("city"), max_length=80)
    time_zone = models.CharField(_("time zone"), max_length=64)
    currency = models.CharField(_("currency"), max_length=3, validators=[currency_code])
    languages = models.JSONField(_("languages on the floor"), default=list)
    industry = models.CharField(_("industry"), max_length=80)
    process_type = models.CharField(
        _("process type"), max_length=8, choices=ProcessType, default=ProcessType.DISCRETE
    )
    headcount = models.PositiveIntegerField(
        _("people"), validators=[MinValueValidator(1), MaxValueValidator(500_000)]
    )
    lines = models.PositiveSmallIntegerField(
        _("production lines"), validators=[MaxValueValidator(999)], default=1
    )
    annual_revenue = KeptDecimalField(
        _("annual revenue"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    start_of_production = models.DateField(_("start of production"), null=True, blank=True)
    headquarters_contact = models.CharField(_("headquarters contact"), max_length=120, blank=True)
    data_residency_country = models.CharField(
        _("country where the data are stored"), max_length=2, blank=True, validators=[country_code]
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("project owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_plants",
    )

    automated_equipment = _fact(_("Machines with a controller (PLC, CNC, robot, DCS)"))
    ot_network = _fact(_("Controllers reachable by network or modem"))
    sells_to_third_parties = _fact(_("Invoices customers outside the group"))
    cross_border_goods = _fact(_("Imports or exports goods"))
    bonded_regime = _fact(_("Works under bond or a customs relief regime"))
    personal_data_leaves_country = _fact(_("Personal data leave the plant’s country"))
    headquarters_reads_remotely = _fact(
        _("Headquarters reads or administers plant systems from afar")
    )
    data_in_third_country = _fact(_("Group systems in a third country hold data of the plant"))
    china_data_reaches_plant = _fact(_("Personal or important data from China reach the plant"))
    headquarters_exports_from_china = _fact(
        _("Headquarters itself sends data or technical files from China to the plant")
    )
    important_data_from_china = _fact(
        _("An authority in China notified data of the group as important")
    )
    personal_data_of_customers = _fact(_("Holds personal data of customers"))
    customers_in_china = _fact(_("Offers goods or services to people in China, or profiles them"))
    outside_processors = _fact(_("Outside firms process personal data for the plant"))
    personal_data_in_cloud = _fact(_("Personal data are kept in a cloud service"))
    biometric_time_clock = _fact(_("Time clocks use fingerprints or faces"))
    camera_surveillance = _fact(_("Cameras on the plant floor"))
    location_tracking = _fact(_("Badges, vehicles or phones show where people are"))
    sensitive_personal_data = _fact(_("Holds sensitive personal data (health, union, biometrics)"))
    ai_on_staff = _fact(_("Uses AI to hire, assess or monitor people"))
    connected_products = _fact(_("Sells products with digital elements"))
    critical_infrastructure_here = _fact(
        _("Counts as critical infrastructure in the plant’s own country")
    )
    critical_infrastructure_china = _fact(
        _("Headquarters is an operator of critical infrastructure in China")
    )
    essential_entity = _fact(_("Falls under a cybersecurity law for essential entities"))
    foreign_workers = _fact(_("Employs foreign workers"))
    night_shift = _fact(_("Runs a night shift"))
    persons_in_systems = models.PositiveIntegerField(
        _("persons whose data the plant holds"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PEOPLE)],
    )
    sensitive_persons = models.PositiveIntegerField(
        _("of these, with sensitive data"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PEOPLE)],
    )
    exported_persons = models.PositiveIntegerField(
        _("persons without sensitive data whose data left China since 1 January"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PEOPLE)],
    )
    exported_sensitive_persons = models.PositiveIntegerField(
        _("persons with sensitive data whose data left China since 1 January"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(MOST_PEOPLE)],
    )
    # Asked until 2026.4 (packs/schema/facts.py); kept, and asked of nobody any more.
    data_leaves_country = _fact(_("Personal or regulated data leave the country"))
    headquarters_remote_access = _fact(_("Headquarters reads or administers plant systems"))
    critical_infrastructure = _fact(_("Counts as critical infrastructure"))
    employee_representation = models.CharField(
        _("employee representation"),
        max_length=13,
        choices=Representation,
        default=Representation.UNKNOWN,
    )
    next_plant_planned = _fact(_("A further plant is planned"))

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(headcount__gte=1), name="plant_has_people"),
            models.CheckConstraint(
                condition=models.Q(annual_revenue__isnull=True) | models.Q(annual_revenue__gte=0),
                name="plant_revenue_is_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse codes that are well-formed but do not exist.

        Raises:
            ValidationError: by field.
        """
        errors: dict[str, StrPromise] = {}
        if self.country and self.country not in country_codes():
            errors["country"] = _("This country code does not exist.")
        if self.data_residency_country and self.data_residency_country not in country_codes():
            errors["data_residency_country"] = _("This country code does not exist.")
        if self.currency and not is_currency(self.currency):
            errors["currency"] = _("This currency code does not exist.")
        if self.time_zone and self.time_zone not in time_zones():
            errors["time_zone"] = _("This time zone does not exist.")
        first, last = FIRST_DAY, LAST_DAY
        if self.start_of_production and not first <= self.start_of_production <= last:
            errors["start_of_production"] = _("Enter a date between 1950 and 2100.")
        if (self.sensitive_persons or 0) > (self.persons_in_systems or self.sensitive_persons or 0):
            errors["sensitive_persons"] = _("This cannot be more than all persons.")
        unknown = not isinstance(self.languages, list) or set(self.languages) - FLOOR_LANGUAGES
        if unknown:
            errors["languages"] = _("Choose languages from the list.")
        if errors:
            raise ValidationError(errors)

    @property
    def country_name(self) -> str:
        """The country's name in the reader's language."""
        return country_name(self.country, get_language() or "en")
