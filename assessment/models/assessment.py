"""One run of a framework at a plant, its answers with their evidence, and its locked result."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.base import TenantManager, TimestampedModel, TranslatedModel
from organizations.models import EvidenceLink

PERSON = settings.AUTH_USER_MODEL


class Assessment(TranslatedModel):
    """A run: which framework release, which period, who answers until when, and its result."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SUBMITTED = "submitted", _("Submitted")
        IN_REVIEW = "in_review", _("In review")
        SIGNED_OFF = "signed_off", _("Signed off")

    plant = models.ForeignKey(
        "organizations.Plant", on_delete=models.CASCADE, related_name="assessments"
    )
    framework = models.ForeignKey(
        "packs.PackRelease", on_delete=models.PROTECT, related_name="assessments"
    )
    title = models.CharField(_("name of the run"), max_length=80)
    period_from = models.DateField(_("period from"), null=True, blank=True)
    period_to = models.DateField(_("period to"), null=True, blank=True)
    scope = models.TextField(_("scope"), blank=True, max_length=2000)
    due_on = models.DateField(_("closes on"), null=True, blank=True)
    target_on = models.DateField(_("targets are for"), null=True, blank=True)
    is_express = models.BooleanField(_("express run: gate and veto questions only"), default=False)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    # Ids of the sections whose people answer apart; see `questionnaire.models.RaterAnswer`.
    apart = models.JSONField(_("answered apart"), default=list, blank=True)
    facts = models.JSONField(default=dict)
    profile = models.CharField(max_length=20, blank=True)
    # Kept up to date in the transaction of every answer; no page scores a tree again.
    scores = models.JSONField(default=dict, blank=True)
    answered_count = models.PositiveSmallIntegerField(default=0)
    question_count = models.PositiveSmallIntegerField(default=0)
    opened_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    review_note = models.TextField(_("words of the review"), blank=True, max_length=4000)
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # A corrected run keeps its place among the signed ones of its plant.
    first_signed_at = models.DateTimeField(null=True, blank=True)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["plant", "title"], name="one_run_per_title"),
            models.CheckConstraint(
                condition=models.Q(period_to__isnull=True)
                | models.Q(period_from__isnull=True)
                | models.Q(period_to__gte=models.F("period_from")),
                name="assessment_period_in_order",
            ),
        ]
        # The newest run of each of many plants, without reading the scores of all their runs.
        indexes = [models.Index(fields=["plant", "-created_at", "-id"], name="newest_run_of_plant")]

    def __str__(self) -> str:
        return self.title


class SectionAssignment(TimestampedModel):
    """A section (dimension) that a person is asked to answer."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="assignments")
    section = models.CharField(max_length=40)
    user = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    return_note = models.TextField(_("what to change"), blank=True, max_length=2000)

    TENANT = "assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["section", "user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "section", "user"], name="a_section_is_assigned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section}: {self.user}"


class Answer(TranslatedModel):
    """The answer to one question in one run; earlier values stand in its revisions.

    A row without an answer yet, as evidence used to make, has the version UNANSWERED: the same
    that a card shows which has no row at all.
    """

    UNANSWERED = 0

    class NaState(models.TextChoices):
        """What became of "does not apply" where it needs an assessor's consent.

        Empty where nobody says so, or where it needs no consent.
        """

        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    # Level, option ids, number or clause scores, as the question's answer type asks.
    value = models.JSONField(null=True, blank=True)
    target = models.PositiveSmallIntegerField(null=True, blank=True)
    not_applicable = models.BooleanField(default=False)
    # While it is proposed, the value beside it counts; accepted, the value is kept and counts no more.
    na_state = models.CharField(max_length=8, choices=NaState, blank=True, default="")
    reason = models.TextField(_("reason"), blank=True, max_length=1000)
    note = models.TextField(_("note"), blank=True, max_length=4000)
    decision_note = models.TextField(_("reason of the assessor"), blank=True, max_length=1000)
    decided_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    last_key = models.CharField(max_length=36, blank=True)

    TENANT = "assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"], name="one_answer_per_question"
            ),
            models.CheckConstraint(
                condition=models.Q(not_applicable=False) | ~models.Q(reason=""),
                name="not_applicable_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(na_state="")
                | models.Q(na_state="refused", not_applicable=False)
                | models.Q(na_state__in=["proposed", "accepted"], not_applicable=True),
                name="na_state_fits_not_applicable",
            ),
        ]
        ordering = ["question"]

    def __str__(self) -> str:
        return self.question

    @property
    def is_proposed(self) -> bool:
        """Whether somebody says that it does not apply, and no assessor has decided yet."""
        return self.na_state == self.NaState.PROPOSED

    @property
    def is_excluded(self) -> bool:
        """Whether the question counts as one that does not apply."""
        return self.not_applicable and not self.is_proposed

    @property
    def is_settled(self) -> bool:
        """Whether the question needs no more work: answered or does not apply."""
        return self.is_excluded or self.value is not None


class AnswerRevision(models.Model):
    """What an answer was, by whom and when; also takes each save once by its key."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    key = models.CharField(max_length=36)
    version = models.PositiveIntegerField()
    value = models.JSONField(null=True)
    target = models.PositiveSmallIntegerField(null=True)
    not_applicable = models.BooleanField(default=False)
    na_state = models.CharField(max_length=8, choices=Answer.NaState, blank=True, default="")
    reason = models.TextField(blank=True)
    note = models.TextField(blank=True)
    saved_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField()

    TENANT = "answer__assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "key"], name="a_save_counts_once")]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.answer} v{self.version}"


class AnswerEvidence(EvidenceLink):
    """That a piece of evidence supports the answer to a question of a run, given or yet to come."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    question = models.CharField(max_length=60)

    PLACE: ClassVar[tuple[str, ...]] = ("assessment", "question")
    TENANT = "assessment__plant__organization"

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "key"],
                condition=~models.Q(key=""),
                name="evidence_is_added_once",
            ),
            models.UniqueConstraint(
                fields=["assessment", "question", "evidence"],
                name="evidence_is_linked_once",
            ),
        ]


class Snapshot(models.Model):
    """The seal: a locked result of a run; the database refuses to change it.

    A run that was withdrawn and signed again has several; the valid one is not withdrawn.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successor"
    )
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=20)
    pack_digest = models.CharField(max_length=64)
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    TENANT = "assessment__plant__organization"
    objects = TenantManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="one_seal_per_number")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class Withdrawal(models.Model):
    """Takes a signature back, with its reason; the seal stays, and so does this row."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("reason"), max_length=1000)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    TENANT = "snapshot__assessment__plant__organization"
    objects = TenantManager()

    def __str__(self) -> str:
        return f"{self.snapshot} withdrawn"
