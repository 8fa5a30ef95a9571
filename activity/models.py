"""What people are told, and the address at which a calendar program reads it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager, TimestampedModel, VersionedModel
from core.fields import language_names
from core.text import ENGLISH, LocalizedText
from organizations.models import Organization, Plant


def check_words(value: Any) -> None:
    """Refuse what is not language -> text with English among the languages.

    Raises:
        ValidationError: it is something else.
    """
    if not isinstance(value, dict) or not value.get(ENGLISH):
        raise ValidationError("a notice has its words at least in English")


def check_path(value: str) -> None:
    """Refuse an address that does not lead to a page of the product.

    Raises:
        ValidationError: it leads elsewhere, or nowhere.
    """
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or not value.startswith("/") or "\\" in value:
        raise ValidationError("a notice leads to a page of the product")
    try:
        resolve(parts.path)
    except Resolver404 as error:
        raise ValidationError("a notice leads to a page that exists") from error


class Notice(TimestampedModel):
    """One thing that a person is told: finished words and where they lead.

    Attributes of time say what became of it: read by the person, done in the product, mailed.
    """

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("Assigned")
        RETURNED = "returned", _("Returned")
        REVIEW_ASKED = "review_asked", _("To review")
        SIGN_OFF_ASKED = "sign_off_asked", _("To sign")
        REPORT_READY = "report_ready", _("Document ready")
        HANDED_OVER = "handed_over", _("Taken over")
        AGREED = "agreed", _("Agreed")
        CODE_ASKED = "code_asked", _("Code asked for")
        DUE_SOON = "due_soon", _("Due soon")
        MILESTONE_NEAR = "milestone_near", _("Milestone near")
        ANSWER_CHANGED = "answer_changed", _("Answer changed")
        MENTIONED = "mentioned", _("Mentioned")

    # Nothing is to be done but to know it: read is done.
    INFORMING = (
        *(Kind.REPORT_READY, Kind.HANDED_OVER, Kind.AGREED),
        *(Kind.ANSWER_CHANGED, Kind.MENTIONED),
    )

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="notices")
    # Empty for what concerns the whole group.
    plant = models.ForeignKey(
        Plant, null=True, blank=True, on_delete=models.CASCADE, related_name="notices"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    words = models.JSONField(validators=[check_words])
    path = models.CharField(max_length=300, validators=[check_path])
    # What it is about: "assessment/12/section/DG/". One notice of a person for one thing.
    key = models.CharField(max_length=160)
    # What the person must be allowed to do there to read it: a value of `Permission`.
    right = models.CharField(max_length=40)
    due_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="one_notice_of_one_thing")
        ]
        indexes = [
            models.Index(fields=["recipient", "-made_at"], name="inbox_newest_first"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at=None, done_at=None),
                name="unread_of_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def text(self) -> LocalizedText:
        """The words in every language in which they were told."""
        return LocalizedText.from_dict(self.words)


class Comment(VersionedModel):
    """What somebody says about an object of a plant; the rooms above name the kinds of objects.

    The text holds ids in place of the names behind an @, see `domain.mentions`.
    """

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="comments")
    kind = models.CharField(max_length=20)
    # Which object of the kind: the id of its row, or whatever its room names it by.
    subject = models.CharField(max_length=100)
    text = models.TextField(_("comment"), blank=True, max_length=4000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    # Only authors delete, and what they said goes with it.
    deleted_at = models.DateTimeField(null=True, blank=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["plant", "kind", "subject"], name="comments_of_an_object")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deleted_at=None) | models.Q(text=""),
                name="a_deleted_comment_says_nothing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Webhook(VersionedModel):
    """The way to a group chat of another program, which an administrator opens for some notices."""

    class Kind(models.TextChoices):
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")
        FEISHU = "feishu", _("Feishu")
        TEAMS = "teams", _("Microsoft Teams")
        SLACK = "slack", _("Slack")

    SIGNING = (Kind.DINGTALK, Kind.FEISHU)

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="webhooks"
    )
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("program"), max_length=8, choices=Kind)
    # Whoever knows the address can write to the group: no page, export or event shows it again.
    url = models.CharField(_("address"), max_length=1000)
    secret = models.CharField(_("secret of the signature"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=language_names, default="en")
    kinds = models.JSONField(_("notices"), default=list)
    every_plant = models.BooleanField(_("all plants, and what concerns the whole group"))
    plants = models.ManyToManyField(Plant, related_name="+", blank=True)
    is_active = models.BooleanField(_("sends"), default=True)

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class WebhookDelivery(TimestampedModel):
    """One message for one group chat: a notice is told there once, however many people it tells."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        GIVEN_UP = "given_up", _("Given up")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    plant = models.ForeignKey(
        Plant, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # Of the notice. The moment is that of the act: what is told anew is another message.
    key = models.CharField(max_length=160)
    made_at = models.DateTimeField()
    # Empty for a message that tries the way.
    kind = models.CharField(max_length=20, choices=Notice.Kind, blank=True)
    words = models.JSONField(validators=[check_words])
    path = models.CharField(max_length=300, validators=[check_path])
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    TENANT = "webhook__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "key", "made_at"], name="a_notice_is_sent_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(state="waiting"),
                name="messages_that_wait",
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def text(self) -> LocalizedText:
        """The words in every language in which they were told."""
        return LocalizedText.from_dict(self.words)


class InboxFeed(TimestampedModel):
    """The address of a person for the calendar of their inbox; its secret part is stored hashed.

    It belongs to the person, who may take part in several organizations, and to no tenant.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox_feeds"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reader"],
                condition=models.Q(revoked_at=None),
                name="one_open_inbox_feed_per_reader",
            )
        ]

    def __str__(self) -> str:
        return str(self.reader_id)
