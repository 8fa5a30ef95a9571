"""The plant's IT and OT systems."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import KeptDecimalField, TenantManager, TranslatedModel
from organizations.models import Plant
from organizations.models.organization import currency_code
from organizations.models.plant import YesNo, country_code


class System(TranslatedModel):
    """One system in use, with what will become of it and why."""

    class Criticality(models.TextChoices):
        LOW = "low", _("Low: a week without it is bearable")
        MEDIUM = "medium", _("Medium: a day without it is bearable")
        HIGH = "high", _("High: the plant stops within hours")

    class Disposition(models.TextChoices):
        UNDECIDED = "undecided", _("Not decided")
        KEEP = "keep", _("Keep")
        REUSE = "reuse", _("Reuse")
        RETIRE = "retire", _("Retire")
        REPLACE = "replace", _("Replace")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="systems")
    name = models.CharField(_("name"), max_length=120)
    category = models.CharField(_("category"), max_length=20)
    vendor = models.CharField(_("vendor"), max_length=120, blank=True)
    product_version = models.CharField(_("version"), max_length=60, blank=True)
    owner_name = models.CharField(_("owner"), max_length=120, blank=True)
    users_count = models.PositiveIntegerField(_("users"), null=True, blank=True)
    hosting_country = models.CharField(
        _("hosting country"), max_length=2, blank=True, validators=[country_code]
    )
    yearly_cost_amount = KeptDecimalField(
        _("yearly cost"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[currency_code])
    contract_end_on = models.DateField(_("contract ends"), null=True, blank=True)
    support_end_on = models.DateField(_("vendor support ends"), null=True, blank=True)
    criticality = models.CharField(
        _("criticality"), max_length=6, choices=Criticality, default=Criticality.MEDIUM
    )
    personal_data = models.CharField(
        _("personal data held"), max_length=7, choices=YesNo, default=YesNo.UNKNOWN
    )
    has_open_interface = models.CharField(
        _("documented interface"), max_length=7, choices=YesNo, default=YesNo.UNKNOWN
    )
    is_group_standard = models.CharField(
        _("group standard"), max_length=7, choices=YesNo, default=YesNo.UNKNOWN
    )
    fits_local_law = models.CharField(
        _("fits local law and language"), max_length=7, choices=YesNo, default=YesNo.UNKNOWN
    )
    processes = models.JSONField(_("processes covered"), default=list, blank=True)
    disposition = models.CharField(
        _("disposition"), max_length=10, choices=Disposition, default=Disposition.UNDECIDED
    )
    disposition_reason = models.TextField(_("reason"), blank=True, max_length=1000)
    # The proposal's reason in both languages, where it was taken over word for word.
    advised_reason = models.JSONField(default=dict, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=2000)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "assessment_system"
        ordering = ["category", "name"]
        constraints = [
            models.UniqueConstraint(fields=["plant", "name"], name="a_system_is_listed_once"),
            models.CheckConstraint(
                condition=models.Q(yearly_cost_amount__isnull=True) | ~models.Q(currency=""),
                name="system_cost_has_a_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(disposition="undecided") | ~models.Q(disposition_reason=""),
                name="disposition_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def reason(self) -> dict[str, str]:
        """Return why this becomes of the system, in both languages."""
        return self.advised_reason or self.both("disposition_reason").as_dict()

    def pair(self, name: str) -> dict[str, str]:
        """Return language -> text; of a reason taken over from the proposal the proposal's."""
        if name == "disposition_reason" and self.disposition_reason in self.advised_reason.values():
            return dict(self.advised_reason)
        return super().pair(name)
