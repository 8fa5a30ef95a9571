"""Files and links that prove something, and the frame of the tables that say what they prove."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager, TimestampedModel
from core.uploads import random_name

PERSON = settings.AUTH_USER_MODEL


def evidence_path(instance: Evidence, filename: str) -> str:  # noqa: ARG001 -- Django's signature
    """Return a name nobody can guess; of the person's own name only the ending is kept."""
    return f"evidence/{random_name(PurePath(filename).suffix[1:])}"


class Evidence(TimestampedModel):
    """A file or link of a plant; what it proves stand in the links of the apps above.

    The verdict of an assessor is on the piece: it counts wherever the piece is linked.
    """

    class Kind(models.TextChoices):
        FILE = "file", _("File")
        LINK = "link", _("Link")

    plant = models.ForeignKey(
        "organizations.Plant", on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(max_length=4, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(upload_to=evidence_path, max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    is_accepted = models.BooleanField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = models.CharField(max_length=400, blank=True)
    added_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        db_table = "assessment_evidence"
        ordering = ["created_at"]
        verbose_name_plural = "evidence"
        indexes = [models.Index(fields=["plant", "sha256"], name="evidence_by_content")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="file", url="") & ~models.Q(file="")
                | models.Q(kind="link", file="") & ~models.Q(url=""),
                name="evidence_is_a_file_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceLink(TimestampedModel):
    """Frame of a table that says what a piece of evidence proves, declared in `proven` of the app.

    The key names the act of adding it there: sent twice, it is done once.
    """

    # While anything links it, a piece stays.
    evidence = models.ForeignKey(Evidence, on_delete=models.RESTRICT, related_name="+")
    key = models.CharField(max_length=36, blank=True)
    added_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    PLACE: ClassVar[tuple[str, ...]]  # columns that name what is proven
    objects = TenantManager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.evidence)

    def beside(self) -> models.QuerySet[Self]:
        """Return the links of the same place."""
        return type(self).objects.filter(**{k: getattr(self, k) for k in self.PLACE})
