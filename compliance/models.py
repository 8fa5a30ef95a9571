"""How a plant stands with the obligations of its jurisdictions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compliance.domain.status import DutyStanding
from core.base import TenantManager, VersionedModel
from organizations.models import EvidenceLink, Plant
from organizations.models.user import NameField

PERSON = settings.AUTH_USER_MODEL


class Topic(models.TextChoices):
    """The topics of checklists, in the order of the page."""

    PRIVACY = "privacy", _("Privacy")
    RESIDENCY = "residency", _("Data residency")
    CYBERSECURITY = "cybersecurity", _("Cybersecurity")
    FINANCE_TAX = "finance_tax", _("Finance, tax and e-invoicing")
    LABOUR = "labour", _("Labor data")
    PRODUCT_OT = "product_ot", _("Product and OT security")


class StatusName(models.TextChoices):
    """Names of `compliance.domain.status.Status`."""

    OVERDUE = "overdue", _("Overdue")
    REVIEW_DUE = "review_due", _("Review due")
    IN_PROGRESS = "in_progress", _("In progress")
    NOT_STARTED = "not_started", _("Not started")
    TO_CONFIRM = "to_confirm", _("To confirm")
    MET = "met", _("Met")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class FactCheck(models.Model):
    """The last time a plant's facts were held against the checklists, and what that changed."""

    plant = models.OneToOneField(Plant, on_delete=models.CASCADE, related_name="fact_check")
    fingerprint = models.CharField(max_length=64)
    facts = models.JSONField(default=dict, blank=True)
    # One entry per duty: {"duty": id of its row, "before": "", "yes", "no", "unknown", "after"}.
    changes = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    TENANT = "plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.plant_id} {self.checked_at:%Y-%m-%d}"


class ObligationStatus(VersionedModel):
    """One obligation of a checklist release at one plant."""

    class State(models.TextChoices):
        NOT_STARTED = "not_started", _("Not started")
        IN_PROGRESS = "in_progress", _("In progress")
        MET = "met", _("Met")

    class Applies(models.TextChoices):
        YES = "yes", _("Applies")
        NO = "no", _("Does not apply")
        UNKNOWN = "unknown", _("To be confirmed")

    class Decision(models.TextChoices):
        NONE = "", _("As the plant facts say")
        APPLIES = "yes", _("Confirmed: it applies")
        DOES_NOT_APPLY = "no", _("Confirmed: it does not apply")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="obligations")
    checklist = models.ForeignKey(
        "packs.PackRelease", on_delete=models.PROTECT, related_name="obligations"
    )
    obligation = models.CharField(max_length=80)
    jurisdiction = models.CharField(max_length=3)
    topic = models.CharField(max_length=20, choices=Topic)
    risk = models.CharField(max_length=6, default="medium")
    # The pack is not sure (confidence M or I): the duty asks a question and never fails by itself.
    is_doubtful = models.BooleanField(default=False)
    # What counts: a person's decision, else the outcome of the rule in `reason`.
    applies = models.CharField(max_length=7, choices=Applies)
    reason = models.JSONField(default=dict)
    decision = models.CharField(
        _("does it apply?"), max_length=3, choices=Decision, blank=True, default=""
    )
    decision_reason = models.CharField(_("reason"), max_length=500, blank=True)
    state = models.CharField(_("status"), max_length=11, choices=State, default=State.NOT_STARTED)
    owner = models.ForeignKey(
        PERSON,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    tracked_on = models.DateField()
    due_on = models.DateField(_("due"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    met_on = models.DateField(_("met since"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    counsel_name = NameField(_("reviewed by counsel"), max_length=120, blank=True)
    counsel_on = models.DateField(_("reviewed on"), null=True, blank=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["topic", "obligation"]
        constraints = [
            models.UniqueConstraint(fields=["plant", "obligation"], name="one_status_per_duty"),
            models.CheckConstraint(
                condition=Q(state="met", met_on__isnull=False)
                | (~Q(state="met") & Q(met_on__isnull=True)),
                name="met_duty_has_a_date",
            ),
            models.CheckConstraint(
                condition=(Q(decision="") & Q(decision_reason=""))
                | (~Q(decision="") & ~Q(decision_reason="")),
                name="duty_decision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=(Q(counsel_name="") & Q(counsel_on__isnull=True))
                | (~Q(counsel_name="") & Q(counsel_on__isnull=False)),
                name="counsel_review_has_name_and_date",
            ),
        ]

    def __str__(self) -> str:
        return self.obligation

    @property
    def is_open_question(self) -> bool:
        """Whether the pack asks counsel about it and nobody has confirmed it yet."""
        return self.is_doubtful and not self.decision

    @property
    def standing(self) -> DutyStanding:
        """What the rules need to know."""
        return DutyStanding(
            applies=self.applies,
            state=self.state,
            due_on=self.due_on,
            review_on=self.review_on,
            is_open_question=self.is_open_question,
            risk=self.risk,
        )


class ObligationEvidence(EvidenceLink):
    """That a piece of evidence proves a duty to be met."""

    status = models.ForeignKey(ObligationStatus, on_delete=models.CASCADE, related_name="evidence")

    PLACE: ClassVar[tuple[str, ...]] = ("status",)
    TENANT = "status__plant__organization"

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["status", "key"],
                condition=~Q(key=""),
                name="duty_evidence_is_added_once",
            ),
            models.UniqueConstraint(
                fields=["status", "evidence"], name="duty_evidence_is_linked_once"
            ),
        ]


class StoredDuties(models.Model):
    """The sums of a plant's duties (`compliance.domain.sums`), kept with each of their changes."""

    plant = models.OneToOneField(
        Plant, on_delete=models.CASCADE, related_name="duty_sums", primary_key=True
    )
    data = models.JSONField()

    TENANT = "plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return str(self.plant_id)
