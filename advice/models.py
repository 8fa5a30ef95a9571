"""What a plant has in place of the catalog, as somebody said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager
from organizations.models import Plant

PERSON = settings.AUTH_USER_MODEL


class InPlace(models.Model):
    """That the result of an initiative is there already, with its proof; kept when taken back."""

    class Proof(models.TextChoices):
        ANSWERS = "answers", _("Answers of the assessment")
        FINISHED = "finished", _("Finished initiative")
        WORD = "word", _("A person's word")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="in_place")
    catalog_id = models.CharField(max_length=20)
    proof = models.CharField(_("proof"), max_length=8, choices=Proof)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    details = models.JSONField(default=dict, blank=True)
    stated_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    stated_at = models.DateTimeField(_("stated"))
    revoked_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["catalog_id", "-id"]
        verbose_name_plural = "in place"
        constraints = [
            models.UniqueConstraint(
                fields=["plant", "catalog_id"],
                condition=models.Q(revoked_at=None),
                name="in_place_is_stated_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(proof="word") | ~models.Q(reason=""),
                name="a_word_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plant} {self.catalog_id}"
