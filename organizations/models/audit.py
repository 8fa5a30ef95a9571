"""The trail of every write: append-only, each event chained to the one before."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.base import TenantManager
from organizations.domain.words import ACTOR, ADDRESS, OBJECT, Removal, put_together
from organizations.models.organization import Organization
from organizations.models.plant import Plant

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PLAIN, HASHED = 1, 2
REASONS: dict[str, StrPromise] = {
    Removal.AGE: gettext_lazy("its time is up"),
    Removal.LEFT: gettext_lazy("the person has left"),
    Removal.REQUEST: gettext_lazy("at the person’s request"),
    Removal.REDACTED: gettext_lazy("redacted"),
}


class AuditChain(models.Model):
    """The seal of an organization's newest event, in one narrow row.

    A writer locks this row, so events of one organization are written one after the other; a
    trigger (migration 0003) refuses an event that does not follow the head and moves the head.
    """

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="audit_chain", primary_key=True
    )
    head = models.CharField(max_length=64, blank=True)
    length = models.PositiveBigIntegerField(default=0)

    TENANT = "organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.organization_id} {self.length}"


class AuditEvent(models.Model):
    """Who did what to which object, when and from where; the database refuses any change.

    The words are read by `actor_label`, `object_label`, `address` and `changes`, whatever the
    format: 1 holds them in the sealed columns themselves, 2 a salted hash of each in
    `commitments`, while the words stand in `AuditWords`.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="audit_events"
    )
    plant = models.ForeignKey(Plant, null=True, blank=True, on_delete=models.PROTECT)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=64)
    happened_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    event_hash = models.CharField(max_length=64)
    format = models.PositiveSmallIntegerField(default=PLAIN)
    sealed_actor = models.CharField(max_length=120, blank=True, db_column="actor_label")
    sealed_object = models.CharField(max_length=200, blank=True, db_column="object_label")
    sealed_address = models.GenericIPAddressField(null=True, blank=True, db_column="address")
    sealed_changes = models.JSONField(default=dict, db_column="changes")
    commitments = models.JSONField(default=dict)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organization", "-id"], name="audit_by_organization"),
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["plant", "-id"], name="audit_by_plant"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"

    @property
    def actor_label(self) -> str:
        """The name of who acted, as it was then; says so if it was removed."""
        return self.sealed_actor if self.format == PLAIN else str(self.shown_words[ACTOR])

    @property
    def object_label(self) -> str:
        """The object's own name at that time; says so if it was removed."""
        return self.sealed_object if self.format == PLAIN else str(self.shown_words[OBJECT])

    @property
    def address(self) -> str | None:
        """The network address the act came from, if it came from one."""
        return self.sealed_address if self.format == PLAIN else self.shown_words.get(ADDRESS)

    @property
    def changes(self) -> dict[str, Any]:
        """Field -> [before, after], or one value."""
        return put_together(self.sealed_changes, self.shown_words)

    @cached_property
    def shown_words(self) -> dict[str, Any]:
        """Key -> value of every word the seal holds; of a removed one, why it is gone."""
        if not self.commitments:
            return {}
        try:
            kept, removed = self.words.words, self.words.removed
        except ObjectDoesNotExist:  # somebody took the row away: checking the chain finds it
            kept, removed = {}, {}
        return {
            key: kept[key]["value"] if key in kept else removal_words(removed.get(key, ""))
            for key in self.commitments
        }


class AuditWords(models.Model):
    """The readable words of one event, each with its salt.

    The database lets a word go and nothing else: it refuses another word in its place, a word
    that comes back, and the removal of the row (migration 0004).
    """

    event = models.OneToOneField(
        AuditEvent, on_delete=models.PROTECT, related_name="words", primary_key=True
    )
    words = models.JSONField(default=dict)
    removed = models.JSONField(default=dict)
    keeps_address = models.BooleanField(default=False)

    TENANT = "event__organization"
    objects = TenantManager()

    class Meta:
        indexes = [
            models.Index(
                fields=["event"],
                name="audit_words_with_address",
                condition=models.Q(keeps_address=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.event_id)


def removal_words(why: str, reason: str = "") -> str:
    """Say in the reader's language that a word was removed, and why if that is known.

    Args:
        why: a value of `Removal`.
        reason: what the person who removed it said.
    """
    if why not in REASONS:
        return _("removed")
    cause = REASONS[why] + (pgettext("between label and value", ": ") + reason if reason else "")
    return _("removed (%(why)s)") % {"why": cause}
