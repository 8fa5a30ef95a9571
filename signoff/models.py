"""Who has to sign, who did, and which answers were drawn by chance and looked at again."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager, VersionedModel

PERSON = settings.AUTH_USER_MODEL
MOST_CHALLENGED = 20


class SignaturePolicy(VersionedModel):
    """What an organization asks of a signature; without a row one person signs and nothing is drawn."""

    class Signers(models.IntegerChoices):
        ONE = 1, _("One person")
        TWO = 2, _("Two people")

    organization = models.OneToOneField(
        "organizations.Organization", on_delete=models.CASCADE, related_name="signature_policy"
    )
    signers = models.PositiveSmallIntegerField(
        _("who signs a run"), choices=Signers, default=Signers.ONE
    )
    challenged = models.PositiveSmallIntegerField(
        _("answers drawn and looked at again"),
        default=0,
        validators=[MaxValueValidator(MOST_CHALLENGED)],
    )

    TENANT = "organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signers__in=[1, 2]), name="one_or_two_people_sign"
            ),
            models.CheckConstraint(
                condition=models.Q(challenged__lte=MOST_CHALLENGED), name="challenge_within_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.signers}, {self.challenged}"


class RunSignature(models.Model):
    """A signature that waits for another one; it counts while nothing that was seen has changed."""

    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.CASCADE, related_name="signatures"
    )
    signed_by = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    signed_at = models.DateTimeField()
    # Names what the person looked at; see `selectors.examining.examine`.
    fingerprint = models.CharField(max_length=64)
    note = models.TextField(_("words of the review"), blank=True, max_length=4000)

    TENANT = "assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "signed_by"], name="nobody_signs_a_run_twice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.signed_by_id}"


class ChallengeDraw(models.Model):
    """Answers drawn by chance from what was submitted; a run that is submitted again has another draw.

    Seed, fingerprint and secret stay, so that everybody can draw again and get the same answers.
    """

    assessment = models.ForeignKey(
        "assessment.Assessment", on_delete=models.CASCADE, related_name="draws"
    )
    # When the run was submitted of which it is drawn: the draw holds as long as that stands.
    submitted_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")

    TENANT = "assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-drawn_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "submitted_at"], name="one_draw_per_submission"
            )
        ]

    def __str__(self) -> str:
        return self.seed[:12]


class ChallengedAnswer(VersionedModel):
    """A drawn answer as it was then, and whether whoever looked at it found that it stands."""

    draw = models.ForeignKey(ChallengeDraw, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    value = models.JSONField(null=True)
    stands = models.BooleanField(_("stands"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    checked_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    TENANT = "draw__assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "question"], name="an_answer_is_drawn_once"),
            models.CheckConstraint(
                condition=models.Q(stands=None) | models.Q(stands=True) | ~models.Q(reason=""),
                name="what_does_not_stand_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.question


class KeptSignature(models.Model):
    """Who signed a sealed result; the database refuses to change it."""

    snapshot = models.ForeignKey(
        "assessment.Snapshot", on_delete=models.PROTECT, related_name="signatures"
    )
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    TENANT = "snapshot__assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "signed_by"], name="nobody_signs_a_seal_twice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot}: {self.signed_by_id}"


class KeptChallenge(models.Model):
    """How many of the drawn answers stood when a run was sealed; the database refuses to change it.

    `answers` holds by question whether it stood.
    """

    snapshot = models.OneToOneField(
        "assessment.Snapshot", on_delete=models.PROTECT, related_name="challenge"
    )
    seed = models.CharField(max_length=64)
    drawn = models.PositiveSmallIntegerField()
    stood = models.PositiveSmallIntegerField()
    answers = models.JSONField()

    TENANT = "snapshot__assessment__plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.snapshot}: {self.stood}/{self.drawn}"
