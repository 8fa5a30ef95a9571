"""What each person says where several answer the same questions, what is agreed on, and links to answer by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager, TimestampedModel, TranslatedModel, VersionedModel

PERSON = settings.AUTH_USER_MODEL


class RaterFunctions(VersionedModel):
    """For which functions a person speaks at a plant, by the ids of the question packs."""

    plant = models.ForeignKey(
        "organizations.Plant", on_delete=models.CASCADE, related_name="rater_functions"
    )
    rater = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    functions = models.JSONField(_("functions"), default=list, blank=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plant", "rater"], name="functions_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.rater}: {', '.join(self.functions)}"


class RaterAnswer(TranslatedModel):
    """What one person says about a question that several answer apart.

    `assessment.Answer` holds what counts: nothing before all of them have spoken, then what the
    voices come to, or what an assessor agreed on with them.
    """

    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.CASCADE, related_name="rater_answers"
    )
    question = models.CharField(max_length=60)
    rater = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    value = models.JSONField(null=True, blank=True)
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    not_applicable = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    answered_at = models.DateTimeField()
    last_key = models.CharField(max_length=36, blank=True)

    TENANT = "assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["question", "answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "rater"], name="one_voice_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(not_applicable=False) | ~models.Q(reason=""),
                name="voice_not_applicable_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.rater}"

    @property
    def has_spoken(self) -> bool:
        """Whether it says anything: an answer, or that the question does not apply."""
        return self.not_applicable or self.value is not None


class AgreedAnswer(TranslatedModel):
    """What an assessor agreed on with the people who answered a question; their voices stay."""

    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.CASCADE, related_name="agreed_answers"
    )
    question = models.CharField(max_length=60)
    value = models.JSONField()
    reason = models.TextField(_("reason for the agreed level"), blank=True, max_length=1000)
    # What every voice said when it was agreed: another one since is named.
    heard = models.JSONField(default=dict)
    agreed_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField()

    TENANT = "assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["question"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], name="one_agreement_per_question"
            )
        ]

    def __str__(self) -> str:
        return self.question


class KeptSureness(models.Model):
    """How sure each answer of a run was when it was signed; the database refuses to change it.

    `questions` holds by question the four figures of `scoring.domain.confidence.Sureness` as text,
    or the reason why there are none.
    """

    snapshot = models.OneToOneField(
        "assessment.Snapshot", on_delete=models.PROTECT, related_name="sureness"
    )
    questions = models.JSONField()

    TENANT = "snapshot__assessment__plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return str(self.snapshot)


class AnswerLink(TimestampedModel):
    """Lets somebody without an account answer the sections of a run that are assigned to them.

    The person is made with the link, can never sign in and has no role anywhere. Secrets are stored
    as hashes: of the address, of the devices that opened it, and of a code for another device.
    """

    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.CASCADE, related_name="answer_links"
    )
    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="answer_link")
    mail = models.EmailField(_("e-mail address"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    devices = models.JSONField(default=list, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_made_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    # Somebody waits for a code that the inviter passes on.
    code_asked_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    TENANT = "assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return str(self.person.name)
