"""Documents: the row is the job; links that open one version without an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.base import TenantManager, TimestampedModel, VersionedModel
from organizations.models import Plant
from reports.domain.sharing import link_state
from reports.domain.tokens import token_hash

PERSON = settings.AUTH_USER_MODEL


class Report(TimestampedModel):
    """One version of one document of a plant."""

    class Kind(models.TextChoices):
        BLUEPRINT = "blueprint", _("Strategy blueprint")
        ASSESSMENT = "assessment", _("Assessment report")
        INDICATOR_BASELINE = "indicator_baseline", _("KPI baseline")
        BOARD_PAGE = "board_page", _("Board one-pager")
        IMPLEMENTATION = "implementation", _("Implementation roadmap")
        BUDGET_PLAN = "budget_plan", _("Budget plan")
        BOARD_DECK = "board_deck", _("Board deck")

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RENDERING = "rendering", _("Being produced")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        CHINESE = "zh-hans", _("Chinese")
        BILINGUAL = "bilingual", _("English and Chinese")

    class Step(models.TextChoices):
        COLLECT = "collect", _("Reading the data")
        DRAW = "draw", _("Drawing")
        PRINT = "print", _("Setting the pages")
        PUBLISH = "publish", _("Storing the file")

    class Failure(models.TextChoices):
        WORKER_LOST = "worker_lost", _("The worker stopped three times before it was done.")
        TOO_LONG = "too_long", _("It took longer than nine minutes.")
        FONTS = "fonts", _("A typeface is missing on the server.")
        STORAGE = "storage", _("The file could not be stored.")
        UNEXPECTED = "unexpected", _("Something unexpected happened.")

    plant = models.ForeignKey(Plant, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=20, choices=Kind)
    language = models.CharField(_("language"), max_length=10, choices=Language)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    requested_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=10, choices=Step, blank=True)
    failure = models.CharField(max_length=12, choices=Failure, blank=True)
    failure_detail = models.CharField(max_length=500, blank=True)
    # Frozen when asked for: the document is reproducible from this row alone.
    content = models.JSONField(null=True, blank=True)
    data_as_of = models.DateTimeField(null=True, blank=True)
    # The signed result it rests on; None for a run under way, and for other kinds.
    seal = models.ForeignKey(
        "assessment.Snapshot", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    open_points = models.PositiveSmallIntegerField(default=0)
    fingerprint = models.CharField(max_length=64, blank=True)
    # Version of the layout the content was frozen for; documents of 0.1.0 know none.
    layout = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to="reports/%Y/%m", max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    # The same pages for the archive, PDF/A-3a; documents of 0.1.0 have none.
    archive = models.FileField(upload_to="reports/%Y/%m", max_length=200, blank=True)
    archive_sha256 = models.CharField(max_length=64, blank=True)
    archive_size = models.PositiveBigIntegerField(default=0)

    TENANT = "plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plant", "kind", "number"], name="one_report_per_number"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | ~models.Q(sha256=""),
                name="ready_report_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.number}"

    @property
    def ending(self) -> str:
        """What kind of file it is, as people say: PDF or PPTX."""
        return (self.file.name or "").rpartition(".")[2].upper()


class ShareLink(VersionedModel):
    """Opens one version of a report to somebody without an account.

    The owner answers for it and is told when somebody else, or too many wrong passphrases, touch it.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("for whom"), max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    passphrase_hash = models.CharField(max_length=128)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    downloads = models.PositiveIntegerField(default=0)
    last_download_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    # Who prolonged it, gave it another passphrase or closed it last.
    changed_by = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    rekeyed_at = models.DateTimeField(null=True, blank=True)

    TENANT = "report__plant__organization"
    objects = TenantManager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.label

    @property
    def state(self) -> str:
        """Return active, revoked, expired, or paused after too many wrong passphrases."""
        return link_state(
            now=clock.now(),
            expires_at=self.expires_at,
            revoked_at=self.revoked_at,
            paused_until=self.paused_until,
        )

    @property
    def key(self) -> str:
        """The number as text, for ids of a page."""
        return str(self.pk)

    @property
    def can_change(self) -> bool:
        """Whether it can be prolonged or get another passphrase: all but one closed by a person."""
        return self.state != "revoked"

    @property
    def seen_as(self) -> str:
        """What a browser that gave the passphrase remembers; another passphrase makes it void."""
        return f"{self.pk}-{token_hash(self.passphrase_hash)[:16]}"

    @property
    def is_open(self) -> bool:
        """Whether the link can still be used; a pause only takes no passphrase."""
        return self.state in {"active", "paused"}
